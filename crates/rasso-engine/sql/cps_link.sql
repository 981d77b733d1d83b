-- Whether each CPS suspect is linked to the police and to the courts, and if not, why not, as in
-- suspect_link.
SELECT
  cps_reason.record_id,
  CASE WHEN cps_reason.police_reason = '' THEN 'linked' ELSE COALESCE(p.state, 'linkable') END AS police_state,
  cps_reason.police_reason,
  CASE WHEN cps_reason.court_reason = '' THEN 'linked' ELSE COALESCE(d.state, 'linkable') END AS court_state,
  cps_reason.court_reason
FROM (
  SELECT
    c.record_id,
    CASE
      WHEN p.cps_id IS NOT NULL THEN ''
      WHEN c.id_usable = 0 THEN 'no_usable_identifier'
      ELSE 'no_police_record_found'
    END AS police_reason,
    CASE
      WHEN d.cps_id IS NOT NULL THEN ''
      WHEN c.final_decision IS NULL AND c.referral_date IS NULL THEN 'early_advice_only'
      WHEN c.final_decision IS NULL THEN 'awaiting_decision'
      WHEN c.final_decision <> 'charge' THEN 'cps_decided_not_to_charge'
      WHEN c.id_usable = 0 THEN 'no_usable_identifier'
      WHEN c.final_date + t.cps_decision_to_court_days > t.censored_date THEN 'charged_lately'
      ELSE 'no_court_record_found'
    END AS court_reason
  FROM own_cps AS c
  CROSS JOIN terms AS t
  LEFT JOIN cps_police AS p ON p.cps_id = c.record_id
  LEFT JOIN cps_court AS d ON d.cps_id = c.record_id
) AS cps_reason
LEFT JOIN unlinked_reason AS p ON p.reason = cps_reason.police_reason
LEFT JOIN unlinked_reason AS d ON d.reason = cps_reason.court_reason
