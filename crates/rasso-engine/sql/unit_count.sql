-- One row a count against a defendant.
SELECT * FROM own_count ORDER BY record_id
