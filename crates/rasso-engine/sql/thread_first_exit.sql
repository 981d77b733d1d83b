-- The first exit of each thread, and the first that still stands, as day * 100 + the order of exits on
-- one day; 999999999 when there is none. An outcome without a day is one of day 9999999, so that any exit
-- with a day comes before it. A decision that a reopening cancelled was an exit and
-- stands no longer; an administrative finalisation cancels nothing.
SELECT
  *,
  CASE
    WHEN in_court = 1 THEN 1
    WHEN standing_decision = 'charge' THEN 1
    WHEN standing_decision IN ('nfa', 'oocd') THEN 0
    WHEN charged_date IS NOT NULL THEN 1
    WHEN outcome_rank = 2 THEN 1
    ELSE 0
  END AS charged,
  LEAST(
    CASE WHEN withdrew_date = 9999999 THEN 999999999 ELSE withdrew_date * 100 + 1 END,
    COALESCE(first_charge_date * 100 + 2, 999999999),
    COALESCE(first_nfa_date * 100 + 3, 999999999),
    COALESCE(first_oocd_date * 100 + 4, 999999999),
    COALESCE(nfa_police_date * 100 + 5, 999999999),
    COALESCE(COALESCE(outcome_date, 9999999) * 100 + outcome_rank, 999999999)
  ) AS first_exit,
  LEAST(
    CASE WHEN withdrew_date = 9999999 THEN 999999999 ELSE withdrew_date * 100 + 1 END,
    CASE WHEN standing_decision = 'nfa' THEN standing_date * 100 + 3 ELSE 999999999 END,
    CASE WHEN standing_decision = 'oocd' THEN standing_date * 100 + 4 ELSE 999999999 END,
    COALESCE(nfa_police_date * 100 + 5, 999999999),
    COALESCE(COALESCE(outcome_date, 9999999) * 100 + outcome_rank, 999999999)
  ) AS standing_exit
FROM thread_exits
