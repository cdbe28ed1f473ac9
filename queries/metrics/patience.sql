-- name: patience
-- title: Patience
-- says: wait within which 10 % of callers would have gone if nobody answered, by Kaplan and Meier over time to abandon, with its 95 % band
-- unit: seconds
-- grain: queue
-- better: neither
-- params: since, until, queue, step_s
-- columns: queue, after_s, value, low, high, gone_10_s, gone_10_low_s, gone_10_high_s, gone_50_s, at_risk, calls, abandoned, censored, left_out
--
-- Brown et al. (2005), JASA 100:36-50: abandoned calls tell how patient callers are, all others only that they were at least so
-- patient. Answered and overflowed ones are censored at their wait, waiting ones at their wait so far, lost ones at their answer or at
-- the last event before the restart. left_out: refused calls, and lost? ones of which nothing says how long they waited.
-- value is the share still there after after_s seconds, with its band; step_s null: one row a queue, after_s its longest wait, else a
-- row for every so many seconds in which anything happened. at_risk: how many had waited longer than the step before.
-- gone_10_s is the shortest wait after which at most 90 % are left, between the waits at which the band's limits fall to that; null
-- where that is never reached. Survival and band as in fcr_so_far.sql. The row for all queues pools the calls.
WITH picked AS (
    SELECT c.source, c.queue, c.outcome, c.s, c.end_s, c.answer_s, c.wait_s
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
),
cut_off AS (
    SELECT DISTINCT source, end_s FROM picked WHERE outcome = 'lost' AND answer_s IS NULL
),
last_heard AS (
    SELECT l.source, l.end_s, max(e.s) AS heard_s
    FROM events AS e
    JOIN cut_off AS l ON l.source = e.source
    WHERE e.s >= CAST($since AS BIGINT) AND e.s < l.end_s
    GROUP BY l.source, l.end_s
),
waits AS (
    SELECT p.queue,
           CASE WHEN p.outcome = 'refused' THEN CAST(NULL AS DOUBLE)
                WHEN p.outcome = 'lost' AND p.answer_s IS NULL
                    THEN CAST(greatest(COALESCE(h.heard_s, p.s) - p.s, 0) AS DOUBLE)
                ELSE p.wait_s END AS t,
           CASE WHEN p.outcome = 'abandoned' THEN 1 ELSE 0 END AS gone
    FROM picked AS p
    LEFT JOIN last_heard AS h ON h.source = p.source AND h.end_s = p.end_s
),
spans AS (
    SELECT queue, t, sum(gone) AS gone, count(*) AS ended FROM waits GROUP BY queue, t
),
histogram AS (
    SELECT queue, t, gone, ended FROM spans WHERE t IS NOT NULL
    UNION ALL
    SELECT CAST(NULL AS STRING), t, sum(gone), sum(ended) FROM spans WHERE t IS NOT NULL GROUP BY t
),
counted AS (
    SELECT queue, t, CAST(gone AS DOUBLE) AS gone, CAST(ended AS DOUBLE) AS ended,
           CAST(sum(ended) OVER (PARTITION BY queue ORDER BY t DESC
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DOUBLE) AS at_risk
    FROM histogram
),
summed AS (
    SELECT queue, t, at_risk,
           sum(CASE WHEN gone < at_risk THEN ln((at_risk - gone) / at_risk) ELSE 0 END)
               OVER (PARTITION BY queue ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS log_value,
           max(CASE WHEN gone = at_risk THEN 1 ELSE 0 END)
               OVER (PARTITION BY queue ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS none_left,
           sum(CASE WHEN gone < at_risk THEN gone / (at_risk * (at_risk - gone)) ELSE 0 END)
               OVER (PARTITION BY queue ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS variance
    FROM counted
),
survival AS (
    SELECT queue, t, at_risk,
           CASE WHEN none_left = 1 THEN 0 ELSE exp(log_value) END AS value,
           CASE WHEN none_left = 0 AND log_value < 0
                THEN exp(-exp(ln(-log_value) + 1.959963984540054 * sqrt(variance) / -log_value)) END AS low,
           CASE WHEN none_left = 0 AND log_value < 0
                THEN exp(-exp(ln(-log_value) - 1.959963984540054 * sqrt(variance) / -log_value)) END AS high
    FROM summed
),
placed AS (
    SELECT queue, t, at_risk, value, low, high,
           COALESCE(ceil(t / CAST($step_s AS BIGINT)) * CAST($step_s AS BIGINT), max(t) OVER (PARTITION BY queue)) AS after_s
    FROM survival
),
last_steps AS (
    SELECT queue, after_s, max(t) AS t, max(at_risk) AS at_risk FROM placed GROUP BY queue, after_s
),
-- 1e-12: a share that is nine tenths but for the last bit of its logarithm
summary AS (
    SELECT queue,
           min(CASE WHEN value <= 0.9 + 1e-12 THEN t END) AS gone_10_s,
           min(CASE WHEN low <= 0.9 + 1e-12 OR value = 0 THEN t END) AS gone_10_low_s,
           min(CASE WHEN high <= 0.9 + 1e-12 OR value = 0 THEN t END) AS gone_10_high_s,
           min(CASE WHEN value <= 0.5 + 1e-12 THEN t END) AS gone_50_s
    FROM survival
    GROUP BY queue
),
counts AS (
    SELECT queue, sum(ended) AS calls, sum(gone) AS abandoned,
           sum(CASE WHEN t IS NULL THEN ended ELSE 0 END) AS left_out
    FROM spans
    GROUP BY queue
),
with_total AS (
    SELECT queue, calls, abandoned, left_out FROM counts
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(calls), 0), COALESCE(sum(abandoned), 0), COALESCE(sum(left_out), 0)
    FROM counts
)
SELECT c.queue, l.after_s, v.value, v.low, v.high,
       m.gone_10_s, m.gone_10_low_s, m.gone_10_high_s, m.gone_50_s,
       CAST(l.at_risk AS BIGINT) AS at_risk,
       CAST(c.calls AS BIGINT) AS calls,
       CAST(c.abandoned AS BIGINT) AS abandoned,
       CAST(c.calls - c.abandoned - c.left_out AS BIGINT) AS censored,
       CAST(c.left_out AS BIGINT) AS left_out
FROM with_total AS c
LEFT JOIN summary AS m ON COALESCE(m.queue, '') = COALESCE(c.queue, '')
LEFT JOIN last_steps AS l ON COALESCE(l.queue, '') = COALESCE(c.queue, '')
LEFT JOIN survival AS v ON COALESCE(v.queue, '') = COALESCE(l.queue, '') AND v.t = l.t
ORDER BY c.queue NULLS LAST, l.after_s
