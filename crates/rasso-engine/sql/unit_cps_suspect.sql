-- One row a CPS suspect. Its area is its own; its force is its crime's, because the prefix of a
-- reference number misleads after a transfer. Early advice waits for the first charging receipt up to
-- the day to which records are known; advice asked for after that receipt waits for nothing.
SELECT
  c.record_id,
  p.crime_id,
  COALESCE(p.force_code, c.force_code, 'unallocated') AS force_code,
  c.cps_area,
  c.rape_flag,
  c.child_abuse_flag,
  p.recorded_date,
  c.early_advice_date,
  c.referral_date,
  c.cps_contact_date,
  c.final_decision,
  c.final_date,
  c.final_reason,
  c.charged_rape,
  c.consultations,
  c.action_plans,
  c.review_asked_date,
  c.prosecution_outcome,
  c.prosecution_reason,
  c.prosecution_outcome_date,
  CASE
    WHEN c.final_decision = 'charge' AND c.prosecution_outcome_date >= c.cps_contact_date THEN c.prosecution_outcome_date
    WHEN c.final_decision = 'charge' AND c.prosecution_outcome_date IS NOT NULL THEN c.cps_contact_date
    WHEN c.final_decision = 'charge' THEN NULL
    WHEN c.final_date < c.cps_contact_date THEN c.cps_contact_date
    ELSE c.final_date
  END AS caseload_ended_date,
  CASE WHEN c.final_date >= c.cps_contact_date THEN c.final_date - c.cps_contact_date ELSE NULL END AS days_contact_to_final,
  CASE WHEN c.final_date >= c.referral_date THEN c.final_date - c.referral_date ELSE NULL END AS days_referral_to_final,
  CASE
    WHEN c.referral_date IS NULL AND c.early_advice_date IS NOT NULL THEN t.censored_date - c.early_advice_date
    WHEN c.referral_date >= c.early_advice_date THEN c.referral_date - c.early_advice_date
    ELSE NULL
  END AS days_early_advice_waits,
  t.censored_date - c.early_advice_date AS days_since_early_advice,
  CASE WHEN l.police_state = 'linked' THEN 1 ELSE 0 END AS linked,
  CASE WHEN l.police_state = 'linkable' THEN 1 ELSE 0 END AS linkable,
  CASE WHEN c.final_decision IS NULL THEN 1 ELSE 0 END AS open,
  k.victim_age,
  k.victim_age_missing,
  k.victim_sex,
  k.victim_ethnicity,
  k.domestic_abuse,
  k.domestic_abuse_missing,
  k.years_offence_to_recorded,
  k.years_offence_to_recorded_missing,
  k.relationship,
  c.known_date
FROM own_cps AS c
JOIN cps_link AS l ON l.record_id = c.record_id
LEFT JOIN cps_crime AS p ON p.cps_id = c.record_id
LEFT JOIN unit_crime AS k ON k.record_id = p.crime_id
CROSS JOIN terms AS t
ORDER BY c.record_id
