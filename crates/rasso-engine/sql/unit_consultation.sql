-- One row a consultation of a prosecutor on a suspect. Its place and its links are the suspect's.
SELECT
  o.record_id,
  o.cps_suspect_id,
  c.force_code,
  c.cps_area,
  c.rape_flag,
  c.child_abuse_flag,
  c.recorded_date,
  o.asked_date,
  o.consultation_date,
  o.days_to_consultation,
  o.action_plan,
  c.linked,
  c.linkable,
  0 AS open,
  o.known_date
FROM own_consultation AS o
JOIN unit_cps_suspect AS c ON c.record_id = o.cps_suspect_id
ORDER BY o.record_id
