-- The CPS area that a defendant's force belonged to on the day of its first listing.
SELECT d.origin, d.record_id, a.cps_area
FROM defendant_every AS d
JOIN force_area AS a ON a.force_code = d.force_code
CROSS JOIN terms AS t
WHERE COALESCE(d.first_listed_date, d.completion_date, t.censored_date) >= a.from_date
  AND COALESCE(d.first_listed_date, d.completion_date, t.censored_date) < a.to_date
