-- Per defendant: how many police suspects it is linked to without a CPS record between.
SELECT l.defendant_id, COUNT(*) AS suspects
FROM link_police_court AS l
GROUP BY l.defendant_id
