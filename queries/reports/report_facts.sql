-- name: report_facts
-- title: What the calls of a period can tell
-- says: how many calls of the period entered a queue, have no end, come from nobody who is known, or were lost, by queue, with each queue's first call ever
-- unit: calls
-- grain: queue
-- better: neither
-- params: since, until, queue
-- columns: queue, entered, without_end, without_customer, lost, first_at
WITH own AS (
    SELECT c.queue,
           count(*) AS entered,
           sum(CASE WHEN c.end_s IS NULL THEN 1 ELSE 0 END) AS without_end,
           sum(CASE WHEN c.customer IS NULL THEN 1 ELSE 0 END) AS without_customer,
           sum(CASE WHEN c.outcome IN ('lost', 'lost?') THEN 1 ELSE 0 END) AS lost
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT) AND c.outcome <> 'refused'
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
    GROUP BY c.queue
),
firsts AS (
    SELECT f.queue, min(f.s) AS first_s
    FROM calls AS f
    WHERE f.s < CAST($until AS BIGINT)
    GROUP BY f.queue
)
SELECT o.queue, o.entered, CAST(o.without_end AS BIGINT) AS without_end,
       CAST(o.without_customer AS BIGINT) AS without_customer, CAST(o.lost AS BIGINT) AS lost,
       TIMESTAMP '1970-01-01 00:00:00' + f.first_s * INTERVAL '1' SECOND AS first_at
FROM own AS o
JOIN firsts AS f ON f.queue = o.queue
ORDER BY o.queue
