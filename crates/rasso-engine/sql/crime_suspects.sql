-- Per crime: its suspects and what the CPS did with them.
SELECT
  s.crime_id,
  CAST(COUNT(*) AS BIGINT) AS suspects,
  SUM(CASE WHEN l.link_state = 'linked' THEN 1 ELSE 0 END) AS suspects_linked,
  SUM(CASE WHEN l.link_state = 'linkable' THEN 1 ELSE 0 END) AS suspects_linkable,
  SUM(COALESCE(x.cps_suspects, 0)) AS cps_suspects,
  MIN(x.cps_id) AS cps_id,
  MIN(x.early_advice_date) AS early_advice_date,
  MIN(x.referral_date) AS referral_date,
  MIN(x.cps_contact_date) AS cps_contact_date,
  MIN(COALESCE(s.relationship, 'not_recorded')) AS first_relationship,
  MAX(COALESCE(s.relationship, 'not_recorded')) AS last_relationship
FROM own_suspect AS s
JOIN suspect_link AS l ON l.record_id = s.record_id
LEFT JOIN suspect_cps AS x ON x.suspect_id = s.record_id
WHERE s.crime_id IS NOT NULL
GROUP BY s.crime_id
