-- Whether each defendant is linked to the CPS, and if not, why not, as in suspect_link. A link
-- straight to the police carries its case on, and its CPS record is missed all the same.
SELECT
  defendant_reason.record_id,
  CASE WHEN defendant_reason.reason = '' THEN 'linked' ELSE COALESCE(r.state, 'linkable') END AS link_state,
  defendant_reason.reason AS link_reason
FROM (
  SELECT
    d.record_id,
    CASE
      WHEN x.defendant_id IS NOT NULL THEN ''
      WHEN d.id_usable = 0 THEN 'no_usable_identifier'
      ELSE 'no_cps_record_found'
    END AS reason
  FROM own_defendant AS d
  LEFT JOIN defendant_cps AS x ON x.defendant_id = d.record_id
) AS defendant_reason
LEFT JOIN unlinked_reason AS r ON r.reason = defendant_reason.reason
