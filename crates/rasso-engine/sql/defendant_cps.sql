-- Per defendant: the first in key order of the CPS records linked to it.
SELECT l.defendant_id, MIN(l.cps_id) AS cps_id
FROM link_cps_court AS l
GROUP BY l.defendant_id
