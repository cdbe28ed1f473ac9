-- name: service_level
-- title: Service level
-- says: share of calls answered within the queue's threshold, by the queue's formula; the row for all queues sums their parts
-- unit: ratio
-- grain: queue
-- better: higher
-- params: since, until, queue, formula, threshold
-- columns: queue, formula, threshold_s, numerator, denominator, value
--
-- A = in_time, B = gave_up_in_time, C = short, N = counted; lost and refused calls are in none of them.
-- asterisk and asterisk2 repeat the phone system's own counters: a call counts when it has ended, in the period in which
-- it ended (looked for among those offered up to two days before it); the wait of an answered one is taken before the
-- member's delay, and EXITWITHKEY is counted nowhere.
-- formula and threshold_s of the last row are null where the queues' own differ.
WITH policy AS (
    SELECT q.queue,
           COALESCE(CAST($formula AS STRING), q.formula) AS formula,
           COALESCE(CAST($threshold AS DOUBLE), q.threshold_s) AS threshold_s,
           q.short_abandon_s,
           q.memberdelay_s
    FROM queues AS q
    WHERE CAST($queue AS STRING) IS NULL OR q.queue = $queue
),
tally AS (
    SELECT c.queue,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking', 'abandoned', 'overflowed')
                               OR (c.outcome = 'waiting' AND c.wait_s > p.threshold_s)) AS counted,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking')) AS answered,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking') AND c.wait_s <= p.threshold_s) AS in_time,
           count(*) FILTER (WHERE c.outcome = 'abandoned' AND c.wait_s <= p.threshold_s) AS gave_up_in_time,
           count(*) FILTER (WHERE c.outcome = 'abandoned' AND c.wait_s <= p.short_abandon_s) AS short,
           0 AS completed, 0 AS completed_in_time, 0 AS gone, 0 AS gone_in_time
    FROM calls AS c
    JOIN policy AS p ON p.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
    GROUP BY c.queue
    UNION ALL
    SELECT c.queue, 0, 0, 0, 0, 0,
           count(*) FILTER (WHERE c.outcome = 'answered'),
           count(*) FILTER (WHERE c.outcome = 'answered' AND c.wait_s - p.memberdelay_s <= p.threshold_s),
           count(*) FILTER (WHERE c.outcome <> 'answered'),
           count(*) FILTER (WHERE c.outcome <> 'answered' AND c.wait_s <= p.threshold_s)
    FROM calls AS c
    JOIN policy AS p ON p.queue = c.queue AND p.formula IN ('asterisk', 'asterisk2')
    WHERE c.end_s >= CAST($since AS BIGINT) AND c.end_s < CAST($until AS BIGINT)
      AND c.s >= CAST($since AS BIGINT) - 172800 AND c.s < CAST($until AS BIGINT)
      AND (c.outcome IN ('answered', 'abandoned')
           OR (c.outcome = 'overflowed' AND c.left_by IN ('timeout', 'empty', 'withdrawn')))
    GROUP BY c.queue
),
per_queue AS (
    SELECT p.queue, p.formula, p.threshold_s,
           sum(CASE p.formula
                   WHEN 'standard' THEN t.in_time
                   WHEN 'negative' THEN t.in_time
                   WHEN 'ignore' THEN t.in_time
                   WHEN 'positive' THEN t.in_time + t.gave_up_in_time
                   WHEN 'answered' THEN t.in_time
                   WHEN 'asterisk' THEN t.completed_in_time
                   WHEN 'asterisk2' THEN t.completed_in_time + t.gone_in_time
               END) AS numerator,
           sum(CASE p.formula
                   WHEN 'standard' THEN t.counted - t.short
                   WHEN 'negative' THEN t.counted
                   WHEN 'ignore' THEN t.counted - t.gave_up_in_time
                   WHEN 'positive' THEN t.counted
                   WHEN 'answered' THEN t.answered
                   WHEN 'asterisk' THEN t.completed
                   WHEN 'asterisk2' THEN t.completed + t.gone
               END) AS denominator
    FROM tally AS t
    JOIN policy AS p ON p.queue = t.queue
    GROUP BY p.queue, p.formula, p.threshold_s
),
with_total AS (
    SELECT queue, formula, threshold_s, numerator, denominator FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING),
           COALESCE(CAST($formula AS STRING), CASE WHEN min(formula) = max(formula) THEN min(formula) END),
           COALESCE(CAST($threshold AS DOUBLE),
                    CASE WHEN min(threshold_s) = max(threshold_s) THEN min(threshold_s) END),
           COALESCE(sum(numerator), 0),
           COALESCE(sum(denominator), 0)
    FROM per_queue
)
SELECT queue, formula, threshold_s,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value
FROM with_total
ORDER BY queue NULLS LAST
