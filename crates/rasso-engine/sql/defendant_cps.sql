-- Per defendant: the first in key order of the CPS records linked to it, and whether any is flagged.
SELECT l.defendant_id, MIN(l.cps_id) AS cps_id, MAX(c.rape_flag) AS rape_flag
FROM link_cps_court AS l
JOIN own_cps AS c ON c.record_id = l.cps_id
GROUP BY l.defendant_id
