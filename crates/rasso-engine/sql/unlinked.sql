-- Every record that is not linked, towards whom, in which state and why.
SELECT unlinked_records.unit, unlinked_records.record_id, unlinked_records.towards,
  COALESCE(r.state, 'linkable') AS state, unlinked_records.reason
FROM (
  SELECT 'crime' AS unit, k.record_id, 'cps' AS towards,
    CASE
      WHEN k.cancelled = 1 THEN 'cancelled'
      WHEN k.transferred_out = 1 THEN 'transferred_out'
      WHEN k.incident_class = 'N100' THEN 'not_a_crime'
      WHEN k.outcome_code IS NOT NULL THEN 'no_suspect_identified'
      ELSE 'under_investigation'
    END AS reason
  FROM own_crime AS k
  LEFT JOIN crime_suspects AS x ON x.crime_id = k.record_id
  WHERE x.crime_id IS NULL
  UNION ALL
  SELECT 'suspect' AS unit, record_id, 'cps' AS towards, link_reason AS reason
  FROM suspect_link WHERE link_reason <> ''
  UNION ALL
  SELECT 'cps_suspect' AS unit, record_id, 'police' AS towards, police_reason AS reason
  FROM cps_link WHERE police_reason <> ''
  UNION ALL
  SELECT 'cps_suspect' AS unit, record_id, 'courts' AS towards, court_reason AS reason
  FROM cps_link WHERE court_reason <> ''
  UNION ALL
  SELECT 'defendant' AS unit, record_id, 'cps' AS towards, link_reason AS reason
  FROM defendant_link WHERE link_reason <> ''
) AS unlinked_records
LEFT JOIN unlinked_reason AS r ON r.reason = unlinked_records.reason
ORDER BY unit, record_id, towards
