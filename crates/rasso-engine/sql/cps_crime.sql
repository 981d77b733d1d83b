-- Per CPS suspect: its crime. Of several, one not transferred out, then the earliest recorded, then
-- the first in key order: `order_key` sorts so.
SELECT best_by_cps.cps_id, k.record_id AS crime_id, k.force_code, k.recorded_date, k.offence_start_date
FROM (
  SELECT l.cps_id, MIN(k.order_key) AS order_key
  FROM link_police_cps AS l
  JOIN own_suspect AS s ON s.record_id = l.suspect_id
  JOIN own_crime AS k ON k.record_id = s.crime_id
  GROUP BY l.cps_id
) AS best_by_cps
JOIN own_crime AS k ON k.order_key = best_by_cps.order_key
