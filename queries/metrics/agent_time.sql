-- name: agent_time
-- title: Agents' time
-- says: seconds of the period in each state, one state at a time: talking before wrap-up before paused before ready before out; nothing known is unknown
-- unit: seconds
-- grain: agent
-- better: neither
-- params: since, until, as_of
-- columns: agent, talking_s, wrapup_s, paused_s, ready_s, out_s, unknown_s, total_s
--
-- A sweep: every span adds its state's weight where it begins and takes it where it ends, so two phones, several queues and
-- a pause during a talk count once. The weights are the decimal places of one number, talking the highest: whatever place is
-- the highest that is not zero is the state. Spans are cut to the period and to the asked moment; talks are those of calls
-- offered up to two days before the period. Wrap-up is the queue's setting, from the end of a talk.
-- Every agent with a span in the period is listed, and every static member: unknown if nobody heard of it.
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
agents AS (
    SELECT agent FROM cut WHERE s < end_s
    UNION
    SELECT agent FROM static_members
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
    SELECT agent,
           COALESCE(lead(t) OVER (PARTITION BY agent ORDER BY t) - t, 0) AS lasted_s,
           sum(change) OVER (PARTITION BY agent ORDER BY t
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS weight
    FROM moments
),
per_agent AS (
    SELECT agent,
           sum(CASE WHEN weight >= 1000000000000 THEN lasted_s ELSE 0 END) AS talking_s,
           sum(CASE WHEN weight >= 1000000000 AND weight < 1000000000000 THEN lasted_s ELSE 0 END) AS wrapup_s,
           sum(CASE WHEN weight >= 1000000 AND weight < 1000000000 THEN lasted_s ELSE 0 END) AS paused_s,
           sum(CASE WHEN weight >= 1000 AND weight < 1000000 THEN lasted_s ELSE 0 END) AS ready_s,
           sum(CASE WHEN weight >= 1 AND weight < 1000 THEN lasted_s ELSE 0 END) AS out_s,
           sum(CASE WHEN weight = 0 THEN lasted_s ELSE 0 END) AS unknown_s,
           sum(lasted_s) AS total_s
    FROM stretches
    GROUP BY agent
),
with_total AS (
    SELECT agent, talking_s, wrapup_s, paused_s, ready_s, out_s, unknown_s, total_s FROM per_agent
    UNION ALL
    SELECT CAST(NULL AS STRING), sum(talking_s), sum(wrapup_s), sum(paused_s), sum(ready_s), sum(out_s),
           sum(unknown_s), sum(total_s)
    FROM per_agent
)
SELECT agent,
       CAST(COALESCE(talking_s, 0) AS BIGINT) AS talking_s,
       CAST(COALESCE(wrapup_s, 0) AS BIGINT) AS wrapup_s,
       CAST(COALESCE(paused_s, 0) AS BIGINT) AS paused_s,
       CAST(COALESCE(ready_s, 0) AS BIGINT) AS ready_s,
       CAST(COALESCE(out_s, 0) AS BIGINT) AS out_s,
       CAST(COALESCE(unknown_s, 0) AS BIGINT) AS unknown_s,
       CAST(COALESCE(total_s, 0) AS BIGINT) AS total_s
FROM with_total
ORDER BY agent NULLS LAST
