-- name: overflow
-- title: Overflow
-- says: share of offered calls that left the queue unanswered by timeout, empty queue, key, withdrawal or incompatibility
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue
-- columns: queue, numerator, denominator, value
--
-- Over calls that by now are closed or answered, short abandons included. The reasons are in outcomes.sql.
WITH per_queue AS (
    SELECT c.queue,
           count(*) FILTER (WHERE c.outcome = 'overflowed') AS numerator,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking', 'abandoned', 'overflowed')) AS denominator
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
    GROUP BY c.queue
),
with_total AS (
    SELECT queue, numerator, denominator FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(numerator), 0), COALESCE(sum(denominator), 0) FROM per_queue
)
SELECT queue,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value
FROM with_total
ORDER BY queue NULLS LAST
