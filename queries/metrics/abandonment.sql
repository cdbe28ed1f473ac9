-- name: abandonment
-- title: Abandonment
-- says: share of offered calls whose caller hung up while waiting; those that gave up within the short-abandon limit are in neither part
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue
-- columns: queue, numerator, denominator, value, short_abandoned
--
-- Over calls that by now are closed or answered: one still waiting is not yet anything. Overflow is another rate.
WITH per_queue AS (
    SELECT c.queue,
           count(*) FILTER (WHERE c.outcome = 'abandoned') AS abandoned,
           count(*) FILTER (WHERE c.outcome = 'abandoned' AND c.wait_s <= q.short_abandon_s) AS short,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking', 'abandoned', 'overflowed')) AS decided
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
    GROUP BY c.queue
),
with_total AS (
    SELECT queue, abandoned, short, decided FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(abandoned), 0), COALESCE(sum(short), 0), COALESCE(sum(decided), 0)
    FROM per_queue
)
SELECT queue,
       CAST(abandoned - short AS BIGINT) AS numerator,
       CAST(decided - short AS BIGINT) AS denominator,
       CAST(abandoned - short AS DOUBLE) / NULLIF(CAST(decided - short AS DOUBLE), 0) AS value,
       CAST(short AS BIGINT) AS short_abandoned
FROM with_total
ORDER BY queue NULLS LAST
