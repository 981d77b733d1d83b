-- Per police suspect with CPS records: how many of these lead to no defendant.
SELECT l.suspect_id, SUM(CASE WHEN c.cps_id IS NULL THEN 1 ELSE 0 END) AS without_defendant
FROM link_police_cps AS l
LEFT JOIN cps_court AS c ON c.cps_id = l.cps_id
GROUP BY l.suspect_id
