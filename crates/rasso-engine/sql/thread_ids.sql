-- Which records make each thread: one crime with one suspect through to the end. Any part may be
-- missing; every record of every agency is in at least one thread.
SELECT crime_id, suspect_id, cps_id, defendant_id
FROM (
  -- crimes, with their suspects, the CPS records of those and their defendants; a CPS record that
  -- leads to no defendant may have one that was linked straight to the suspect
  SELECT k.record_id AS crime_id, s.record_id AS suspect_id, p.cps_id, COALESCE(c.defendant_id, d.defendant_id) AS defendant_id
  FROM own_crime AS k
  LEFT JOIN own_suspect AS s ON s.crime_id = k.record_id
  LEFT JOIN link_police_cps AS p ON p.suspect_id = s.record_id
  LEFT JOIN link_cps_court AS c ON c.cps_id = p.cps_id
  LEFT JOIN link_police_court AS d ON d.suspect_id = s.record_id
  UNION ALL
  -- suspects whose crime was not delivered
  SELECT CAST(NULL AS BIGINT) AS crime_id, s.record_id AS suspect_id, p.cps_id, COALESCE(c.defendant_id, d.defendant_id) AS defendant_id
  FROM own_suspect AS s
  LEFT JOIN link_police_cps AS p ON p.suspect_id = s.record_id
  LEFT JOIN link_cps_court AS c ON c.cps_id = p.cps_id
  LEFT JOIN link_police_court AS d ON d.suspect_id = s.record_id
  WHERE s.crime_id IS NULL
  UNION ALL
  -- defendants linked straight to a suspect all of whose CPS records lead to other defendants
  SELECT s.crime_id, s.record_id AS suspect_id, CAST(NULL AS BIGINT) AS cps_id, l.defendant_id
  FROM link_police_court AS l
  JOIN own_suspect AS s ON s.record_id = l.suspect_id
  JOIN suspect_through_cps AS x ON x.suspect_id = l.suspect_id
  WHERE x.without_defendant = 0
  UNION ALL
  -- CPS suspects that no police record was found for
  SELECT CAST(NULL AS BIGINT) AS crime_id, CAST(NULL AS BIGINT) AS suspect_id, o.record_id AS cps_id, c.defendant_id
  FROM own_cps AS o
  LEFT JOIN cps_police AS p ON p.cps_id = o.record_id
  LEFT JOIN link_cps_court AS c ON c.cps_id = o.record_id
  WHERE p.cps_id IS NULL
  UNION ALL
  -- defendants that nothing was found for
  SELECT CAST(NULL AS BIGINT) AS crime_id, CAST(NULL AS BIGINT) AS suspect_id, CAST(NULL AS BIGINT) AS cps_id, o.record_id AS defendant_id
  FROM own_defendant AS o
  LEFT JOIN defendant_cps AS c ON c.defendant_id = o.record_id
  LEFT JOIN defendant_police AS d ON d.defendant_id = o.record_id
  WHERE c.defendant_id IS NULL AND d.defendant_id IS NULL
) AS parts
GROUP BY crime_id, suspect_id, cps_id, defendant_id
