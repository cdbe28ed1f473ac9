-- name: fcr_so_far
-- title: First-contact resolution so far
-- says: share of answered contacts that stay resolved over the whole window, by Kaplan and Meier, counting each contact for as long as it has been watched; with its 95 % band
-- unit: share
-- grain: queue, interval
-- better: higher
-- params: since, until, queue, scope, window_s, step_s, interval_s, heard_s
-- columns: queue, interval_at, after_s, value, low, high, watched_s, contacts, repeated, censored, left_out, left_out_share, scope, window_s
-- reach: 0, window
--
-- The honest number for a week that is not over: contacts, scope, window and left_out as in fcr.sql, but a contact whose window is not
-- over counts until where the data end (heard_s) instead of not at all. value is S(window); step_s null: one row a queue, else a
-- row for every so many seconds after the end in which a contact was repeated or went out of sight, with the value up to there.
-- watched_s is as far as any contact has been watched: before the window is reached, value is S(watched_s), and can yet fall.
-- Kaplan and Meier (1958), JASA 53:457-481; variance by Greenwood, band on the log(-log) scale as in Kalbfleisch and Prentice,
-- z = 1.959963984540054. At a value of 1 or 0 there is no such band: low and high are null. Rows for all queues pool the contacts.
-- interval_s as in fcr.sql, each interval estimated by itself; local_s -1 is the whole period.
WITH policy AS (
    SELECT COALESCE(CAST($scope AS STRING), 'any') AS scope,
           COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s,
           (s.week_start - 4) * 86400 AS anchor_s
    FROM resolution AS s
),
offsets AS (
    SELECT z.offset_s, z.since_s, z.until_s FROM zone_offsets AS z
    WHERE CAST($interval_s AS BIGINT) IS NOT NULL AND z.since_s < CAST($until AS BIGINT) AND z.until_s > CAST($since AS BIGINT)
),
picked AS (
    SELECT r.answered_queue AS queue, p.window_s,
           CASE WHEN CAST($interval_s AS BIGINT) IS NULL THEN -1
                ELSE r.s + COALESCE(z.offset_s, 0)
                     - mod(r.s + COALESCE(z.offset_s, 0) - p.anchor_s, CAST($interval_s AS BIGINT)) END AS local_s,
           r.customer_no IS NOT NULL AND (r.scope <> 'reason' OR r.reason IS NOT NULL) AS is_known,
           r.next_s - r.end_s AS repeated_s,
           CAST($heard_s AS BIGINT) - 1 - r.end_s AS watched_s
    FROM repeats AS r
    CROSS JOIN policy AS p
    LEFT JOIN offsets AS z ON r.s >= z.since_s AND r.s < z.until_s
    WHERE r.scope = COALESCE(CAST($scope AS STRING), 'any')
      AND r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND r.outcome = 'answered' AND r.end_s < CAST($heard_s AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR r.answered_queue = $queue)
),
spans AS (
    SELECT queue, local_s, CASE WHEN repeated_s <= window_s THEN repeated_s ELSE least(watched_s, window_s) END AS t,
           count(*) FILTER (WHERE repeated_s <= window_s) AS repeated, count(*) AS ended
    FROM picked
    WHERE is_known
    GROUP BY queue, local_s, CASE WHEN repeated_s <= window_s THEN repeated_s ELSE least(watched_s, window_s) END
),
histogram AS (
    SELECT queue, local_s, t, repeated, ended FROM spans
    UNION ALL
    SELECT CAST(NULL AS STRING), local_s, t, sum(repeated), sum(ended) FROM spans GROUP BY local_s, t
),
at_risk AS (
    SELECT queue, local_s, t, CAST(repeated AS DOUBLE) AS repeated, CAST(ended AS DOUBLE) AS ended,
           CAST(sum(ended) OVER (PARTITION BY queue, local_s ORDER BY t DESC
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DOUBLE) AS at_risk
    FROM histogram
),
survival AS (
    SELECT queue, local_s, t, repeated, ended,
           sum(CASE WHEN repeated < at_risk THEN ln((at_risk - repeated) / at_risk) ELSE 0 END)
               OVER (PARTITION BY queue, local_s ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS log_value,
           max(CASE WHEN repeated = at_risk THEN 1 ELSE 0 END)
               OVER (PARTITION BY queue, local_s ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS none_left,
           sum(CASE WHEN repeated < at_risk THEN repeated / (at_risk * (at_risk - repeated)) ELSE 0 END)
               OVER (PARTITION BY queue, local_s ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS variance
    FROM at_risk
),
steps AS (
    SELECT queue, local_s, min(log_value) AS log_value, max(none_left) AS none_left, max(variance) AS variance,
           CAST(ceil(CAST(t AS DOUBLE) / CAST($step_s AS BIGINT)) AS BIGINT) * CAST($step_s AS BIGINT) AS after_s
    FROM survival
    GROUP BY queue, local_s, CAST(ceil(CAST(t AS DOUBLE) / CAST($step_s AS BIGINT)) AS BIGINT) * CAST($step_s AS BIGINT)
),
counts AS (
    SELECT queue, local_s, sum(repeated) AS repeated, sum(ended) AS contacts, max(t) AS watched_s
    FROM histogram
    GROUP BY queue, local_s
),
left_out AS (
    SELECT queue, local_s, count(*) FILTER (WHERE NOT is_known) AS left_out, count(*) AS answered
    FROM picked
    GROUP BY queue, local_s
),
left_out_with_total AS (
    SELECT queue, local_s, left_out, answered FROM left_out
    UNION ALL
    SELECT CAST(NULL AS STRING), local_s, sum(left_out), sum(answered) FROM left_out WHERE local_s <> -1 GROUP BY local_s
    UNION ALL
    SELECT CAST(NULL AS STRING), -1, COALESCE(sum(left_out), 0), COALESCE(sum(answered), 0) FROM left_out
    HAVING CAST($interval_s AS BIGINT) IS NULL
),
starts AS (
    SELECT l.local_s, min(l.local_s - COALESCE(z.offset_s, 0)) AS start_s
    FROM (SELECT DISTINCT local_s FROM left_out WHERE local_s <> -1) AS l
    LEFT JOIN zone_offsets AS z
      ON l.local_s - z.offset_s >= z.since_s AND l.local_s - z.offset_s < z.until_s
    GROUP BY l.local_s
)
SELECT o.queue,
       TIMESTAMP '1970-01-01 00:00:00' + i.start_s * INTERVAL '1' SECOND AS interval_at,
       w.after_s,
       CASE WHEN w.none_left = 1 THEN 0 ELSE exp(w.log_value) END AS value,
       CASE WHEN w.none_left = 0 AND w.log_value < 0
            THEN exp(-exp(ln(-w.log_value) + 1.959963984540054 * sqrt(w.variance) / -w.log_value)) END AS low,
       CASE WHEN w.none_left = 0 AND w.log_value < 0
            THEN exp(-exp(ln(-w.log_value) - 1.959963984540054 * sqrt(w.variance) / -w.log_value)) END AS high,
       c.watched_s,
       CAST(COALESCE(c.contacts, 0) AS BIGINT) AS contacts,
       CAST(COALESCE(c.repeated, 0) AS BIGINT) AS repeated,
       CAST(COALESCE(c.contacts - c.repeated, 0) AS BIGINT) AS censored,
       CAST(o.left_out AS BIGINT) AS left_out,
       CAST(o.left_out AS DOUBLE) / NULLIF(CAST(o.answered AS DOUBLE), 0) AS left_out_share,
       p.scope, p.window_s
FROM left_out_with_total AS o
CROSS JOIN policy AS p
LEFT JOIN counts AS c ON COALESCE(c.queue, '') = COALESCE(o.queue, '') AND c.local_s = o.local_s
LEFT JOIN steps AS w ON COALESCE(w.queue, '') = COALESCE(o.queue, '') AND w.local_s = o.local_s
LEFT JOIN starts AS i ON i.local_s = o.local_s
ORDER BY o.local_s, o.queue NULLS LAST, w.after_s
