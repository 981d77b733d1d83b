-- One row a thread, as metrics count it: open until its first exit, whatever became of it afterwards.
-- One that came to court without anybody saying when it was charged is not open.
SELECT
  t.crime_id,
  t.suspect_id,
  t.force_code,
  t.cps_area,
  t.counted,
  t.recorded_date,
  t.identified_date,
  t.referral_date,
  t.exit,
  t.exit_date,
  t.ended_date,
  CASE WHEN t.cps_suspect_id IS NULL THEN 0 ELSE 1 END AS linked,
  CASE WHEN t.cps_suspect_id IS NULL AND l.link_state = 'linkable' THEN 1 ELSE 0 END AS linkable,
  CASE WHEN t.exit = '' AND t.open = 1 AND t.defendant_id IS NULL THEN 1 ELSE 0 END AS open
FROM threads AS t
LEFT JOIN suspect_link AS l ON l.record_id = t.suspect_id
ORDER BY t.crime_id NULLS LAST, t.suspect_id NULLS LAST, t.cps_suspect_id NULLS LAST, t.defendant_id NULLS LAST
