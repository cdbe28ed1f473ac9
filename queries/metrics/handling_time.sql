-- name: handling_time
-- title: Handling time
-- says: average of talk, hold and wrap-up over answered calls that have ended; parts names what the source really has
-- unit: seconds
-- grain: queue
-- better: neither
-- params: since, until, queue
-- columns: queue, talk_s, hold_s, wrapup_s, numerator, denominator, value, parts
--
-- talk_s, hold_s and wrapup_s are sums. A queue_log has no hold during a talk: where no call's source tells it, hold_s is null and
-- not 0. Wrap-up is what a call's own source measured, else the time the queue keeps an agent free after a talk, as configured.
WITH per_queue AS (
    SELECT c.queue,
           sum(CAST(c.talk_s AS DECIMAL(18, 6))) AS talk_s,
           sum(CAST(c.hold_s AS DECIMAL(18, 6))) AS hold_s,
           sum(CAST(COALESCE(c.wrapup_s, q.wrapup_s) AS DECIMAL(18, 6))) AS wrapup_s,
           count(*) AS handled
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
      AND c.outcome = 'answered'
    GROUP BY c.queue
),
with_total AS (
    SELECT queue, talk_s, hold_s, wrapup_s, handled FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(talk_s), 0), sum(hold_s), COALESCE(sum(wrapup_s), 0),
           COALESCE(sum(handled), 0)
    FROM per_queue
)
SELECT queue,
       CAST(talk_s AS DOUBLE) AS talk_s,
       CAST(hold_s AS DOUBLE) AS hold_s,
       CAST(wrapup_s AS DOUBLE) AS wrapup_s,
       CAST(talk_s + COALESCE(hold_s, 0) + wrapup_s AS DOUBLE) AS numerator,
       CAST(handled AS BIGINT) AS denominator,
       CAST(talk_s + COALESCE(hold_s, 0) + wrapup_s AS DOUBLE) / NULLIF(CAST(handled AS DOUBLE), 0) AS value,
       concat('talk', CASE WHEN hold_s IS NULL THEN '' ELSE ' + hold' END,
              CASE WHEN wrapup_s > 0 THEN ' + wrap-up' ELSE '' END) AS parts
FROM with_total
ORDER BY queue NULLS LAST
