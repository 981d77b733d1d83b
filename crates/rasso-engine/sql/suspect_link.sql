-- Whether each police suspect is linked to the CPS, and if not, why not. The reason decides the state;
-- one that the table of reasons does not know is a missed link, so that it is seen.
SELECT
  suspect_reason.record_id,
  CASE WHEN suspect_reason.reason = '' THEN 'linked' ELSE COALESCE(r.state, 'linkable') END AS link_state,
  suspect_reason.reason AS link_reason
FROM (
  SELECT
    s.record_id,
    CASE
      WHEN x.suspect_id IS NOT NULL THEN ''
      WHEN k.record_id IS NULL THEN 'crime_not_delivered'
      WHEN k.cancelled = 1 THEN 'cancelled'
      WHEN k.transferred_out = 1 THEN 'transferred_out'
      WHEN k.incident_class = 'N100' THEN 'not_a_crime'
      WHEN s.id_usable = 0 AND k.urn_usable = 0 THEN 'no_usable_identifier'
      WHEN s.charge_date IS NOT NULL AND s.charge_date + t.police_charge_to_cps_days > t.censored_date THEN 'charged_lately'
      WHEN s.charge_date IS NOT NULL THEN 'charged_without_cps_record'
      WHEN k.outcome_exit = 'charged' THEN 'charged_without_cps_record'
      WHEN s.nfa_date IS NOT NULL THEN 'police_closed_without_referral'
      WHEN k.outcome_code IS NOT NULL THEN 'police_closed_without_referral'
      ELSE 'under_investigation'
    END AS reason
  FROM own_suspect AS s
  CROSS JOIN terms AS t
  LEFT JOIN own_crime AS k ON k.record_id = s.crime_id
  LEFT JOIN suspect_cps AS x ON x.suspect_id = s.record_id
) AS suspect_reason
LEFT JOIN unlinked_reason AS r ON r.reason = suspect_reason.reason
