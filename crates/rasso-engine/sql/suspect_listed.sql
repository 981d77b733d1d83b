-- Per police suspect: the first listing of its defendants, by way of the CPS or straight.
SELECT suspect_id, MIN(first_listed_date) AS first_listed_date, COUNT(*) AS defendants
FROM (
  SELECT l.suspect_id, d.first_listed_date
  FROM link_police_cps AS l
  JOIN link_cps_court AS c ON c.cps_id = l.cps_id
  JOIN own_defendant AS d ON d.record_id = c.defendant_id
  UNION ALL
  SELECT l.suspect_id, d.first_listed_date
  FROM link_police_court AS l
  JOIN own_defendant AS d ON d.record_id = l.defendant_id
) AS listed
GROUP BY suspect_id
