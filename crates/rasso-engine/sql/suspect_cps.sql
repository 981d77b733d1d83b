-- Per police suspect: what the CPS records linked to it say.
SELECT
  l.suspect_id,
  CAST(COUNT(*) AS BIGINT) AS cps_suspects,
  MIN(c.record_id) AS cps_id,
  MIN(c.early_advice_date) AS early_advice_date,
  MIN(c.referral_date) AS referral_date,
  MIN(c.cps_contact_date) AS cps_contact_date
FROM link_police_cps AS l
JOIN own_cps AS c ON c.record_id = l.cps_id
GROUP BY l.suspect_id
