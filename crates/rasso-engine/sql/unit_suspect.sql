-- One row a police suspect record: a suspect in two crimes is two.
SELECT
  s.record_id,
  s.crime_id,
  x.cps_id AS cps_suspect_id,
  s.force_code,
  k.cps_area,
  COALESCE(k.counted, 0) AS counted,
  k.recorded_date,
  s.identified_date,
  s.arrest_date,
  s.interview_date,
  s.charge_date,
  s.nfa_date,
  x.early_advice_date,
  x.referral_date,
  x.decision,
  x.decision_date,
  d.first_listed_date,
  CASE WHEN x.referral_date >= k.recorded_date THEN x.referral_date - k.recorded_date ELSE NULL END AS days_recorded_to_referral,
  CASE WHEN x.decision_date >= x.referral_date THEN x.decision_date - x.referral_date ELSE NULL END AS days_referral_to_decision,
  CASE WHEN d.first_listed_date >= s.charge_date THEN d.first_listed_date - s.charge_date ELSE NULL END AS days_charge_to_first_hearing,
  CASE WHEN x.referral_date < k.recorded_date THEN 1 ELSE 0 END
    + CASE WHEN x.decision_date < x.referral_date THEN 1 ELSE 0 END
    + CASE WHEN d.first_listed_date < s.charge_date THEN 1 ELSE 0 END AS negative_gaps,
  CASE WHEN l.link_state = 'linked' THEN 1 ELSE 0 END AS linked,
  CASE WHEN l.link_state = 'linkable' THEN 1 ELSE 0 END AS linkable,
  CASE WHEN s.charge_date IS NULL AND s.nfa_date IS NULL AND k.outcome_code IS NULL THEN 1 ELSE 0 END AS open,
  k.victim_age,
  k.victim_age_missing,
  k.victim_sex,
  k.victim_ethnicity,
  k.domestic_abuse,
  k.domestic_abuse_missing,
  k.years_offence_to_recorded,
  k.years_offence_to_recorded_missing,
  s.relationship,
  s.known_date
FROM own_suspect AS s
JOIN suspect_link AS l ON l.record_id = s.record_id
LEFT JOIN unit_crime AS k ON k.record_id = s.crime_id
LEFT JOIN suspect_cps AS x ON x.suspect_id = s.record_id
LEFT JOIN suspect_listed AS d ON d.suspect_id = s.record_id
ORDER BY s.record_id
