-- name: asked_states
-- title: Agent states as of the asked moment
-- says: spans of membership and pause as they stood before the second asked_s, and the talks of the calls
-- unit: row
-- grain: agent, queue, state
-- better: neither
-- params:
-- columns: source, agent, state, queue, reason, s, end_s, started_at, ended_at
SELECT source, agent, state, queue, reason, s,
       CASE WHEN end_s < getvariable('asked_s') THEN end_s END AS end_s,
       make_timestamp(s * 1000000) AS started_at,
       CASE WHEN end_s < getvariable('asked_s') THEN make_timestamp(end_s * 1000000) END AS ended_at
FROM stored_states
WHERE s < getvariable('asked_s')
UNION ALL
SELECT source, agent, 'talking' AS state, queue, NULL AS reason, answer_s AS s, end_s,
       answered_at AS started_at, ended_at
FROM calls
WHERE answer_s IS NOT NULL AND agent IS NOT NULL AND outcome <> 'lost?'
