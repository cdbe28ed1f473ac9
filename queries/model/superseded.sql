-- name: model_superseded
-- title: Superseded records
-- says: records of which a newer delivery has come: the highest version counts, of equal ones the line that stands last
-- unit: row
-- grain: record
-- better: neither
-- params:
-- columns: seq
-- known_records are the keys of earlier lines, in cuts or in memory: which lines came together makes no difference.
WITH told AS (
    SELECT record_key, version, seq FROM derived_records
    UNION ALL
    SELECT k.record_key, k.version, k.seq
    FROM known_records AS k
    WHERE k.record_key IN (SELECT d.record_key FROM derived_records AS d)
)
SELECT ranked.seq
FROM (
    SELECT seq, row_number() OVER (PARTITION BY record_key ORDER BY version DESC, seq DESC) AS place
    FROM told
) AS ranked
WHERE ranked.place > 1
