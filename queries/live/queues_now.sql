-- name: queues_now
-- title: Queues now
-- says: one row a queue, also those without a call: who waits, and the day's service level by the queue's own formula, outcomes and error budget
-- unit: calls
-- grain: queue
-- better: neither
-- params: since, until, as_of
-- columns: queue, waiting, oldest_s, threshold_s, target, formula, numerator, denominator, offered, answered, abandoned, abandoned_of, overflowed, lost, asa_s, budget_left, burn_5, burn_30
--
-- The metrics' definitions in one pass: service_level.sql (the letters), abandonment.sql, error_budget.sql, burn_rate.sql; a
-- test holds that they agree. oldest_s is when the oldest waiting call was offered. One day before since is read as well: for
-- calls still waiting across midnight, for those that ended after it (asterisk, asterisk2) and for the burn windows.
WITH recent AS (
    SELECT queue, s, end_s, wait_s, outcome, left_by
    FROM calls
    WHERE s >= CAST($since AS BIGINT) - 86400
      AND (end_s IS NULL OR greatest(s, end_s) >= least(CAST($since AS BIGINT), CAST($as_of AS BIGINT) - 1800))
),
near AS (
    SELECT q.queue, q.formula, c.s, c.wait_s, c.outcome,
           c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT) AS is_today,
           CASE WHEN q.formula IN ('asterisk', 'asterisk2')
                THEN c.end_s >= CAST($since AS BIGINT) AND c.end_s < CAST($until AS BIGINT)
                ELSE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT) END AS is_of_today,
           CAST($as_of AS BIGINT) - c.s AS age_s,
           c.outcome IN ('answered', 'talking') AS is_answered,
           c.outcome = 'abandoned' AND c.wait_s <= q.short_abandon_s AS is_short,
           c.outcome = 'waiting' AND c.wait_s <= q.threshold_s AS is_early,
           c.wait_s <= q.threshold_s AS is_quick,
           c.outcome = 'answered' AND c.wait_s - q.memberdelay_s <= q.threshold_s AS is_completed_quick,
           c.outcome = 'abandoned'
               OR (c.outcome = 'overflowed' AND c.left_by IN ('timeout', 'empty', 'withdrawn')) AS is_gone,
           c.outcome NOT IN ('refused', 'lost', 'lost?') AS is_offered
    FROM recent AS c
    JOIN queues AS q ON q.queue = c.queue
),
judged AS (
    SELECT queue, formula, s, wait_s, outcome, is_today, is_of_today, age_s, is_answered, is_short, is_offered,
           is_gone, is_quick, is_completed_quick,
           is_offered AND NOT is_early AS is_counted,
           is_offered AND NOT is_early AND NOT is_short AS is_judged,
           is_answered AND is_quick AS is_hit
    FROM near
),
tally AS (
    SELECT queue,
           count(*) FILTER (WHERE outcome = 'waiting') AS waiting,
           min(CASE WHEN outcome = 'waiting' THEN s END) AS oldest_s,
           count(*) FILTER (WHERE is_of_today AND CASE formula
               WHEN 'positive' THEN is_hit OR (is_quick AND outcome = 'abandoned')
               WHEN 'asterisk' THEN is_completed_quick
               WHEN 'asterisk2' THEN is_completed_quick OR (is_gone AND is_quick)
               ELSE is_hit END) AS numerator,
           count(*) FILTER (WHERE is_of_today AND CASE formula
               WHEN 'standard' THEN is_judged
               WHEN 'ignore' THEN is_counted AND NOT (outcome = 'abandoned' AND is_quick)
               WHEN 'answered' THEN is_answered
               WHEN 'asterisk' THEN outcome = 'answered'
               WHEN 'asterisk2' THEN outcome = 'answered' OR is_gone
               ELSE is_counted END) AS denominator,
           count(*) FILTER (WHERE is_today AND is_offered) AS offered,
           count(*) FILTER (WHERE is_today AND is_answered) AS answered,
           avg(CASE WHEN is_today AND is_answered THEN CAST(wait_s AS DECIMAL(18, 6)) END) AS asa_s,
           count(*) FILTER (WHERE is_today AND outcome = 'abandoned' AND NOT is_short) AS abandoned,
           count(*) FILTER (WHERE is_today AND outcome = 'overflowed') AS overflowed,
           count(*) FILTER (WHERE is_today AND outcome IN ('lost', 'lost?')) AS lost,
           count(*) FILTER (WHERE is_today AND is_judged) AS judged,
           count(*) FILTER (WHERE is_today AND is_hit) AS hit,
           count(*) FILTER (WHERE age_s BETWEEN 1 AND 300 AND is_judged) AS judged_5,
           count(*) FILTER (WHERE age_s BETWEEN 1 AND 300 AND is_hit) AS hit_5,
           count(*) FILTER (WHERE age_s BETWEEN 1 AND 1800 AND is_judged) AS judged_30,
           count(*) FILTER (WHERE age_s BETWEEN 1 AND 1800 AND is_hit) AS hit_30
    FROM judged
    GROUP BY queue
)
SELECT q.queue,
       coalesce(t.waiting, 0) AS waiting,
       t.oldest_s,
       q.threshold_s, q.target, q.formula,
       coalesce(t.numerator, 0) AS numerator,
       coalesce(t.denominator, 0) AS denominator,
       coalesce(t.offered, 0) AS offered,
       coalesce(t.answered, 0) AS answered,
       coalesce(t.abandoned, 0) AS abandoned,
       coalesce(t.answered + t.abandoned + t.overflowed, 0) AS abandoned_of,
       coalesce(t.overflowed, 0) AS overflowed,
       coalesce(t.lost, 0) AS lost,
       t.asa_s,
       round(round((1 - q.target) * t.judged, 6) - (t.judged - t.hit), 6) AS budget_left,
       (t.judged_5 - t.hit_5) / nullif(round((1 - q.target) * t.judged_5, 6), 0) AS burn_5,
       (t.judged_30 - t.hit_30) / nullif(round((1 - q.target) * t.judged_30, 6), 0) AS burn_30
FROM queues AS q
LEFT JOIN tally AS t ON t.queue = q.queue
ORDER BY q.queue
