-- Per CPS suspect: how many court records it has.
SELECT l.cps_id, COUNT(*) AS defendants
FROM link_cps_court AS l
GROUP BY l.cps_id
