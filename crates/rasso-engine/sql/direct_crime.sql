-- Per defendant linked straight to a police suspect: its crime, chosen as in cps_crime.
SELECT best_by_defendant.defendant_id, k.record_id AS crime_id, k.force_code, k.recorded_date, k.offence_start_date
FROM (
  SELECT l.defendant_id, MIN(k.order_key) AS order_key
  FROM link_police_court AS l
  JOIN own_suspect AS s ON s.record_id = l.suspect_id
  JOIN own_crime AS k ON k.record_id = s.crime_id
  GROUP BY l.defendant_id
) AS best_by_defendant
JOIN own_crime AS k ON k.order_key = best_by_defendant.order_key
