-- Defendants of the courts, and the prosecutions that only the CPS reports.
SELECT
  d.record_id,
  'court' AS origin,
  COALESCE(p.force_code, k.force_code, d.urn_force, 'unallocated') AS force_code,
  c.cps_area AS linked_area,
  COALESCE(x.rape_flag, 0) AS flagged,
  x.cps_id AS cps_suspect_id,
  COALESCE(p.crime_id, k.crime_id) AS crime_id,
  COALESCE(p.recorded_date, k.recorded_date) AS recorded_date,
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
  CASE WHEN c.final_decision = 'charge' THEN c.final_date ELSE NULL END AS charge_decision_date,
  COALESCE(p.offence_start_date, k.offence_start_date) AS offence_start_date,
  s.rape_sentence_months,
  d.disposal,
  CASE WHEN l.link_state = 'linked' THEN 1 ELSE 0 END AS linked,
  CASE WHEN l.link_state = 'linkable' THEN 1 ELSE 0 END AS linkable,
  CASE WHEN d.completion_date IS NULL THEN 1 ELSE 0 END AS open,
  d.known_date
FROM own_defendant AS d
JOIN defendant_link AS l ON l.record_id = d.record_id
LEFT JOIN defendant_cps AS x ON x.defendant_id = d.record_id
LEFT JOIN own_cps AS c ON c.record_id = x.cps_id
LEFT JOIN cps_crime AS p ON p.cps_id = x.cps_id
LEFT JOIN direct_crime AS k ON k.defendant_id = d.record_id
LEFT JOIN defendant_sentence AS s ON s.defendant_id = d.record_id
UNION ALL
SELECT
  c.record_id,
  'cps' AS origin,
  COALESCE(p.force_code, c.urn_force, 'unallocated') AS force_code,
  c.cps_area AS linked_area,
  c.rape_flag AS flagged,
  c.record_id AS cps_suspect_id,
  p.crime_id,
  p.recorded_date,
  CAST(NULL AS INTEGER) AS first_listed_date,
  CAST(NULL AS INTEGER) AS sent_date,
  CAST(NULL AS INTEGER) AS receipt_date,
  c.prosecution_outcome_date AS completion_date,
  CASE WHEN c.prosecution_disposal = 'convicted' THEN 1 ELSE 0 END AS guilty_any,
  -- the CPS sends no counts, so nobody knows of which offence
  CAST(NULL AS BIGINT) AS guilty_rape,
  CAST(NULL AS BIGINT) AS guilty_lesser,
  CAST(NULL AS BIGINT) AS charged_rape,
  0 AS plea_entered,
  0 AS guilty_plea,
  CAST(NULL AS VARCHAR) AS plea_stage,
  CAST(NULL AS INTEGER) AS section_28_date,
  CASE WHEN c.final_decision = 'charge' THEN c.final_date ELSE NULL END AS charge_decision_date,
  p.offence_start_date,
  CAST(NULL AS BIGINT) AS rape_sentence_months,
  c.prosecution_disposal AS disposal,
  0 AS linked,
  -- it is the court record that is missed here, and of a case without the flag nobody would count it
  CASE WHEN l.court_state = 'linkable' AND c.rape_flag = 1 THEN 1 ELSE 0 END AS linkable,
  0 AS open,
  c.known_date
FROM own_cps AS c
JOIN cps_link AS l ON l.record_id = c.record_id
LEFT JOIN cps_crime AS p ON p.cps_id = c.record_id
LEFT JOIN cps_court AS d ON d.cps_id = c.record_id
WHERE c.prosecution_outcome_date IS NOT NULL AND d.cps_id IS NULL
