-- name: repeat_rate
-- title: Repeat rate
-- says: share of identified customers' contacts that began within the window after an earlier contact of the same customer
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue, window_s
-- columns: queue, numerator, denominator, value, left_out, left_out_share, window_s
-- reach: window, 0
-- scope: any
--
-- Every contact that began in the period counts, whatever became of it, in the queue in which it began. The window runs from the
-- end of what the customer had before; who phones again while that lasts repeats too. left_out: contacts of nobody.
WITH policy AS (
    SELECT COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s
    FROM resolution AS s
),
per_queue AS (
    SELECT r.first_queue AS queue,
           count(*) FILTER (WHERE r.customer_no IS NOT NULL) AS known,
           count(*) FILTER (WHERE r.s - r.last_end_s <= p.window_s) AS repeats,
           count(*) AS contacts
    FROM repeats AS r
    CROSS JOIN policy AS p
    WHERE r.scope = 'any' AND r.first_queue IS NOT NULL
      AND r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR r.first_queue = $queue)
    GROUP BY r.first_queue
),
with_total AS (
    SELECT queue, known, repeats, contacts FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(known), 0), COALESCE(sum(repeats), 0), COALESCE(sum(contacts), 0)
    FROM per_queue
)
SELECT w.queue,
       CAST(w.repeats AS BIGINT) AS numerator,
       CAST(w.known AS BIGINT) AS denominator,
       CAST(w.repeats AS DOUBLE) / NULLIF(CAST(w.known AS DOUBLE), 0) AS value,
       CAST(w.contacts - w.known AS BIGINT) AS left_out,
       CAST(w.contacts - w.known AS DOUBLE) / NULLIF(CAST(w.contacts AS DOUBLE), 0) AS left_out_share,
       p.window_s
FROM with_total AS w
CROSS JOIN policy AS p
ORDER BY w.queue NULLS LAST
