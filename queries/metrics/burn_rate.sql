-- name: burn_rate
-- title: Burn rate
-- says: share of calls that missed the threshold in a window before the asked moment, over the share that may: at 1 the target is just met
-- unit: ratio
-- grain: queue
-- better: lower
-- params: as_of, queue, threshold, short_s, long_s
-- columns: queue, target, threshold_s, missed_5, counted_5, burn_5, missed_30, counted_30, burn_30
--
-- Two windows of calls offered before as_of, short_s (300 if null) and long_s (1800 if null) seconds long; the columns keep
-- the names of the usual lengths, in minutes. Counted is N - C of the standard formula. Warn when both burn: the long one
-- alone is old news, the short one alone may be chance. For all queues the misses are held against what all may miss.
WITH policy AS (
    SELECT q.queue, q.target,
           COALESCE(CAST($threshold AS DOUBLE), q.threshold_s) AS threshold_s,
           q.short_abandon_s,
           COALESCE(CAST($short_s AS BIGINT), 300) AS short_s,
           COALESCE(CAST($long_s AS BIGINT), 1800) AS long_s
    FROM queues AS q
    WHERE CAST($queue AS STRING) IS NULL OR q.queue = $queue
),
counted AS (
    SELECT p.queue, p.target, p.threshold_s,
           c.s >= CAST($as_of AS BIGINT) - p.short_s AS is_short,
           c.s >= CAST($as_of AS BIGINT) - p.long_s AS is_long,
           NOT (c.outcome IN ('answered', 'talking') AND c.wait_s <= p.threshold_s) AS is_miss
    FROM calls AS c
    JOIN policy AS p ON p.queue = c.queue
    WHERE c.s < CAST($as_of AS BIGINT)
      AND c.s >= CAST($as_of AS BIGINT)
                 - greatest(COALESCE(CAST($short_s AS BIGINT), 300), COALESCE(CAST($long_s AS BIGINT), 1800))
      AND (c.outcome IN ('answered', 'talking', 'overflowed')
           OR (c.outcome = 'abandoned' AND c.wait_s > p.short_abandon_s)
           OR (c.outcome = 'waiting' AND c.wait_s > p.threshold_s))
),
per_queue AS (
    SELECT queue, target, threshold_s,
           count(*) FILTER (WHERE is_short AND is_miss) AS missed_5,
           count(*) FILTER (WHERE is_short) AS counted_5,
           CAST((1 - target) * count(*) FILTER (WHERE is_short) AS DECIMAL(28, 6)) AS may_miss_5,
           count(*) FILTER (WHERE is_long AND is_miss) AS missed_30,
           count(*) FILTER (WHERE is_long) AS counted_30,
           CAST((1 - target) * count(*) FILTER (WHERE is_long) AS DECIMAL(28, 6)) AS may_miss_30
    FROM counted
    GROUP BY queue, target, threshold_s
),
with_total AS (
    SELECT queue, target, threshold_s, missed_5, counted_5, may_miss_5, missed_30, counted_30, may_miss_30
    FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING),
           CASE WHEN min(target) = max(target) THEN min(target) END,
           COALESCE(CAST($threshold AS DOUBLE),
                    CASE WHEN min(threshold_s) = max(threshold_s) THEN min(threshold_s) END),
           COALESCE(sum(missed_5), 0), COALESCE(sum(counted_5), 0), COALESCE(sum(may_miss_5), 0),
           COALESCE(sum(missed_30), 0), COALESCE(sum(counted_30), 0), COALESCE(sum(may_miss_30), 0)
    FROM per_queue
)
SELECT queue, target, threshold_s,
       CAST(missed_5 AS BIGINT) AS missed_5,
       CAST(counted_5 AS BIGINT) AS counted_5,
       CAST(missed_5 AS DOUBLE) / NULLIF(CAST(may_miss_5 AS DOUBLE), 0) AS burn_5,
       CAST(missed_30 AS BIGINT) AS missed_30,
       CAST(counted_30 AS BIGINT) AS counted_30,
       CAST(missed_30 AS DOUBLE) / NULLIF(CAST(may_miss_30 AS DOUBLE), 0) AS burn_30
FROM with_total
ORDER BY queue NULLS LAST
