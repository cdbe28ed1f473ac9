-- name: model_pairs
-- title: Steps by call id and queue
-- says: all steps of one call id in one queue between two starts of the phone system; nearly always that is one stay
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: boot, call_id, queue, entries, connects, exits, seq, connect_seq, exit_seq, is_simple
-- is_simple: one entry, at most one answer and one end, in that order. The others are told apart in tangled.sql.
SELECT *,
    entries = 1 AND connects <= 1 AND exits <= 1
        AND coalesce(connect_seq, seq + 1) > seq
        AND coalesce(exit_seq, coalesce(connect_seq, seq) + 1) > coalesce(connect_seq, seq) AS is_simple
FROM (
    SELECT
        boot, call_id, queue,
        count(CASE WHEN step = 0 THEN 1 END) AS entries,
        count(CASE WHEN step = 1 THEN 1 END) AS connects,
        count(CASE WHEN step = 2 THEN 1 END) AS exits,
        max(CASE WHEN step = 0 THEN seq END) AS seq,
        max(CASE WHEN step = 1 THEN seq END) AS connect_seq,
        max(CASE WHEN step = 2 THEN seq END) AS exit_seq
    FROM steps
    WHERE step < 3
    GROUP BY boot, call_id, queue
) AS grouped
WHERE entries > 0
