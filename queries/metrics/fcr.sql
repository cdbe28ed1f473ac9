-- name: fcr
-- title: First-contact resolution
-- says: share of answered contacts after whose end the same customer began no other contact within the window; pending while the window is not over
-- unit: ratio
-- grain: queue, interval
-- better: higher
-- params: since, until, queue, scope, window_s, interval_s, heard_s
-- columns: queue, interval_at, numerator, denominator, value, repeated, pending, already_repeated, pending_share, left_out, left_out_share, scope, window_s
-- reach: 0, window
--
-- Of the answered contacts that began in the period and have ended; a contact is of the queue that answered it last. scope says
-- which later contact counts: any (if null), queue (begun in that queue), reason (of the same reason). numerator resolved,
-- denominator resolved + repeated; pending: some of the window still lies ahead, already_repeated of these have come back.
-- left_out: contacts of nobody, and in scope reason those without one; left_out_share is of all. heard_s: what lies before it is known.
-- interval_s null: one row a queue; else by intervals of the local clock, weeks (604800) begin on the settings' day. They are told by
-- the offset that holds at each contact: a week in which clocks change is one week.
WITH policy AS (
    SELECT COALESCE(CAST($scope AS STRING), 'any') AS scope,
           COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s,
           (s.week_start - 4) * 86400 AS anchor_s
    FROM resolution AS s
),
judged AS (
    SELECT r.answered_queue AS queue, r.s,
           r.customer_no IS NOT NULL AND (r.scope <> 'reason' OR r.reason IS NOT NULL) AS is_known,
           r.end_s + p.window_s < CAST($heard_s AS BIGINT) AS is_over,
           COALESCE(r.next_s <= r.end_s + p.window_s, FALSE) AS is_repeated
    FROM repeats AS r
    CROSS JOIN policy AS p
    WHERE r.scope = COALESCE(CAST($scope AS STRING), 'any')
      AND r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND r.outcome = 'answered' AND r.end_s IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR r.answered_queue = $queue)
),
tally AS (
    SELECT queue, CASE WHEN CAST($interval_s AS BIGINT) IS NOT NULL THEN s - mod(s, 900) END AS bucket_s,
           count(*) FILTER (WHERE is_known AND is_over AND NOT is_repeated) AS resolved,
           count(*) FILTER (WHERE is_known AND is_over AND is_repeated) AS repeated,
           count(*) FILTER (WHERE is_known AND NOT is_over) AS pending,
           count(*) FILTER (WHERE is_known AND NOT is_over AND is_repeated) AS already_repeated,
           count(*) FILTER (WHERE NOT is_known) AS left_out
    FROM judged
    GROUP BY queue, CASE WHEN CAST($interval_s AS BIGINT) IS NOT NULL THEN s - mod(s, 900) END
),
placed AS (
    SELECT t.queue, t.resolved, t.repeated, t.pending, t.already_repeated, t.left_out,
           t.bucket_s + COALESCE(z.offset_s, 0)
               - mod(t.bucket_s + COALESCE(z.offset_s, 0) - p.anchor_s, CAST($interval_s AS BIGINT)) AS local_s
    FROM tally AS t
    CROSS JOIN policy AS p
    LEFT JOIN zone_offsets AS z ON t.bucket_s >= z.since_s AND t.bucket_s < z.until_s
),
per_queue AS (
    SELECT queue, local_s, sum(resolved) AS resolved, sum(repeated) AS repeated, sum(pending) AS pending,
           sum(already_repeated) AS already_repeated, sum(left_out) AS left_out
    FROM placed
    GROUP BY queue, local_s
),
with_total AS (
    SELECT queue, local_s, resolved, repeated, pending, already_repeated, left_out FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), local_s, sum(resolved), sum(repeated), sum(pending), sum(already_repeated), sum(left_out)
    FROM per_queue
    WHERE CAST($interval_s AS BIGINT) IS NOT NULL
    GROUP BY local_s
    UNION ALL
    SELECT CAST(NULL AS STRING), CAST(NULL AS BIGINT), COALESCE(sum(resolved), 0), COALESCE(sum(repeated), 0),
           COALESCE(sum(pending), 0), COALESCE(sum(already_repeated), 0), COALESCE(sum(left_out), 0)
    FROM (SELECT * FROM per_queue WHERE CAST($interval_s AS BIGINT) IS NULL) AS whole
    HAVING CAST($interval_s AS BIGINT) IS NULL
),
starts AS (
    SELECT l.local_s, min(l.local_s - COALESCE(z.offset_s, 0)) AS start_s
    FROM (SELECT DISTINCT local_s FROM with_total) AS l
    LEFT JOIN zone_offsets AS z
      ON l.local_s - z.offset_s >= z.since_s AND l.local_s - z.offset_s < z.until_s
    GROUP BY l.local_s
)
SELECT w.queue,
       TIMESTAMP '1970-01-01 00:00:00' + i.start_s * INTERVAL '1' SECOND AS interval_at,
       CAST(w.resolved AS BIGINT) AS numerator,
       CAST(w.resolved + w.repeated AS BIGINT) AS denominator,
       CAST(w.resolved AS DOUBLE) / NULLIF(CAST(w.resolved + w.repeated AS DOUBLE), 0) AS value,
       CAST(w.repeated AS BIGINT) AS repeated,
       CAST(w.pending AS BIGINT) AS pending,
       CAST(w.already_repeated AS BIGINT) AS already_repeated,
       CAST(w.pending AS DOUBLE) / NULLIF(CAST(w.resolved + w.repeated + w.pending AS DOUBLE), 0) AS pending_share,
       CAST(w.left_out AS BIGINT) AS left_out,
       CAST(w.left_out AS DOUBLE)
           / NULLIF(CAST(w.resolved + w.repeated + w.pending + w.left_out AS DOUBLE), 0) AS left_out_share,
       p.scope, p.window_s
FROM with_total AS w
CROSS JOIN policy AS p
LEFT JOIN starts AS i ON i.local_s = w.local_s
ORDER BY w.local_s NULLS FIRST, w.queue NULLS LAST
