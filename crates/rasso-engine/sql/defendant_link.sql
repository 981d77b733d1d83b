-- Whether each defendant is linked to the CPS, and if not, why not. A link straight to the police
-- carries its case on, and its CPS record is missed all the same.
SELECT
  d.record_id,
  CASE
    WHEN x.defendant_id IS NOT NULL THEN 'linked'
    WHEN d.id_usable = 0 THEN 'structurally_unlinkable'
    ELSE 'linkable'
  END AS link_state,
  CASE
    WHEN x.defendant_id IS NOT NULL THEN ''
    WHEN d.id_usable = 0 THEN 'no_usable_identifier'
    ELSE 'no_cps_record_found'
  END AS link_reason
FROM own_defendant AS d
LEFT JOIN defendant_cps AS x ON x.defendant_id = d.record_id
