-- name: trend_now
-- title: Service level today
-- says: service level by quarter of an hour, by the queue's own formula; a quarter without a counted call has no row
-- unit: ratio
-- grain: queue, interval
-- better: higher
-- params: since, until
-- columns: queue, s, numerator, denominator
--
-- s is the start of the quarter. The letters are those of service_level.sql; asterisk and asterisk2 count a call in the
-- quarter in which it ended, for which one day before since is read.
WITH near AS (
    SELECT q.queue, q.formula, c.outcome,
           CASE WHEN q.formula IN ('asterisk', 'asterisk2') THEN c.end_s ELSE c.s END AS t,
           c.outcome IN ('answered', 'talking') AS is_answered,
           c.outcome = 'abandoned' AS is_abandoned,
           c.wait_s <= q.threshold_s AS is_quick,
           c.outcome = 'answered' AND c.wait_s - q.memberdelay_s <= q.threshold_s AS is_completed_quick,
           c.outcome = 'abandoned' AND c.wait_s <= q.short_abandon_s AS is_short,
           c.outcome = 'abandoned'
               OR (c.outcome = 'overflowed' AND c.left_by IN ('timeout', 'empty', 'withdrawn')) AS is_gone,
           c.outcome NOT IN ('refused', 'lost', 'lost?', 'waiting')
               OR (c.outcome = 'waiting' AND c.wait_s > q.threshold_s) AS is_counted
    FROM (
        SELECT queue, outcome, left_by, s, end_s, wait_s
        FROM calls
        WHERE s >= CAST($since AS BIGINT) - 86400 AND greatest(s, end_s) >= CAST($since AS BIGINT)
    ) AS c
    JOIN queues AS q ON q.queue = c.queue
)
SELECT queue,
       t - t % 900 AS s,
       count(*) FILTER (WHERE CASE formula
           WHEN 'positive' THEN is_quick AND (is_answered OR is_abandoned)
           WHEN 'asterisk' THEN is_completed_quick
           WHEN 'asterisk2' THEN is_completed_quick OR (is_gone AND is_quick)
           ELSE is_quick AND is_answered END) AS numerator,
       count(*) AS denominator
FROM near
WHERE t >= CAST($since AS BIGINT) AND t < CAST($until AS BIGINT)
  AND CASE formula
          WHEN 'standard' THEN is_counted AND NOT is_short
          WHEN 'ignore' THEN is_counted AND NOT (is_abandoned AND is_quick)
          WHEN 'answered' THEN is_answered
          WHEN 'asterisk' THEN outcome = 'answered'
          WHEN 'asterisk2' THEN outcome = 'answered' OR is_gone
          ELSE is_counted END
GROUP BY 1, 2
ORDER BY queue, s
