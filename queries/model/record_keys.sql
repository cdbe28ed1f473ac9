-- name: model_record_keys
-- title: Keys of records
-- says: what tells one record from another, and which of its deliveries is the newer one
-- unit: row
-- grain: record
-- better: neither
-- params:
-- columns: record_key, version, seq
-- p4 is version|key; the version is an instant or a count of the source, 0 where it has none.
SELECT substr(p4, strpos(p4, '|') + 1) AS record_key,
       coalesce(TRY_CAST(split_part(p4, '|', 1) AS BIGINT), 0) AS version, seq
FROM model_events
WHERE event IN ('RECORD', 'CALLEND') AND coalesce(p4, '') <> ''
