-- One row a police crime record. Of suspects who are not all the same to the victim the relationship is
-- `several`.
SELECT
  k.record_id,
  k.force_code,
  k.crime_ref,
  COALESCE(c.cps_area, k.own_area) AS cps_area,
  k.offence_code,
  k.is_rape,
  k.incident_class,
  k.victim_age_group,
  k.counted,
  k.transferred_out,
  k.cancelled,
  k.recorded_date,
  k.reported_date,
  k.outcome_code,
  k.outcome_date,
  k.victim_withdrew_date,
  k.cancelled_date,
  k.cancelled_reason,
  k.transferred_date,
  CASE WHEN k.outcome_date >= k.recorded_date THEN k.outcome_date - k.recorded_date ELSE NULL END AS days_recorded_to_outcome,
  CASE WHEN k.victim_withdrew_date >= k.recorded_date THEN k.victim_withdrew_date - k.recorded_date ELSE NULL END AS days_recorded_to_withdrawal,
  x.early_advice_date,
  x.referral_date,
  x.cps_contact_date,
  COALESCE(x.suspects, 0) AS suspects,
  COALESCE(x.cps_suspects, 0) AS cps_suspects,
  CASE WHEN COALESCE(x.suspects_linked, 0) > 0 THEN 1 ELSE 0 END AS linked,
  CASE WHEN COALESCE(x.suspects_linked, 0) = 0 AND COALESCE(x.suspects_linkable, 0) > 0 THEN 1 ELSE 0 END AS linkable,
  CASE WHEN k.outcome_code IS NULL THEN 1 ELSE 0 END AS open,
  k.victim_age,
  k.victim_age_missing,
  k.victim_sex,
  k.victim_ethnicity,
  k.domestic_abuse,
  k.domestic_abuse_missing,
  k.years_offence_to_recorded,
  k.years_offence_to_recorded_missing,
  CASE
    WHEN x.suspects IS NULL THEN k.without_suspects
    WHEN x.first_relationship = x.last_relationship THEN x.first_relationship
    ELSE 'several'
  END AS relationship,
  k.known_date
FROM own_crime AS k
LEFT JOIN crime_suspects AS x ON x.crime_id = k.record_id
LEFT JOIN own_cps AS c ON c.record_id = x.cps_id
ORDER BY k.record_id
