-- name: recovery
-- title: Recovery of lost callers
-- says: share of failed contacts (abandoned, overflowed, lost) whose customer was answered or called back within 24 hours, and the median time to it
-- unit: ratio
-- grain: queue
-- better: higher
-- params: since, until, heard_s, queue, within_s
-- reach: 86400, all
-- columns: queue, numerator, denominator, value, median_s, pending, pending_recovered, unidentified, left_out_share
--
-- Contacts that began in the period and failed, in the queue they failed in last. Those for which within_s (86400 if null) is not over,
-- as far as anything is known (heard_s), are pending and in neither number; pending_recovered of them are answered already. unidentified
-- failed too, but nobody knows whose they were; left_out_share is of all that failed. The median is the nearest rank, over the recovered.
WITH ended AS (
    SELECT c.customer, c.customer_no, c.source, c.seq, c.last_queue AS queue, COALESCE(c.end_s, c.s) AS at_s, 1 AS turn
    FROM contacts AS c
    WHERE c.outcome IN ('abandoned', 'overflowed', 'lost', 'lost?')
      AND c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
),
reached AS (
    SELECT c.customer, c.source, c.seq, CAST(NULL AS STRING) AS queue, c.answer_s AS at_s, 0 AS turn
    FROM contacts AS c
    JOIN (SELECT DISTINCT customer_no FROM ended) AS e ON e.customer_no = c.customer_no
    WHERE c.answer_s IS NOT NULL AND c.s >= CAST($since AS BIGINT) - 86400
    UNION ALL
    SELECT f.customer, f.source, CAST(NULL AS BIGINT), CAST(NULL AS STRING), f.closed_s, 0
    FROM follow_ups AS f
    WHERE f.customer IS NOT NULL AND f.kind = 'call-back' AND f.closed_how = 'done' AND f.closed_s >= CAST($since AS BIGINT)
),
followed AS (
    SELECT customer, queue, at_s, turn,
           min(CASE WHEN turn = 0 THEN at_s END) OVER (
               PARTITION BY customer ORDER BY at_s, turn, source, seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS reached_s
    FROM (
        SELECT customer, source, seq, queue, at_s, turn FROM ended WHERE customer IS NOT NULL
        UNION ALL
        SELECT customer, source, seq, queue, at_s, turn FROM reached
    ) AS told
),
judged AS (
    SELECT queue, reached_s - at_s AS took_s,
           at_s + COALESCE(CAST($within_s AS BIGINT), 86400) <= CAST($heard_s AS BIGINT) AS is_decided,
           reached_s - at_s <= COALESCE(CAST($within_s AS BIGINT), 86400) AS is_recovered, 0 AS unidentified
    FROM followed
    WHERE turn = 1 AND (CAST($queue AS STRING) IS NULL OR queue = $queue)
    UNION ALL
    SELECT queue, CAST(NULL AS BIGINT), FALSE, FALSE, 1
    FROM ended
    WHERE customer IS NULL AND (CAST($queue AS STRING) IS NULL OR queue = $queue)
),
twice AS (
    SELECT queue, FALSE AS is_total, took_s, is_decided, is_recovered, unidentified FROM judged
    UNION ALL
    SELECT CAST(NULL AS STRING), TRUE, took_s, is_decided, is_recovered, unidentified FROM judged
),
ranked AS (
    SELECT queue, is_total, took_s,
           row_number() OVER (PARTITION BY is_total, queue ORDER BY took_s) AS nth,
           count(*) OVER (PARTITION BY is_total, queue) AS of_them
    FROM twice
    WHERE is_decided AND is_recovered
),
middle AS (
    SELECT queue, is_total, took_s FROM ranked WHERE nth = floor((of_them + 1) / 2)
),
counted AS (
    SELECT queue, is_total,
           count(*) FILTER (WHERE is_decided AND is_recovered) AS numerator,
           count(*) FILTER (WHERE is_decided) AS denominator,
           count(*) FILTER (WHERE NOT is_decided AND unidentified = 0) AS pending,
           count(*) FILTER (WHERE NOT is_decided AND is_recovered) AS pending_recovered,
           sum(unidentified) AS unidentified
    FROM twice
    GROUP BY queue, is_total
    UNION ALL
    -- the row for all queues is there even when no contact failed
    SELECT CAST(NULL AS STRING), TRUE, 0, 0, 0, 0, 0 FROM (SELECT count(*) AS rows_there FROM twice) AS t WHERE t.rows_there = 0
)
SELECT c.queue,
       CAST(c.numerator AS BIGINT) AS numerator,
       CAST(c.denominator AS BIGINT) AS denominator,
       CAST(c.numerator AS DOUBLE) / NULLIF(CAST(c.denominator AS DOUBLE), 0) AS value,
       CAST(m.took_s AS BIGINT) AS median_s,
       CAST(c.pending AS BIGINT) AS pending,
       CAST(c.pending_recovered AS BIGINT) AS pending_recovered,
       CAST(c.unidentified AS BIGINT) AS unidentified,
       CAST(c.unidentified AS DOUBLE)
           / NULLIF(CAST(c.denominator + c.pending + c.unidentified AS DOUBLE), 0) AS left_out_share
FROM counted AS c
LEFT JOIN middle AS m ON m.is_total = c.is_total AND (m.queue = c.queue OR (m.queue IS NULL AND c.queue IS NULL))
ORDER BY c.is_total, c.queue NULLS LAST
