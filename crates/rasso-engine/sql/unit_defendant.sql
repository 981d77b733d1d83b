-- One row a defendant. Its area is its CPS record's, else its force's on the day; never the court's.
SELECT
  d.record_id,
  d.origin,
  d.force_code,
  COALESCE(d.linked_area, a.cps_area, 'cps:unallocated') AS cps_area,
  d.flagged,
  d.cps_suspect_id,
  d.crime_id,
  d.recorded_date,
  d.first_listed_date,
  d.sent_date,
  d.receipt_date,
  d.completion_date,
  d.guilty_any,
  d.guilty_rape,
  d.guilty_lesser,
  d.disposal,
  d.linked,
  d.linkable,
  d.open,
  d.known_date
FROM defendant_every AS d
LEFT JOIN defendant_area AS a ON a.origin = d.origin AND a.record_id = d.record_id
ORDER BY d.origin DESC, d.record_id
