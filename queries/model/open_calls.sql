-- name: model_open_calls
-- title: What a cut carries over of calls
-- says: the events of every call still open; deriving from these and what follows gives the rows of one derivation of everything
-- unit: row
-- grain: event
-- better: neither
-- params:
-- columns: seq, s, boot, call_id, queue, agent, event, p1, p2, p3, p4, p5, carried
SELECT e.seq, e.s, e.boot, e.call_id, e.queue, e.agent, e.event, e.p1, e.p2, e.p3, e.p4, e.p5, true AS carried
FROM model_events AS e
JOIN (
    SELECT seq FROM derived_calls WHERE end_s IS NULL
    UNION ALL
    SELECT connect_seq AS seq FROM derived_calls WHERE end_s IS NULL AND connect_seq IS NOT NULL
) AS o ON o.seq = e.seq
