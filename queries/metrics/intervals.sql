-- name: intervals
-- title: Interval table
-- says: calls by the interval in which they were offered: outcomes, service level and the parts of the average speed of answer
-- unit: calls
-- grain: queue, interval
-- better: neither
-- params: since, until, queue, formula, threshold, interval_s
-- columns: queue, interval_at, offered, answered, in_time, abandoned, short_abandoned, overflowed, lost, formula, threshold_s, numerator, denominator, value, answered_wait_s, asa_s
--
-- Intervals are of the local clock: calls are counted in buckets of 900 s, then placed by the zone's offset, so a day may have
-- 23 or 25 hours; an hour that the clock passes twice is two intervals. interval_s (900 if null) divides 900 or is a multiple
-- of it, up to a day.
-- in_time is answered within the threshold, whatever the formula. interval_at is the start as UTC; one that began before the clock changed began by the old offset.
-- Service level as in service_level.sql; asterisk and asterisk2 count a call in the interval in which it ended.
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
           c.s - mod(c.s, least(COALESCE(CAST($interval_s AS BIGINT), 900), 900)) AS bucket_s,
           count(*) FILTER (WHERE c.outcome NOT IN ('refused', 'lost', 'lost?')) AS offered,
           count(*) FILTER (WHERE c.outcome = 'abandoned') AS abandoned,
           count(*) FILTER (WHERE c.outcome = 'overflowed') AS overflowed,
           count(*) FILTER (WHERE c.outcome IN ('lost', 'lost?')) AS lost,
           COALESCE(sum(CASE WHEN c.outcome IN ('answered', 'talking') THEN CAST(c.wait_s AS DECIMAL(18, 6)) END), 0) AS answered_wait_s,
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
    GROUP BY c.queue, bucket_s
    UNION ALL
    SELECT c.queue, c.end_s - mod(c.end_s, least(COALESCE(CAST($interval_s AS BIGINT), 900), 900)) AS bucket_s,
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
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
    GROUP BY c.queue, bucket_s
),
zones AS (
    SELECT since_s, until_s, offset_s,
           lag(offset_s) OVER (ORDER BY since_s) AS offset_before_s
    FROM zone_offsets
),
placed AS (
    SELECT DISTINCT t.bucket_s, z.since_s, z.offset_s, z.offset_before_s,
           t.bucket_s - mod(t.bucket_s + COALESCE(z.offset_s, 0), COALESCE(CAST($interval_s AS BIGINT), 900)) AS own_s
    FROM tally AS t
    LEFT JOIN zones AS z ON t.bucket_s >= z.since_s AND t.bucket_s < z.until_s
),
starts AS (
    SELECT bucket_s,
           CASE WHEN offset_before_s IS NULL THEN own_s
                WHEN own_s < since_s THEN least(own_s + offset_s - offset_before_s, since_s)
                WHEN own_s + offset_s - offset_before_s < since_s
                     AND COALESCE(CAST($interval_s AS BIGINT), 900) > offset_before_s - offset_s
                    THEN own_s + offset_s - offset_before_s
                ELSE own_s
           END AS start_s
    FROM placed
),
per_queue AS (
    SELECT p.queue, i.start_s, p.formula, p.threshold_s,
           sum(t.offered) AS offered,
           sum(t.answered) AS answered,
           sum(t.in_time) AS in_time,
           sum(t.abandoned) AS abandoned,
           sum(t.short) AS short,
           sum(t.overflowed) AS overflowed,
           sum(t.lost) AS lost,
           sum(t.answered_wait_s) AS answered_wait_s,
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
    JOIN starts AS i ON i.bucket_s = t.bucket_s
    GROUP BY p.queue, i.start_s, p.formula, p.threshold_s
),
with_total AS (
    SELECT queue, start_s, formula, threshold_s, offered, answered, in_time, abandoned, short, overflowed,
           lost, answered_wait_s, numerator, denominator
    FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), start_s,
           CASE WHEN min(formula) = max(formula) THEN min(formula) END,
           CASE WHEN min(threshold_s) = max(threshold_s) THEN min(threshold_s) END,
           sum(offered), sum(answered), sum(in_time), sum(abandoned), sum(short), sum(overflowed), sum(lost),
           sum(answered_wait_s), sum(numerator), sum(denominator)
    FROM per_queue
    GROUP BY start_s
)
SELECT queue,
       TIMESTAMP '1970-01-01 00:00:00' + start_s * INTERVAL '1' SECOND AS interval_at,
       CAST(offered AS BIGINT) AS offered,
       CAST(answered AS BIGINT) AS answered,
       CAST(in_time AS BIGINT) AS in_time,
       CAST(abandoned AS BIGINT) AS abandoned,
       CAST(short AS BIGINT) AS short_abandoned,
       CAST(overflowed AS BIGINT) AS overflowed,
       CAST(lost AS BIGINT) AS lost,
       formula, threshold_s,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value,
       CAST(answered_wait_s AS DOUBLE) AS answered_wait_s,
       CAST(answered_wait_s AS DOUBLE) / NULLIF(CAST(answered AS DOUBLE), 0) AS asa_s
FROM with_total
ORDER BY start_s, queue NULLS LAST
