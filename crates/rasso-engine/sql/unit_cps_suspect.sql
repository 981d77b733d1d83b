-- One row a CPS suspect. Its area is its own; its force is its crime's, because the prefix of a
-- reference number misleads after a transfer.
SELECT
  c.record_id,
  p.crime_id,
  COALESCE(p.force_code, c.force_code, 'unallocated') AS force_code,
  c.cps_area,
  c.rape_flag,
  p.recorded_date,
  c.early_advice_date,
  c.referral_date,
  c.cps_contact_date,
  c.final_decision,
  c.final_date,
  c.consultations,
  c.action_plans,
  CASE WHEN l.police_state = 'linked' THEN 1 ELSE 0 END AS linked,
  CASE WHEN l.police_state = 'linkable' THEN 1 ELSE 0 END AS linkable,
  CASE WHEN c.final_decision IS NULL THEN 1 ELSE 0 END AS open,
  c.known_date
FROM own_cps AS c
JOIN cps_link AS l ON l.record_id = c.record_id
LEFT JOIN cps_crime AS p ON p.cps_id = c.record_id
ORDER BY c.record_id
