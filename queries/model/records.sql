-- name: model_records
-- title: Calls from records
-- says: one row a contact record: a whole stay in a queue told in one line, by systems that log no steps; the one place that knows what a RECORD's p1..p5 mean
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: seq, call_id, queue, caller, s, answer_s, end_s, wait_s, talk_s, ring_s, outcome, ended_by, left_by, agent, transfer, transferred_to, hold_s, wrapup_s, connect_seq
-- A record (RECORD; CALLEND where steps of the same stay came before it) is laid out by ops/sources/record.py:
--   s the instant offered; p1 caller; p4 version|key (see record_keys.sql); p5 reason
--   p2 outcome|ended_by|left_by|transfer|transferred_to
--   p3 entered|answered|ended|wait|talk|hold|wrap-up|ring: three epoch seconds, then seconds (as in calls.sql); empty: not known
-- 'ignored' (the source says it is no call) is a record and no call. 'left_in_menu' never entered a queue: whoever reads calls leaves
-- it out, contacts have it; its queue is the one it was on the way to, where the record says so.
SELECT
    r.seq, r.call_id, nullif(r.queue, '') AS queue, nullif(r.p1, '') AS caller, r.s,
    TRY_CAST(split_part(r.p3, '|', 2) AS BIGINT) AS answer_s,
    coalesce(TRY_CAST(split_part(r.p3, '|', 3) AS BIGINT), CASE WHEN split_part(r.p2, '|', 1) = 'left_in_menu' THEN r.s END) AS end_s,
    CAST(TRY_CAST(split_part(r.p3, '|', 4) AS DECIMAL(15, 6)) AS DOUBLE) AS wait_s,
    CAST(TRY_CAST(split_part(r.p3, '|', 5) AS DECIMAL(15, 6)) AS DOUBLE) AS talk_s,
    CAST(TRY_CAST(split_part(r.p3, '|', 8) AS DECIMAL(15, 6)) AS DOUBLE) AS ring_s,
    split_part(r.p2, '|', 1) AS outcome,
    nullif(split_part(r.p2, '|', 2), '') AS ended_by,
    nullif(split_part(r.p2, '|', 3), '') AS left_by,
    nullif(coalesce(a.agent, r.agent), '') AS agent,
    nullif(split_part(r.p2, '|', 4), '') AS transfer,
    nullif(split_part(r.p2, '|', 5), '') AS transferred_to,
    CAST(TRY_CAST(split_part(r.p3, '|', 6) AS DECIMAL(15, 6)) AS DOUBLE) AS hold_s,
    CAST(TRY_CAST(split_part(r.p3, '|', 7) AS DECIMAL(15, 6)) AS DOUBLE) AS wrapup_s,
    CAST(NULL AS BIGINT) AS connect_seq
FROM model_events AS r
LEFT JOIN aliases AS a ON a.raw = r.agent
WHERE r.event IN ('RECORD', 'CALLEND')
  AND split_part(r.p2, '|', 1) <> 'ignored'
