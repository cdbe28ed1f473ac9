-- name: agent_timeline
-- title: Agent's day
-- says: the period as stretches of one state at a time: talking before wrap-up before paused before ready before out; nothing known is unknown
-- unit: row
-- grain: agent
-- better: neither
-- params: since, until, as_of, agent
-- columns: agent, s, end_s, state
--
-- The sweep of agent_time.sql, whose seconds these stretches add up to. Neighbours of one state are one stretch: two talks
-- without a second between them are one. agent null: all of them.
WITH spans AS (
    SELECT c.agent, 1000000000000 AS weight, c.answer_s AS s,
           COALESCE(c.end_s, CAST($as_of AS BIGINT)) AS end_s
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) - 172800 AND c.s < CAST($until AS BIGINT)
      AND c.agent IS NOT NULL AND c.answer_s IS NOT NULL AND c.outcome IN ('answered', 'talking', 'lost')
    UNION ALL
    SELECT c.agent, 1000000000, c.end_s, c.end_s + CAST(floor(q.wrapup_s + 0.5) AS BIGINT)
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) - 172800 AND c.s < CAST($until AS BIGINT)
      AND c.agent IS NOT NULL AND c.outcome = 'answered' AND q.wrapup_s > 0
    UNION ALL
    SELECT a.agent,
           CASE a.state WHEN 'paused' THEN 1000000 WHEN 'in' THEN 1000 ELSE 1 END,
           a.s, COALESCE(a.end_s, CAST($as_of AS BIGINT))
    FROM agent_states AS a
    WHERE a.state IN ('in', 'out', 'paused')
      AND a.s < CAST($until AS BIGINT) AND (a.end_s IS NULL OR a.end_s > CAST($since AS BIGINT))
),
cut AS (
    SELECT agent, weight,
           greatest(s, CAST($since AS BIGINT)) AS s,
           least(end_s, CAST($until AS BIGINT), CAST($as_of AS BIGINT)) AS end_s
    FROM spans
    WHERE end_s > CAST($since AS BIGINT)
      AND (CAST($agent AS STRING) IS NULL OR agent = $agent)
),
agents AS (
    SELECT agent FROM cut WHERE s < end_s
    UNION
    SELECT agent FROM static_members WHERE CAST($agent AS STRING) IS NULL OR agent = $agent
),
steps AS (
    SELECT agent, s AS t, weight AS change FROM cut WHERE s < end_s
    UNION ALL
    SELECT agent, end_s, -weight FROM cut WHERE s < end_s
    UNION ALL
    SELECT agent, CAST($since AS BIGINT), 0 FROM agents
    UNION ALL
    SELECT agent,
           greatest(CAST($since AS BIGINT), least(CAST($until AS BIGINT), CAST($as_of AS BIGINT))), 0
    FROM agents
),
moments AS (
    SELECT agent, t, CAST(sum(change) AS BIGINT) AS change FROM steps GROUP BY agent, t
),
stretches AS (
    SELECT agent, t,
           lead(t) OVER (PARTITION BY agent ORDER BY t) AS end_t,
           sum(change) OVER (PARTITION BY agent ORDER BY t
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS weight
    FROM moments
),
named AS (
    SELECT agent, t, end_t,
           CASE WHEN weight >= 1000000000000 THEN 'talking'
                WHEN weight >= 1000000000 THEN 'wrap-up'
                WHEN weight >= 1000000 THEN 'paused'
                WHEN weight >= 1000 THEN 'ready'
                WHEN weight >= 1 THEN 'out'
                ELSE 'unknown' END AS state
    FROM stretches
    WHERE end_t IS NOT NULL
),
begun AS (
    SELECT agent, t, end_t, state,
           CASE WHEN state = lag(state) OVER (PARTITION BY agent ORDER BY t) THEN 0 ELSE 1 END AS is_new
    FROM named
),
numbered AS (
    SELECT agent, t, end_t, state,
           sum(is_new) OVER (PARTITION BY agent ORDER BY t
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stretch
    FROM begun
)
SELECT agent, min(t) AS s, max(end_t) AS end_s, state
FROM numbered
GROUP BY agent, state, stretch
ORDER BY agent, s
