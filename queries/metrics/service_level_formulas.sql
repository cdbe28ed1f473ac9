-- name: service_level_formulas
-- title: Service level, all formulas
-- says: the service level of the same period by every formula, side by side, each as service_level gives it
-- unit: ratio
-- grain: queue, formula
-- better: higher
-- params: since, until, queue, threshold
-- columns: queue, formula, threshold_s, numerator, denominator, value
--
-- The first five count the calls offered in the period. asterisk and asterisk2 count those that ended in it, as the phone
-- system's own counters do, so their calls differ a little at the edges. See service_level.sql for the letters.
WITH policy AS (
    SELECT q.queue,
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
    JOIN policy AS p ON p.queue = c.queue
    WHERE c.end_s >= CAST($since AS BIGINT) AND c.end_s < CAST($until AS BIGINT)
      AND c.s >= CAST($since AS BIGINT) - 172800 AND c.s < CAST($until AS BIGINT)
      AND (c.outcome IN ('answered', 'abandoned')
           OR (c.outcome = 'overflowed' AND c.left_by IN ('timeout', 'empty', 'withdrawn')))
    GROUP BY c.queue
),
formulas AS (
    SELECT v.place, v.formula
    FROM (VALUES (1, 'standard'), (2, 'negative'), (3, 'ignore'), (4, 'positive'),
                 (5, 'answered'), (6, 'asterisk'), (7, 'asterisk2')) AS v(place, formula)
),
tally_of AS (
    SELECT t.queue, f.place, f.formula, t.counted, t.answered, t.in_time, t.gave_up_in_time, t.short,
           t.completed, t.completed_in_time, t.gone, t.gone_in_time
    FROM tally AS t
    CROSS JOIN formulas AS f
),
per_queue AS (
    SELECT p.queue, t.place, t.formula, p.threshold_s,
           sum(CASE t.formula
                   WHEN 'standard' THEN t.in_time
                   WHEN 'negative' THEN t.in_time
                   WHEN 'ignore' THEN t.in_time
                   WHEN 'positive' THEN t.in_time + t.gave_up_in_time
                   WHEN 'answered' THEN t.in_time
                   WHEN 'asterisk' THEN t.completed_in_time
                   WHEN 'asterisk2' THEN t.completed_in_time + t.gone_in_time
               END) AS numerator,
           sum(CASE t.formula
                   WHEN 'standard' THEN t.counted - t.short
                   WHEN 'negative' THEN t.counted
                   WHEN 'ignore' THEN t.counted - t.gave_up_in_time
                   WHEN 'positive' THEN t.counted
                   WHEN 'answered' THEN t.answered
                   WHEN 'asterisk' THEN t.completed
                   WHEN 'asterisk2' THEN t.completed + t.gone
               END) AS denominator
    FROM tally_of AS t
    JOIN policy AS p ON p.queue = t.queue
    GROUP BY p.queue, t.place, t.formula, p.threshold_s
),
with_total AS (
    SELECT queue, place, formula, threshold_s, numerator, denominator FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), f.place, f.formula,
           COALESCE(CAST($threshold AS DOUBLE),
                    CASE WHEN min(q.threshold_s) = max(q.threshold_s) THEN min(q.threshold_s) END),
           COALESCE(sum(q.numerator), 0),
           COALESCE(sum(q.denominator), 0)
    FROM formulas AS f
    LEFT JOIN per_queue AS q ON q.place = f.place
    GROUP BY f.place, f.formula
)
SELECT queue, formula, threshold_s,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value
FROM with_total
ORDER BY queue NULLS LAST, place
