-- name: breaches_now
-- title: Breaches
-- says: when the day's service level of a queue fell a whole call short of the target (breached), and when it was back at it (recovered), the newest first
-- unit: row
-- grain: queue
-- better: lower
-- params: since, until, limit
-- columns: s, queue, kind, numerator, denominator, target
--
-- The day's level is followed from step to step, by the queue's own formula and the letters of service_level.sql: a call
-- counts as late from the second its wait passes the threshold, as answered from its answer; a lost call counts until it is
-- lost. So the list of an earlier moment is the beginning of this one. Between the two marks nothing is said: a level that
-- wavers around the target breaches it once. One taken for lost because nothing more was heard is in no step.
WITH near AS (
    SELECT q.queue, q.formula, c.outcome, c.answer_s, c.end_s,
           coalesce(c.answer_s, c.end_s) AS told_s,
           c.s + CAST(floor(q.threshold_s) AS BIGINT) AS late_s,
           q.formula IN ('asterisk', 'asterisk2') AS is_by_end,
           c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT) AS is_of_today,
           c.end_s >= CAST($since AS BIGINT) AND c.end_s < CAST($until AS BIGINT) AS has_ended_today,
           coalesce(c.wait_s <= q.threshold_s, false) AS is_quick,
           coalesce(c.wait_s <= q.short_abandon_s, false) AS is_short,
           coalesce(c.wait_s - q.memberdelay_s <= q.threshold_s, false) AS is_completed_quick,
           c.outcome = 'waiting' AND c.wait_s > q.threshold_s AS is_waiting_late,
           c.outcome = 'abandoned'
               OR (c.outcome = 'overflowed' AND c.left_by IN ('timeout', 'empty', 'withdrawn')) AS is_gone
    FROM (
        SELECT queue, s, answer_s, end_s, wait_s, outcome, left_by
        FROM calls
        WHERE s >= CAST($since AS BIGINT) - 86400 AND outcome NOT IN ('refused', 'lost?')
    ) AS c
    JOIN queues AS q ON q.queue = c.queue
),
judged AS (
    SELECT queue, formula, outcome, answer_s, end_s, told_s, late_s, is_quick,
           formula <> 'answered' AND (is_waiting_late OR coalesce(told_s > late_s, false)) AS was_late,
           CASE WHEN answer_s IS NOT NULL THEN 1
                WHEN outcome = 'lost' OR formula = 'answered' THEN 0
                WHEN outcome = 'overflowed' THEN 1
                WHEN formula = 'standard' THEN CAST(NOT is_short AS INTEGER)
                WHEN formula = 'ignore' THEN CAST(NOT is_quick AS INTEGER)
                ELSE 1 END AS counts,
           CAST(is_quick AND (answer_s IS NOT NULL OR (formula = 'positive' AND outcome = 'abandoned')) AS INTEGER) AS hits
    FROM near
    WHERE is_of_today AND NOT is_by_end
),
steps AS (
    SELECT queue, late_s AS t, 0 AS hits, 1 AS counts FROM judged WHERE was_late
    UNION ALL
    SELECT queue, told_s, hits, counts - CAST(was_late AS INTEGER) FROM judged WHERE told_s IS NOT NULL
    UNION ALL
    SELECT queue, end_s, -hits, -1 FROM judged WHERE outcome = 'lost' AND answer_s IS NOT NULL
    UNION ALL
    SELECT queue, end_s,
           CAST(CASE WHEN outcome = 'answered' THEN is_completed_quick ELSE is_quick END AS INTEGER), 1
    FROM near
    WHERE is_by_end AND has_ended_today AND (outcome = 'answered' OR (formula = 'asterisk2' AND is_gone))
),
followed AS (
    SELECT queue, t,
           CAST(sum(sum(hits)) OVER day_so_far AS BIGINT) AS numerator,
           CAST(sum(sum(counts)) OVER day_so_far AS BIGINT) AS denominator
    FROM steps
    GROUP BY queue, t
    WINDOW day_so_far AS (PARTITION BY queue ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
marked AS (
    SELECT f.queue, f.t, f.numerator, f.denominator, q.target,
           CASE WHEN round(q.target * f.denominator - f.numerator, 6) >= 1 THEN 'breached'
                WHEN round(q.target * f.denominator - f.numerator, 6) <= 0 THEN 'recovered' END AS mark
    FROM followed AS f
    JOIN queues AS q ON q.queue = f.queue
),
changes AS (
    SELECT queue, t, numerator, denominator, target, mark,
           lag(mark, 1, 'recovered') OVER (PARTITION BY queue ORDER BY t) AS before
    FROM marked
    WHERE mark IS NOT NULL
)
SELECT t AS s, queue, mark AS kind, numerator, denominator, target
FROM changes
WHERE mark <> before
ORDER BY t DESC, queue
LIMIT CAST($limit AS BIGINT)
