-- One row a hearing of a defendant. Its place and its links are the defendant's.
SELECT
  h.record_id,
  h.defendant_id,
  d.force_code,
  d.cps_area,
  d.flagged,
  d.recorded_date,
  h.hearing_date,
  h.hearing_type,
  h.court_type,
  h.listing_outcome,
  d.linked,
  d.linkable,
  0 AS open,
  h.known_date
FROM own_hearing AS h
JOIN unit_defendant AS d ON d.record_id = h.defendant_id
WHERE d.origin = 'court'
ORDER BY h.record_id
