-- Per police suspect: what the CPS records linked to it say, taken together. Each milestone is the
-- first of any record. A charge by any record that stands is the decision, on the day of the first
-- such charge; with none, the last decision that stands, and of one day the later in the order of exits.
-- An administrative finalisation is no decision, and so takes nothing from that of another record.
SELECT
  suspect_id,
  cps_suspects,
  cps_id,
  early_advice_date,
  referral_date,
  cps_contact_date,
  CASE
    WHEN cps_charge_date IS NOT NULL THEN 'charge'
    WHEN cps_nfa_date IS NULL AND cps_oocd_date IS NULL THEN NULL
    WHEN cps_oocd_date IS NULL OR cps_nfa_date > cps_oocd_date THEN 'nfa'
    ELSE 'oocd'
  END AS decision,
  CASE
    WHEN cps_charge_date IS NOT NULL THEN cps_charge_date
    WHEN cps_oocd_date IS NULL OR cps_nfa_date > cps_oocd_date THEN cps_nfa_date
    ELSE cps_oocd_date
  END AS decision_date
FROM (
  SELECT
    l.suspect_id,
    CAST(COUNT(*) AS BIGINT) AS cps_suspects,
    MIN(c.record_id) AS cps_id,
    MIN(c.early_advice_date) AS early_advice_date,
    MIN(c.referral_date) AS referral_date,
    MIN(c.cps_contact_date) AS cps_contact_date,
    MIN(CASE WHEN c.final_decision = 'charge' THEN c.final_date ELSE NULL END) AS cps_charge_date,
    MAX(CASE WHEN c.final_decision = 'nfa' THEN c.final_date ELSE NULL END) AS cps_nfa_date,
    MAX(CASE WHEN c.final_decision = 'oocd' THEN c.final_date ELSE NULL END) AS cps_oocd_date
  FROM link_police_cps AS l
  JOIN own_cps AS c ON c.record_id = l.cps_id
  GROUP BY l.suspect_id
) AS said_of_suspect
