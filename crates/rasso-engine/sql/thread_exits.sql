-- The day of each way out of a thread, and how the outcome of the crime ends it: as the order of that
-- exit on one day, or 9 where the outcome ends it in no exit (`thread_exit` of the code list is none).
-- A charge as outcome of a crime charges a suspect only when there is no other, and no CPS record that
-- knows better; a suspect whom the police charged is not ended by an outcome that is no charge.
SELECT
  i.crime_id,
  i.suspect_id,
  i.cps_id,
  i.defendant_id,
  COALESCE(k.force_code, u.force_code, d.force_code, 'unallocated') AS force_code,
  COALESCE(c.cps_area, k.cps_area, d.cps_area, 'cps:unallocated') AS cps_area,
  k.recorded_date,
  s.identified_date,
  s.arrest_date,
  c.early_advice_date,
  c.referral_date,
  c.final_decision,
  c.final_date,
  c.standing_decision,
  c.standing_date,
  COALESCE(s.charge_date, CASE WHEN c.standing_decision = 'charge' THEN c.standing_date ELSE NULL END) AS charged_date,
  d.first_listed_date,
  -- the courts' own record, where there is one, outweighs what the CPS says of it
  CASE WHEN d.record_id IS NULL THEN c.prosecution_outcome_date ELSE d.completion_date END AS completion_date,
  CASE WHEN d.record_id IS NULL THEN c.prosecution_disposal ELSE d.disposal END AS disposal,
  CASE WHEN d.record_id IS NULL THEN 0 ELSE 1 END AS in_court,
  COALESCE(k.cancelled, 0) AS cancelled,
  COALESCE(k.transferred_out, 0) AS transferred_out,
  k.cancelled_date,
  k.transferred_date,
  COALESCE(k.counted, 0) AS counted,
  COALESCE(k.is_rape, 0) AS is_rape,
  COALESCE(c.rape_flag, 0) AS rape_flag,
  LEAST(
    COALESCE(k.victim_withdrew_date, 9999999),
    COALESCE(CASE WHEN o.outcome_exit = 'victim_withdrew' THEN k.outcome_date ELSE NULL END, 9999999),
    COALESCE(c.victim_attrition_date, 9999999)
  ) AS withdrew_date,
  COALESCE(c.first_charge_date, s.charge_date) AS first_charge_date,
  c.first_nfa_date,
  c.first_oocd_date,
  s.nfa_date AS nfa_police_date,
  CASE
    WHEN k.outcome_code IS NULL OR o.outcome_exit IS NULL THEN NULL
    WHEN o.outcome_exit = 'victim_withdrew' THEN 1
    WHEN s.charge_date IS NOT NULL THEN NULL
    WHEN o.outcome_exit = 'charged' AND c.record_id IS NULL AND k.suspects <= 1 THEN 2
    WHEN o.outcome_exit = 'charged' THEN NULL
    WHEN o.outcome_exit = 'nfa_police' AND s.nfa_date IS NOT NULL THEN NULL
    WHEN o.outcome_exit = 'nfa_police' THEN 5
    WHEN o.outcome_exit = 'no_suspect' THEN 6
    ELSE 9
  END AS outcome_rank,
  k.outcome_date
FROM thread_ids AS i
LEFT JOIN unit_crime AS k ON k.record_id = i.crime_id
LEFT JOIN own_crime AS o ON o.record_id = i.crime_id
LEFT JOIN own_suspect AS s ON s.record_id = i.suspect_id
LEFT JOIN own_cps AS c ON c.record_id = i.cps_id
LEFT JOIN unit_cps_suspect AS u ON u.record_id = i.cps_id
LEFT JOIN court_defendant AS d ON d.record_id = i.defendant_id
