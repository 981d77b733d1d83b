-- One row a defendant. A case that ended before it was received was never open in the Crown Court. Its area is its CPS record's, else its force's on the day; never the court's.
SELECT
  d.record_id,
  d.origin,
  d.force_code,
  COALESCE(d.linked_area, a.cps_area, 'cps:unallocated') AS cps_area,
  d.flagged,
  d.cps_suspect_id,
  d.crime_id,
  d.recorded_date,
  d.first_listed_date,
  d.sent_date,
  d.receipt_date,
  d.completion_date,
  d.guilty_any,
  d.guilty_rape,
  d.guilty_lesser,
  d.charged_rape,
  d.plea_entered,
  d.guilty_plea,
  d.plea_stage,
  d.section_28_date,
  d.charge_decision_date,
  d.offence_start_date,
  CASE
    WHEN d.receipt_date IS NULL THEN NULL
    WHEN d.completion_date < d.receipt_date THEN d.receipt_date
    ELSE d.completion_date
  END AS crown_ended_date,
  CASE WHEN d.receipt_date >= d.first_listed_date THEN d.receipt_date - d.first_listed_date ELSE NULL END AS days_first_listing_to_receipt,
  CASE WHEN d.completion_date >= d.receipt_date THEN d.completion_date - d.receipt_date ELSE NULL END AS days_receipt_to_completion,
  CASE WHEN d.completion_date >= d.charge_decision_date THEN d.completion_date - d.charge_decision_date ELSE NULL END AS days_charge_decision_to_completion,
  CASE WHEN d.completion_date >= d.offence_start_date THEN d.completion_date - d.offence_start_date ELSE NULL END AS days_offence_to_completion,
  d.rape_sentence_months,
  d.disposal,
  d.linked,
  d.linkable,
  d.open,
  k.victim_age,
  k.victim_age_missing,
  k.victim_sex,
  k.victim_ethnicity,
  k.domestic_abuse,
  k.domestic_abuse_missing,
  k.years_offence_to_recorded,
  k.years_offence_to_recorded_missing,
  k.relationship,
  d.known_date
FROM defendant_every AS d
LEFT JOIN unit_crime AS k ON k.record_id = d.crime_id
LEFT JOIN defendant_area AS a ON a.origin = d.origin AND a.record_id = d.record_id
ORDER BY d.origin DESC, d.record_id
