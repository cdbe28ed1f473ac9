-- name: talk
-- title: Talk
-- says: mean time from answer to end of calls that have ended; percentiles are exact (nearest rank)
-- unit: seconds
-- grain: queue
-- better: neither
-- params: since, until, queue
-- columns: queue, numerator, denominator, value, p50_s, p90_s, p95_s, longest_s
--
-- A transferred call ends at the transfer. A call still being talked is not in it.
WITH talks AS (
    SELECT c.queue, c.talk_s, count(*) AS ended
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
      AND c.outcome = 'answered'
    GROUP BY c.queue, c.talk_s
),
histogram AS (
    SELECT queue, talk_s, ended FROM talks
    UNION ALL
    SELECT CAST(NULL AS STRING), talk_s, sum(ended) FROM talks GROUP BY talk_s
),
ranked AS (
    SELECT queue, talk_s, ended,
           sum(ended) OVER (PARTITION BY queue ORDER BY talk_s NULLS LAST
                            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to,
           sum(ended) OVER (PARTITION BY queue) AS of_all
    FROM histogram
),
with_total AS (
    SELECT queue,
           sum(CAST(talk_s AS DECIMAL(18, 6)) * CAST(ended AS BIGINT)) AS numerator,
           sum(ended) AS denominator,
           min(CASE WHEN up_to * 100 >= of_all * 50 THEN talk_s END) AS p50_s,
           min(CASE WHEN up_to * 100 >= of_all * 90 THEN talk_s END) AS p90_s,
           min(CASE WHEN up_to * 100 >= of_all * 95 THEN talk_s END) AS p95_s,
           max(talk_s) AS longest_s
    FROM ranked
    GROUP BY queue
    UNION ALL
    SELECT CAST(NULL AS STRING), 0, 0, NULL, NULL, NULL, NULL
    FROM (SELECT count(*) AS found FROM talks) AS nothing
    WHERE nothing.found = 0
)
SELECT queue,
       CAST(numerator AS DOUBLE) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value,
       p50_s, p90_s, p95_s, longest_s
FROM with_total
ORDER BY queue NULLS LAST
