-- name: ring_no_answer
-- title: Ring no answer
-- says: share of the times an agent's phone rang for a queue that nobody took it; canceled rings (the caller left first) count as rings
-- unit: ratio
-- grain: queue, agent
-- better: lower
-- params: since, until, queue
-- columns: queue, agent, numerator, denominator, value, answered, canceled, unanswered_s
--
-- A rejected ring (busy, 0 s) is a ring nobody took. unanswered_s is how long those rang in all.
WITH per_agent AS (
    SELECT r.queue, r.agent,
           count(*) FILTER (WHERE r.result = 'no_answer') AS unanswered,
           count(*) FILTER (WHERE r.result = 'answered') AS answered,
           count(*) FILTER (WHERE r.result = 'canceled') AS canceled,
           count(*) AS rings,
           sum(CASE WHEN r.result = 'no_answer' THEN CAST(r.ring_s AS DECIMAL(18, 6)) END) AS unanswered_s
    FROM rings AS r
    WHERE r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR r.queue = $queue)
    GROUP BY r.queue, r.agent
),
with_total AS (
    SELECT queue, agent, unanswered, answered, canceled, rings, unanswered_s FROM per_agent
    UNION ALL
    SELECT CAST(NULL AS STRING), CAST(NULL AS STRING), COALESCE(sum(unanswered), 0), COALESCE(sum(answered), 0),
           COALESCE(sum(canceled), 0), COALESCE(sum(rings), 0), sum(unanswered_s)
    FROM per_agent
)
SELECT queue, agent,
       CAST(unanswered AS BIGINT) AS numerator,
       CAST(rings AS BIGINT) AS denominator,
       CAST(unanswered AS DOUBLE) / NULLIF(CAST(rings AS DOUBLE), 0) AS value,
       CAST(answered AS BIGINT) AS answered,
       CAST(canceled AS BIGINT) AS canceled,
       CAST(COALESCE(unanswered_s, 0) AS DOUBLE) AS unanswered_s
FROM with_total
ORDER BY queue NULLS LAST, agent NULLS LAST
