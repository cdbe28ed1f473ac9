-- name: fcr_so_far
-- title: First-contact resolution so far
-- says: share of answered contacts that stay resolved over the whole window, by Kaplan and Meier, counting each contact for as long as it has been watched; with its 95 % band
-- unit: share
-- grain: queue
-- better: higher
-- params: since, until, queue, scope, window_s, step_s, heard_s
-- columns: queue, after_s, value, low, high, watched_s, contacts, repeated, censored, left_out, left_out_share, scope, window_s
-- reach: 0, window
--
-- The honest number for a week that is not over: contacts, scope, window and left_out as in fcr.sql, but a contact whose window is not
-- over counts until where the data end (heard_s) instead of not at all. value is S(window); step_s null: one row a queue, else a
-- row for every so many seconds after the end in which a contact was repeated or went out of sight, with the value up to there.
-- watched_s is as far as any contact has been watched: before the window is reached, value is S(watched_s), and can yet fall.
-- Kaplan and Meier (1958), JASA 53:457-481; variance by Greenwood, band on the log(-log) scale as in Kalbfleisch and Prentice,
-- z = 1.959963984540054. At a value of 1 or 0 there is no such band: low and high are null. Rows for all queues pool the contacts.
WITH policy AS (
    SELECT COALESCE(CAST($scope AS STRING), 'any') AS scope,
           COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s
    FROM resolution AS s
),
picked AS (
    SELECT r.answered_queue AS queue, p.window_s,
           r.customer_no IS NOT NULL AND (r.scope <> 'reason' OR r.reason IS NOT NULL) AS is_known,
           r.next_s - r.end_s AS repeated_s,
           CAST($heard_s AS BIGINT) - 1 - r.end_s AS watched_s
    FROM repeats AS r
    CROSS JOIN policy AS p
    WHERE r.scope = COALESCE(CAST($scope AS STRING), 'any')
      AND r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND r.outcome = 'answered' AND r.end_s < CAST($heard_s AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR r.answered_queue = $queue)
),
spans AS (
    SELECT queue, CASE WHEN repeated_s <= window_s THEN repeated_s ELSE least(watched_s, window_s) END AS t,
           count(*) FILTER (WHERE repeated_s <= window_s) AS repeated, count(*) AS ended
    FROM picked
    WHERE is_known
    GROUP BY queue, CASE WHEN repeated_s <= window_s THEN repeated_s ELSE least(watched_s, window_s) END
),
histogram AS (
    SELECT queue, t, repeated, ended FROM spans
    UNION ALL
    SELECT CAST(NULL AS STRING), t, sum(repeated), sum(ended) FROM spans GROUP BY t
),
at_risk AS (
    SELECT queue, t, CAST(repeated AS DOUBLE) AS repeated, CAST(ended AS DOUBLE) AS ended,
           CAST(sum(ended) OVER (PARTITION BY queue ORDER BY t DESC
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DOUBLE) AS at_risk
    FROM histogram
),
survival AS (
    SELECT queue, t, repeated, ended,
           sum(CASE WHEN repeated < at_risk THEN ln((at_risk - repeated) / at_risk) ELSE 0 END)
               OVER (PARTITION BY queue ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS log_value,
           max(CASE WHEN repeated = at_risk THEN 1 ELSE 0 END)
               OVER (PARTITION BY queue ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS none_left,
           sum(CASE WHEN repeated < at_risk THEN repeated / (at_risk * (at_risk - repeated)) ELSE 0 END)
               OVER (PARTITION BY queue ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS variance
    FROM at_risk
),
steps AS (
    SELECT queue, min(log_value) AS log_value, max(none_left) AS none_left, max(variance) AS variance,
           CAST(ceil(CAST(t AS DOUBLE) / CAST($step_s AS BIGINT)) AS BIGINT) * CAST($step_s AS BIGINT) AS after_s
    FROM survival
    GROUP BY queue, CAST(ceil(CAST(t AS DOUBLE) / CAST($step_s AS BIGINT)) AS BIGINT) * CAST($step_s AS BIGINT)
),
counts AS (
    SELECT queue, sum(repeated) AS repeated, sum(ended) AS contacts, max(t) AS watched_s FROM histogram GROUP BY queue
),
left_out AS (
    SELECT queue, count(*) FILTER (WHERE NOT is_known) AS left_out, count(*) AS answered FROM picked GROUP BY queue
),
left_out_with_total AS (
    SELECT queue, left_out, answered FROM left_out
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(left_out), 0), COALESCE(sum(answered), 0) FROM left_out
)
SELECT o.queue, w.after_s,
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
LEFT JOIN counts AS c ON COALESCE(c.queue, '') = COALESCE(o.queue, '')
LEFT JOIN steps AS w ON COALESCE(w.queue, '') = COALESCE(o.queue, '')
ORDER BY o.queue NULLS LAST, w.after_s
