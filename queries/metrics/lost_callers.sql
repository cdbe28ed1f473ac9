-- name: lost_callers
-- title: Lost callers
-- says: customers whose last contact was abandoned, overflowed or lost, with no answered contact and no completed call-back since
-- unit: customer
-- grain: customer
-- better: lower
-- params: since, until, queue
-- reach: 604800, all
-- columns: caller, customer, queue, outcome, last_at, tries, longest_wait_s, waited_s, first_at, follow_up, call_id, source, seq, left_out, left_out_share
--
-- Those whose last contact began in the period; who has phoned after it is looked at too. tries, waited_s and first_at are of all their
-- contacts since the last one that reached somebody, up to seven days before the period. follow_up is an open call-back. source, seq
-- and call_id are of the first of those tries: a call-back is made once of it. Refused contacts, and those that left in the voice
-- menu, are passed over.
-- Who waits at the moment is not lost. left_out: contacts of the period that failed in that queue and were
-- nobody's, left_out_share of all that failed there.
-- nearly all customers were never lost: nothing else is looked at of them
WITH failed AS (
    SELECT c.customer_no, c.last_queue AS queue, count(*) AS contacts
    FROM contacts AS c
    WHERE c.outcome IN ('abandoned', 'overflowed', 'lost', 'lost?')
      AND c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.last_queue = $queue)
    GROUP BY c.customer_no, c.last_queue
),
nobody AS (
    SELECT queue, COALESCE(sum(CASE WHEN customer_no IS NULL THEN contacts END), 0) AS left_out, sum(contacts) AS contacts
    FROM failed
    GROUP BY queue
),
own AS (
    SELECT c.customer, c.caller, c.source, c.seq, c.call_id, c.s, c.outcome, c.last_queue, COALESCE(c.wait_s, 0) AS wait_s,
           row_number() OVER (PARTITION BY c.customer_no ORDER BY c.s DESC, c.source DESC, c.seq DESC) AS back
    FROM contacts AS c
    JOIN (SELECT DISTINCT customer_no FROM failed) AS f ON f.customer_no = c.customer_no
    WHERE c.outcome NOT IN ('refused', 'left_in_menu') AND c.s >= CAST($since AS BIGINT) - 604800
),
done AS (
    SELECT f.customer, max(f.closed_s) AS done_s
    FROM follow_ups AS f
    WHERE f.kind = 'call-back' AND f.closed_how = 'done' AND f.customer IS NOT NULL
    GROUP BY f.customer
),
lost AS (
    SELECT o.customer, o.caller, o.last_queue, o.outcome, o.s, COALESCE(d.done_s, -1) AS done_s
    FROM own AS o
    LEFT JOIN done AS d ON d.customer = o.customer
    WHERE o.back = 1 AND o.outcome IN ('abandoned', 'overflowed', 'lost', 'lost?')
      AND o.s >= CAST($since AS BIGINT) AND o.s < CAST($until AS BIGINT)
      AND (d.done_s IS NULL OR d.done_s < o.s)
      AND (CAST($queue AS STRING) IS NULL OR o.last_queue = $queue)
),
tried AS (
    SELECT o.customer, o.source, o.seq, o.call_id, o.s, o.wait_s,
           row_number() OVER (PARTITION BY o.customer ORDER BY o.back DESC) AS nth
    FROM own AS o
    JOIN lost AS l ON l.customer = o.customer AND o.s > l.done_s
    LEFT JOIN (
        SELECT customer, min(back) AS back FROM own WHERE outcome IN ('answered', 'talking') GROUP BY customer
    ) AS reached ON reached.customer = o.customer
    WHERE reached.back IS NULL OR o.back < reached.back
),
summed AS (
    SELECT customer, count(*) AS tries, max(wait_s) AS longest_wait_s, sum(CAST(wait_s AS DECIMAL(18, 6))) AS waited_s, min(s) AS first_s
    FROM tried
    GROUP BY customer
),
owed AS (
    SELECT f.customer, max(f.id) AS id
    FROM follow_ups AS f
    WHERE f.kind = 'call-back' AND f.closed_s IS NULL AND f.customer IS NOT NULL
    GROUP BY f.customer
)
SELECT l.caller, l.customer, l.last_queue AS queue, l.outcome,
       TIMESTAMP '1970-01-01 00:00:00' + l.s * INTERVAL '1' SECOND AS last_at,
       CAST(t.tries AS BIGINT) AS tries,
       CAST(t.longest_wait_s AS DOUBLE) AS longest_wait_s,
       CAST(t.waited_s AS DOUBLE) AS waited_s,
       TIMESTAMP '1970-01-01 00:00:00' + t.first_s * INTERVAL '1' SECOND AS first_at,
       f.id AS follow_up,
       one.call_id, one.source, one.seq,
       CAST(n.left_out AS BIGINT) AS left_out,
       CAST(n.left_out AS DOUBLE) / NULLIF(CAST(n.contacts AS DOUBLE), 0) AS left_out_share
FROM lost AS l
JOIN summed AS t ON t.customer = l.customer
JOIN tried AS one ON one.customer = l.customer AND one.nth = 1
LEFT JOIN owed AS f ON f.customer = l.customer
LEFT JOIN nobody AS n ON n.queue = l.last_queue
ORDER BY t.tries DESC, t.waited_s DESC, l.s, l.customer
