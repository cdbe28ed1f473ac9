-- name: error_budget
-- title: Error budget
-- says: (1 - target) of the calls counted may miss the threshold; what is left of that after the misses, short abandons taken out
-- unit: calls
-- grain: queue
-- better: higher
-- params: since, until, queue, threshold
-- columns: queue, target, threshold_s, numerator, denominator, missed, may_miss, budget_left, value
--
-- Always by the standard formula: numerator answered in time, denominator N - C, missed the rest. value is the share of the
-- budget that is left, below 0 when it is overspent. Rounded to a millionth of a call: (1 - 0.8) * 100 is 19.999999999999996.
-- For all queues the budgets and the misses are summed; target and threshold_s are null where the queues' own differ.
WITH policy AS (
    SELECT q.queue, q.target,
           COALESCE(CAST($threshold AS DOUBLE), q.threshold_s) AS threshold_s,
           q.short_abandon_s
    FROM queues AS q
    WHERE CAST($queue AS STRING) IS NULL OR q.queue = $queue
),
tally AS (
    SELECT p.queue, p.target, p.threshold_s,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking') AND c.wait_s <= p.threshold_s) AS numerator,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking', 'overflowed')
                               OR (c.outcome = 'abandoned' AND c.wait_s > p.short_abandon_s)
                               OR (c.outcome = 'waiting' AND c.wait_s > p.threshold_s)) AS denominator
    FROM calls AS c
    JOIN policy AS p ON p.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
    GROUP BY p.queue, p.target, p.threshold_s
),
per_queue AS (
    SELECT queue, target, threshold_s, numerator, denominator,
           denominator - numerator AS missed,
           CAST((1 - target) * denominator AS DECIMAL(28, 6)) AS may_miss
    FROM tally
),
with_total AS (
    SELECT queue, target, threshold_s, numerator, denominator, missed, may_miss FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING),
           CASE WHEN min(target) = max(target) THEN min(target) END,
           COALESCE(CAST($threshold AS DOUBLE),
                    CASE WHEN min(threshold_s) = max(threshold_s) THEN min(threshold_s) END),
           COALESCE(sum(numerator), 0), COALESCE(sum(denominator), 0),
           COALESCE(sum(missed), 0), COALESCE(sum(may_miss), 0)
    FROM per_queue
)
SELECT queue, target, threshold_s,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(missed AS BIGINT) AS missed,
       CAST(may_miss AS DOUBLE) AS may_miss,
       CAST(may_miss - missed AS DOUBLE) AS budget_left,
       CAST(may_miss - missed AS DOUBLE) / NULLIF(CAST(may_miss AS DOUBLE), 0) AS value
FROM with_total
ORDER BY queue NULLS LAST
