-- The first exit of each thread, as day * 100 + rank; 999999999 when there is none.
SELECT
  *,
  CASE
    WHEN final_decision = 'charge' THEN 1
    WHEN final_decision IN ('nfa', 'oocd') THEN 0
    WHEN charged_date IS NOT NULL THEN 1
    ELSE 0
  END AS charged,
  LEAST(
    COALESCE(withdrew_date * 100 + 1, 999999999),
    COALESCE(first_charge_date * 100 + 2, 999999999),
    COALESCE(first_nfa_date * 100 + 3, 999999999),
    COALESCE(first_oocd_date * 100 + 4, 999999999),
    COALESCE(nfa_police_date * 100 + 5, 999999999),
    COALESCE(no_suspect_date * 100 + 6, 999999999)
  ) AS first_exit
FROM thread_exits
