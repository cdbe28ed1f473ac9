-- name: left_in_menu
-- title: Left in the menu
-- says: share of those who reached the phone system that hung up in its voice menu, before any queue
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue
-- columns: queue, numerator, denominator, value
--
-- Beside abandonment, never in it: these callers entered no queue. Only sources of records tell of them, and some say which
-- queue they were on the way to. The denominator adds the calls offered to queues.
WITH reached AS (
    SELECT m.queue, 1 AS has_left, 1 AS counts
    FROM menu_leavers AS m
    WHERE m.s >= CAST($since AS BIGINT) AND m.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR m.queue = $queue)
    UNION ALL
    SELECT c.queue, 0 AS has_left, 1 AS counts
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
      AND c.outcome NOT IN ('refused', 'lost', 'lost?')
),
per_queue AS (
    SELECT COALESCE(queue, '') AS queue, sum(has_left) AS numerator, sum(counts) AS denominator
    FROM reached
    GROUP BY COALESCE(queue, '')
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
