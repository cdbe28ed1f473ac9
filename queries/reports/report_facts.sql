-- name: report_facts
-- title: What the calls of a period can tell
-- says: how many calls of the period entered a queue, have no end, come from nobody who is known, or were lost, by queue
-- unit: calls
-- grain: queue
-- better: neither
-- params: since, until, queue
-- columns: queue, entered, without_end, without_customer, lost
SELECT c.queue,
       count(*) AS entered,
       CAST(sum(CASE WHEN c.end_s IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS without_end,
       CAST(sum(CASE WHEN c.customer IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS without_customer,
       CAST(sum(CASE WHEN c.outcome IN ('lost', 'lost?') THEN 1 ELSE 0 END) AS BIGINT) AS lost
FROM calls AS c
WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT) AND c.outcome <> 'refused'
  AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
GROUP BY c.queue
ORDER BY c.queue
