-- Per defendant: the longest sentence of custody on a count of rape. Sentences on several counts mostly run at
-- once, and nothing says which do not.
SELECT defendant_id, MAX(sentence_months) AS rape_sentence_months
FROM own_count
WHERE guilty_rape = 1 AND sentence_months IS NOT NULL AND defendant_id IS NOT NULL
GROUP BY defendant_id
