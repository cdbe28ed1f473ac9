-- name: asked_rings
-- title: Rings as of the asked moment
-- says: every time a member's phone rang for a caller, and what came of it
-- unit: row
-- grain: ring
-- better: neither
-- params:
-- columns: source, seq, s, call_id, queue, agent, ring_s, result
-- RINGNOANSWER and RINGCANCELED carry milliseconds, CONNECT whole seconds; what is no length, as in calls.sql, is null.
SELECT e.source, e.seq, e.s, e.call_id, e.queue, coalesce(a.agent, e.agent) AS agent,
       CASE WHEN e.event = 'CONNECT' THEN CAST(TRY_CAST(e.p3 AS DECIMAL(15, 6)) AS DOUBLE)
            ELSE CAST(TRY_CAST(e.p1 AS DECIMAL(15, 6)) AS DOUBLE) / 1000 END AS ring_s,
       CASE e.event WHEN 'CONNECT' THEN 'answered' WHEN 'RINGNOANSWER' THEN 'no_answer' ELSE 'canceled' END AS result
FROM events AS e
LEFT JOIN aliases AS a ON a.raw = e.agent
WHERE e.event IN ('CONNECT', 'RINGNOANSWER', 'RINGCANCELED')
