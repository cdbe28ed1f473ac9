-- name: abandoned_calls
-- title: Who gave up
-- says: every caller who hung up while waiting, when and after how long; is_short marks those the abandonment rate leaves out
-- unit: call
-- grain: call
-- better: neither
-- params: since, until, queue
-- columns: queue, caller, offered_at, ended_at, wait_s, is_short, threshold_s, call_id, source
SELECT c.queue, c.caller, c.offered_at, c.ended_at, c.wait_s,
       c.wait_s <= q.short_abandon_s AS is_short,
       q.threshold_s,
       c.call_id,
       c.source
FROM calls AS c
JOIN queues AS q ON q.queue = c.queue
WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
  AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
  AND c.outcome = 'abandoned'
ORDER BY c.s, c.source, c.seq
