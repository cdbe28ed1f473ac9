-- name: first_calls
-- title: First calls
-- says: each queue's first call ever, refused ones too: before it there was no such queue, or nothing of it is stored
-- unit: row
-- grain: queue
-- better: neither
-- params: since, until, queue
-- columns: queue, first_at
--
-- since null: ever; else the first from then on.
SELECT c.queue, TIMESTAMP '1970-01-01 00:00:00' + min(c.s) * INTERVAL '1' SECOND AS first_at
FROM calls AS c
WHERE c.s >= COALESCE(CAST($since AS BIGINT), 0) AND c.s < CAST($until AS BIGINT)
  AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
GROUP BY c.queue
ORDER BY c.queue
