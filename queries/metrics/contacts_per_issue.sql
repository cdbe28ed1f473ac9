-- name: contacts_per_issue
-- title: Contacts per issue
-- says: how often customers had to phone for one issue: a chain of contacts each within the window of the one before
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue, window_s, heard_s
-- columns: queue, numerator, denominator, value, solved_at_once, most, still_open, left_out, left_out_share, window_s
-- reach: window, all
-- scope: any
--
-- Issues (denominator) whose first contact began in the period, and all their contacts (numerator), also those after it. An issue is
-- of the queue in which it began. solved_at_once: issues of one contact; most: of the one with the most; still_open: those whose
-- window is not over, so that another contact may yet belong to them. left_out: contacts of nobody in the period, belonging to no issue. An
-- issue that began in a voice menu is of no queue, and not among these.
WITH policy AS (
    SELECT COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s FROM resolution AS s
),
links AS (
    SELECT r.customer_no, r.source, r.seq, r.s, COALESCE(r.end_s, r.s) AS end_s, r.first_queue,
           CASE WHEN r.s - r.last_end_s <= p.window_s THEN 0 ELSE 1 END AS is_first
    FROM repeats AS r
    CROSS JOIN policy AS p
    WHERE r.scope = 'any' AND r.customer_no IS NOT NULL
),
numbered AS (
    SELECT customer_no, s, end_s, first_queue, is_first,
           sum(is_first) OVER (PARTITION BY customer_no ORDER BY s, source, seq
                               ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS issue
    FROM links
),
issues AS (
    SELECT customer_no, issue, min(CASE WHEN is_first = 1 THEN s END) AS s,
           min(CASE WHEN is_first = 1 THEN first_queue END) AS queue,
           count(*) AS contacts, max(end_s) AS end_s
    FROM numbered
    GROUP BY customer_no, issue
),
per_queue AS (
    SELECT i.queue, sum(i.contacts) AS contacts, count(*) AS issues,
           count(*) FILTER (WHERE i.contacts = 1) AS solved_at_once,
           max(i.contacts) AS most,
           count(*) FILTER (WHERE i.end_s + p.window_s >= CAST($heard_s AS BIGINT)) AS still_open
    FROM issues AS i
    CROSS JOIN policy AS p
    WHERE i.queue IS NOT NULL AND i.s >= CAST($since AS BIGINT) AND i.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR i.queue = $queue)
    GROUP BY i.queue
),
nobody AS (
    SELECT c.first_queue AS queue, count(*) FILTER (WHERE c.customer_no IS NULL) AS left_out, count(*) AS contacts
    FROM contacts AS c
    WHERE c.first_queue IS NOT NULL AND c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.first_queue = $queue)
    GROUP BY c.first_queue
),
joined AS (
    SELECT n.queue, COALESCE(q.contacts, 0) AS contacts, COALESCE(q.issues, 0) AS issues,
           COALESCE(q.solved_at_once, 0) AS solved_at_once, q.most, COALESCE(q.still_open, 0) AS still_open,
           n.left_out, n.contacts AS of_all
    FROM nobody AS n
    LEFT JOIN per_queue AS q ON q.queue = n.queue
),
with_total AS (
    SELECT queue, contacts, issues, solved_at_once, most, still_open, left_out, of_all FROM joined
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(contacts), 0), COALESCE(sum(issues), 0), COALESCE(sum(solved_at_once), 0),
           max(most), COALESCE(sum(still_open), 0), COALESCE(sum(left_out), 0), COALESCE(sum(of_all), 0)
    FROM joined
)
SELECT w.queue,
       CAST(w.contacts AS BIGINT) AS numerator,
       CAST(w.issues AS BIGINT) AS denominator,
       CAST(w.contacts AS DOUBLE) / NULLIF(CAST(w.issues AS DOUBLE), 0) AS value,
       CAST(w.solved_at_once AS BIGINT) AS solved_at_once,
       CAST(w.most AS BIGINT) AS most,
       CAST(w.still_open AS BIGINT) AS still_open,
       CAST(w.left_out AS BIGINT) AS left_out,
       CAST(w.left_out AS DOUBLE) / NULLIF(CAST(w.of_all AS DOUBLE), 0) AS left_out_share,
       p.window_s
FROM with_total AS w
CROSS JOIN policy AS p
ORDER BY w.queue NULLS LAST
