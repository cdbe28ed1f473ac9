-- name: model_pairs
-- title: Steps by call id and queue
-- says: all steps of one call id in one queue between two starts of the phone system; nearly always that is one stay
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: boot, call_id, queue, entries, connects, exits, seq, s, caller, connect_seq, answer_s, agent, hold_s, ring_s, exit_seq, end_s, exit_event, left_after_s, talk_s, transferred_to, is_simple
-- is_simple: one entry, at most one answer and one end, in that order. The others are told apart in tangled.sql.
SELECT *,
    entries = 1 AND connects <= 1 AND exits <= 1
        AND coalesce(connect_seq, seq + 1) > seq
        AND coalesce(exit_seq, coalesce(connect_seq, seq) + 1) > coalesce(connect_seq, seq) AS is_simple
FROM (
    SELECT
        boot, call_id, queue,
        sum(CASE WHEN step = 0 THEN 1 ELSE 0 END) AS entries,
        sum(CASE WHEN step = 1 THEN 1 ELSE 0 END) AS connects,
        sum(CASE WHEN step = 2 THEN 1 ELSE 0 END) AS exits,
        max(CASE WHEN step = 0 THEN seq END) AS seq,
        max(CASE WHEN step = 0 THEN s END) AS s,
        max(caller) AS caller,
        max(CASE WHEN step = 1 THEN seq END) AS connect_seq,
        max(CASE WHEN step = 1 THEN s END) AS answer_s,
        max(CASE WHEN step = 1 THEN agent END) AS agent,
        max(CASE WHEN step = 1 THEN wait_s END) AS hold_s,
        max(ring_s) AS ring_s,
        max(CASE WHEN step = 2 THEN seq END) AS exit_seq,
        max(CASE WHEN step = 2 THEN s END) AS end_s,
        max(CASE WHEN step = 2 THEN event END) AS exit_event,
        max(CASE WHEN step = 2 THEN wait_s END) AS left_after_s,
        max(talk_s) AS talk_s,
        max(transferred_to) AS transferred_to
    FROM steps
    WHERE step < 3
    GROUP BY boot, call_id, queue
) AS grouped
WHERE entries > 0
