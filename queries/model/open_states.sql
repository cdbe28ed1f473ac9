-- name: model_open_states
-- title: What a cut carries over of agents
-- says: one row for every agent state still lasting; deriving from these and what follows gives the rows of one derivation of everything
-- unit: row
-- grain: agent, queue, state
-- better: neither
-- params:
-- columns: seq, s, boot, call_id, queue, agent, event, p1, p2, p3, p4, p5, carried
-- A state is a row of its own and not the event that began it: that event may have begun another one that has ended since.
SELECT p.seq, p.s, b.boot, 'NONE' AS call_id, p.queue, p.agent, 'STATE ' || p.state AS event,
       p.reason AS p1, CAST(NULL AS VARCHAR) AS p2, CAST(NULL AS VARCHAR) AS p3,
       CAST(NULL AS VARCHAR) AS p4, CAST(NULL AS VARCHAR) AS p5, true AS carried
FROM derived_states AS p
CROSS JOIN (SELECT coalesce(max(boot), 0) AS boot FROM model_events) AS b
WHERE p.end_s IS NULL
