-- The defendants that the courts reported.
SELECT record_id, force_code, cps_area, first_listed_date, completion_date, disposal
FROM unit_defendant
WHERE origin = 'court'
