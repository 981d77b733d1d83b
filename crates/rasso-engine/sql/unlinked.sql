-- Every record that is not linked, towards whom, in which state and why.
SELECT unit, record_id, towards, state, reason
FROM (
  SELECT 'crime' AS unit, k.record_id, 'cps' AS towards, 'structurally_unlinkable' AS state,
    CASE WHEN k.cancelled = 1 THEN 'cancelled' WHEN k.transferred_out = 1 THEN 'transferred_out'
      WHEN k.incident_class = 'N100' THEN 'not_a_crime' ELSE 'no_suspect_identified' END AS reason
  FROM own_crime AS k LEFT JOIN crime_suspects AS x ON x.crime_id = k.record_id
  WHERE x.crime_id IS NULL AND (k.outcome_code IS NOT NULL OR k.cancelled = 1 OR k.transferred_out = 1 OR k.incident_class = 'N100')
  UNION ALL
  SELECT 'crime' AS unit, k.record_id, 'cps' AS towards, 'not_yet_due' AS state, 'under_investigation' AS reason
  FROM own_crime AS k LEFT JOIN crime_suspects AS x ON x.crime_id = k.record_id
  WHERE x.crime_id IS NULL AND NOT (k.outcome_code IS NOT NULL OR k.cancelled = 1 OR k.transferred_out = 1 OR k.incident_class = 'N100')
  UNION ALL
  SELECT 'suspect' AS unit, record_id, 'cps' AS towards, link_state AS state, link_reason AS reason
  FROM suspect_link WHERE link_state <> 'linked'
  UNION ALL
  SELECT 'cps_suspect' AS unit, record_id, 'police' AS towards, police_state AS state, police_reason AS reason
  FROM cps_link WHERE police_state <> 'linked'
  UNION ALL
  SELECT 'cps_suspect' AS unit, record_id, 'courts' AS towards, court_state AS state, court_reason AS reason
  FROM cps_link WHERE court_state <> 'linked'
  UNION ALL
  SELECT 'defendant' AS unit, record_id, 'cps' AS towards, link_state AS state, link_reason AS reason
  FROM defendant_link WHERE link_state <> 'linked'
) AS unlinked_records
ORDER BY unit, record_id, towards
