-- name: occupancy
-- title: Occupancy
-- says: time on calls over time on calls and time ready; two calls of one agent at once count once
-- unit: ratio
-- grain: agent
-- better: neither
-- params: since, until, as_of
-- columns: agent, on_call_s, ready_s, numerator, denominator, value
--
-- The sweep of agent_time.sql: pauses, wrap-up and time nothing is known of are in neither part. Agents are listed who
-- talked or were ready in the period. Of whom no source says in the period when they were there, ready_s is null and both
-- parts are 0: on calls alone would always be all of it. The row of all agents adds the parts, and all of on_call_s.
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
),
steps AS (
    SELECT agent, s AS t, weight AS change FROM cut WHERE s < end_s
    UNION ALL
    SELECT agent, end_s, -weight FROM cut WHERE s < end_s
),
moments AS (
    SELECT agent, t, CAST(sum(change) AS BIGINT) AS change FROM steps GROUP BY agent, t
),
stretches AS (
    SELECT agent,
           COALESCE(lead(t) OVER (PARTITION BY agent ORDER BY t) - t, 0) AS lasted_s,
           sum(change) OVER (PARTITION BY agent ORDER BY t
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS weight
    FROM moments
),
per_agent AS (
    SELECT agent,
           sum(CASE WHEN weight >= 1000000000000 THEN lasted_s ELSE 0 END) AS on_call_s,
           sum(CASE WHEN weight >= 1000 AND weight < 1000000 THEN lasted_s ELSE 0 END) AS ready_s
    FROM stretches
    WHERE weight >= 1000000000000 OR (weight >= 1000 AND weight < 1000000)
    GROUP BY agent
),
told AS (
    SELECT p.agent, p.on_call_s,
           CASE WHEN k.agent IS NOT NULL THEN p.ready_s END AS ready_s,
           CASE WHEN k.agent IS NOT NULL THEN p.on_call_s ELSE 0 END AS numerator,
           CASE WHEN k.agent IS NOT NULL THEN p.on_call_s + p.ready_s ELSE 0 END AS denominator
    FROM per_agent AS p
    LEFT JOIN (SELECT DISTINCT agent FROM cut WHERE weight = 1000 AND s < end_s) AS k ON k.agent = p.agent
),
with_total AS (
    SELECT agent, on_call_s, ready_s, numerator, denominator FROM told
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(on_call_s), 0),
           CASE WHEN count(*) = 0 THEN 0 ELSE sum(ready_s) END,
           COALESCE(sum(numerator), 0), COALESCE(sum(denominator), 0)
    FROM told
)
SELECT agent,
       CAST(on_call_s AS BIGINT) AS on_call_s,
       CAST(ready_s AS BIGINT) AS ready_s,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value
FROM with_total
ORDER BY agent NULLS LAST
