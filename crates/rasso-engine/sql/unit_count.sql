-- One row a count against a defendant, in the place and at the dates of that defendant.
SELECT
  c.record_id,
  c.defendant_id,
  accused.force_code,
  accused.cps_area,
  accused.flagged,
  accused.recorded_date,
  accused.completion_date,
  c.offence_code,
  c.is_rape,
  c.plea,
  c.plea_date,
  c.verdict,
  c.verdict_date,
  c.guilty,
  c.guilty_rape,
  c.sentence_months,
  COALESCE(accused.linked, 0) AS linked,
  COALESCE(accused.linkable, 0) AS linkable,
  COALESCE(accused.open, 1) AS open,
  c.known_date
FROM own_count AS c
LEFT JOIN (SELECT * FROM unit_defendant WHERE origin = 'court') AS accused ON accused.record_id = c.defendant_id
ORDER BY c.record_id
