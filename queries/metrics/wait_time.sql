-- name: wait_time
-- title: Wait
-- says: asa_s is the mean wait of answered calls, average_s that of all closed ones; percentiles are of answered waits, exact (nearest rank)
-- unit: seconds
-- grain: queue
-- better: lower
-- params: since, until, queue
-- columns: queue, answered, answered_wait_s, asa_s, closed, closed_wait_s, average_s, p50_s, p90_s, p95_s, longest_s
--
-- A talking call is answered but not closed. longest_s is over every offered call, one still waiting as far as it has
-- waited. Lost and refused calls are in nothing here.
WITH waits AS (
    SELECT c.queue, c.wait_s,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking')) AS answered,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'abandoned', 'overflowed')) AS closed
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
      AND c.outcome NOT IN ('refused', 'lost', 'lost?')
    GROUP BY c.queue, c.wait_s
),
histogram AS (
    SELECT queue, wait_s, answered, closed FROM waits
    UNION ALL
    SELECT CAST(NULL AS STRING), wait_s, sum(answered), sum(closed) FROM waits GROUP BY wait_s
),
ranked AS (
    SELECT queue, wait_s, answered, closed,
           sum(answered) OVER (PARTITION BY queue ORDER BY wait_s NULLS LAST
                               ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to,
           sum(answered) OVER (PARTITION BY queue) AS of_all
    FROM histogram
),
measured AS (
    SELECT queue,
           sum(answered) AS answered,
           sum(CASE WHEN answered > 0 THEN CAST(wait_s AS DECIMAL(18, 6)) * CAST(answered AS BIGINT) END) AS answered_wait_s,
           sum(closed) AS closed,
           sum(CASE WHEN closed > 0 THEN CAST(wait_s AS DECIMAL(18, 6)) * CAST(closed AS BIGINT) END) AS closed_wait_s,
           min(CASE WHEN answered > 0 AND up_to * 100 >= of_all * 50 THEN wait_s END) AS p50_s,
           min(CASE WHEN answered > 0 AND up_to * 100 >= of_all * 90 THEN wait_s END) AS p90_s,
           min(CASE WHEN answered > 0 AND up_to * 100 >= of_all * 95 THEN wait_s END) AS p95_s,
           max(wait_s) AS longest_s
    FROM ranked
    GROUP BY queue
),
with_total AS (
    SELECT queue, answered, answered_wait_s, closed, closed_wait_s, p50_s, p90_s, p95_s, longest_s FROM measured
    UNION ALL
    SELECT CAST(NULL AS STRING), 0, NULL, 0, NULL, NULL, NULL, NULL, NULL
    FROM (SELECT count(*) AS found FROM waits) AS nothing
    WHERE nothing.found = 0
)
SELECT queue,
       CAST(answered AS BIGINT) AS answered,
       CAST(COALESCE(answered_wait_s, 0) AS DOUBLE) AS answered_wait_s,
       CAST(answered_wait_s AS DOUBLE) / NULLIF(CAST(answered AS DOUBLE), 0) AS asa_s,
       CAST(closed AS BIGINT) AS closed,
       CAST(COALESCE(closed_wait_s, 0) AS DOUBLE) AS closed_wait_s,
       CAST(closed_wait_s AS DOUBLE) / NULLIF(CAST(closed AS DOUBLE), 0) AS average_s,
       p50_s, p90_s, p95_s, longest_s
FROM with_total
ORDER BY queue NULLS LAST
