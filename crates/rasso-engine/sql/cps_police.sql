-- Per CPS suspect: how many police suspects it is linked to.
SELECT l.cps_id, COUNT(*) AS suspects
FROM link_police_cps AS l
GROUP BY l.cps_id
