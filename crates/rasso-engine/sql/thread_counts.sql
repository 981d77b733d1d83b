-- How many counted threads each force lost, where, and how many are open.
SELECT force_code, lost_at, exit, open, COUNT(*) AS threads
FROM threads
WHERE counted = 1
GROUP BY force_code, lost_at, exit, open
ORDER BY force_code, lost_at, exit, open
