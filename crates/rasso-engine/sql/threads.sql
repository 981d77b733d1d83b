-- One row a thread: its units, milestones, first exit, and where it was lost, as at the run's date.
-- An exit is what happened first; `lost_at` follows the latest state, so that a decision not to
-- charge that was overturned on review is an exit and no loss. `ended_date` is the day of the first exit,
-- or of an outcome before it that is none.
SELECT
  crime_id,
  suspect_id,
  cps_id AS cps_suspect_id,
  defendant_id,
  force_code,
  cps_area,
  recorded_date,
  identified_date,
  arrest_date,
  early_advice_date,
  referral_date,
  final_decision AS decision,
  final_date AS decision_date,
  CASE WHEN outcome_rank = 2 THEN COALESCE(charged_date, outcome_date) ELSE charged_date END AS charged_date,
  first_listed_date,
  completion_date,
  CASE WHEN disposal = 'convicted' THEN completion_date ELSE NULL END AS convicted_date,
  CASE
    WHEN cancelled = 1 THEN 'cancelled'
    WHEN transferred_out = 1 THEN 'transferred'
    WHEN charged = 1 AND completion_date IS NULL THEN ''
    WHEN charged = 1 AND disposal = 'convicted' THEN ''
    WHEN charged = 1 AND disposal = 'discontinued' THEN 'court_discontinued'
    WHEN charged = 1 AND disposal = 'no_evidence_offered' THEN 'court_no_evidence_offered'
    WHEN charged = 1 AND disposal = 'acquitted' THEN 'court_acquitted'
    WHEN charged = 1 THEN 'court_discontinued'
    WHEN standing_exit = 999999999 THEN ''
    WHEN standing_exit % 100 = 1 AND referral_date <= withdrew_date THEN 'cps_victim_withdrew'
    WHEN standing_exit % 100 = 1 THEN 'police_victim_withdrew'
    WHEN standing_exit % 100 = 3 THEN 'cps_nfa'
    WHEN standing_exit % 100 = 4 THEN 'cps_out_of_court'
    WHEN standing_exit % 100 = 5 THEN 'police_nfa'
    WHEN standing_exit % 100 = 6 THEN 'police_no_suspect'
    WHEN standing_exit % 100 = 9 THEN 'police_other_body'
    ELSE ''
  END AS lost_at,
  CASE
    WHEN cancelled = 1 THEN 'cancelled'
    WHEN transferred_out = 1 THEN 'transferred'
    WHEN first_exit = 999999999 THEN ''
    WHEN first_exit % 100 = 1 THEN 'victim_withdrew'
    WHEN first_exit % 100 = 2 THEN 'charged'
    WHEN first_exit % 100 = 3 THEN 'nfa_cps'
    WHEN first_exit % 100 = 4 THEN 'oocd_cps'
    WHEN first_exit % 100 = 5 THEN 'nfa_police'
    WHEN first_exit % 100 = 6 THEN 'no_suspect'
    ELSE ''
  END AS exit,
  CASE
    WHEN cancelled = 1 THEN cancelled_date
    WHEN transferred_out = 1 THEN transferred_date
    WHEN first_exit >= 999999900 OR first_exit % 100 = 9 THEN NULL
    ELSE (first_exit - first_exit % 100) / 100
  END AS exit_date,
  CASE
    WHEN cancelled = 1 THEN cancelled_date
    WHEN transferred_out = 1 THEN transferred_date
    WHEN first_exit >= 999999900 THEN NULL
    ELSE (first_exit - first_exit % 100) / 100
  END AS ended_date,
  CASE
    WHEN charged = 0 OR completion_date IS NULL THEN ''
    WHEN disposal IS NULL THEN 'other'
    ELSE disposal
  END AS court_exit,
  CASE
    WHEN cancelled = 1 THEN 0
    WHEN transferred_out = 1 THEN 0
    WHEN charged = 1 AND completion_date IS NULL THEN 1
    WHEN charged = 1 THEN 0
    WHEN standing_exit = 999999999 THEN 1
    ELSE 0
  END AS open,
  counted,
  is_rape,
  rape_flag
FROM thread_first_exit
ORDER BY crime_id NULLS LAST, suspect_id NULLS LAST, cps_id NULLS LAST, defendant_id NULLS LAST
