-- name: repeat_callers
-- title: Repeat callers
-- says: customers with two or more contacts that began in the period: how often, in how many queues, about what, and whether anybody answered
-- unit: customer
-- grain: customer
-- better: neither
-- params: since, until, queue, most
-- columns: customer, caller, contacts, answered, failed, queues, last_queue, reasons, last_reason, first_at, last_at, last_outcome, wait_s, identified, left_out, left_out_share, found
-- reach: 0, 0
--
-- With a queue: contacts that began in it. caller is the number as last written. failed: abandoned, overflowed, refused or lost.
-- identified: contacts of all customers of the period, of which these are some; left_out: contacts of nobody. found: how many such
-- customers there are, of whom most are listed (null: all).
WITH picked AS (
    SELECT c.source, c.call_id, c.seq, c.customer, c.customer_no, c.caller, c.s, c.outcome, c.first_queue, c.wait_s
    FROM contacts AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.first_queue = $queue)
),
counted AS (
    SELECT customer_no, count(*) AS contacts, max(s) AS last_s FROM picked GROUP BY customer_no
),
totals AS (
    SELECT COALESCE(sum(CASE WHEN customer_no IS NOT NULL THEN contacts END), 0) AS identified,
           COALESCE(sum(CASE WHEN customer_no IS NULL THEN contacts END), 0) AS left_out,
           count(*) FILTER (WHERE customer_no IS NOT NULL AND contacts >= 2) AS found
    FROM counted
),
-- of the rest nothing is looked at; of those with as many contacts and an equal last instant more than are listed
listed AS (
    SELECT customer_no
    FROM (
        SELECT customer_no, rank() OVER (ORDER BY contacts DESC, last_s DESC) AS place
        FROM counted
        WHERE customer_no IS NOT NULL AND contacts >= 2
    ) AS ranked
    WHERE CAST($most AS BIGINT) IS NULL OR place <= CAST($most AS BIGINT)
),
again AS (
    SELECT p.customer, p.caller, p.s, p.outcome, p.first_queue, p.wait_s, k.reason,
           row_number() OVER (PARTITION BY p.customer_no ORDER BY p.s DESC, p.source DESC, p.seq DESC) AS from_last
    FROM picked AS p
    JOIN listed AS l ON l.customer_no = p.customer_no
    LEFT JOIN contact_codes AS k ON k.source = p.source AND k.call_id = p.call_id
),
customers AS (
    SELECT customer,
           max(CASE WHEN from_last = 1 THEN caller END) AS caller,
           count(*) AS contacts,
           count(*) FILTER (WHERE outcome IN ('answered', 'talking')) AS answered,
           count(*) FILTER (WHERE outcome IN ('abandoned', 'overflowed', 'refused', 'lost', 'lost?')) AS failed,
           count(DISTINCT first_queue) AS queues,
           max(CASE WHEN from_last = 1 THEN first_queue END) AS last_queue,
           count(DISTINCT reason) AS reasons,
           max(CASE WHEN from_last = 1 THEN reason END) AS last_reason,
           min(s) AS first_s, max(s) AS last_s,
           max(CASE WHEN from_last = 1 THEN outcome END) AS last_outcome,
           CAST(sum(CAST(wait_s AS DECIMAL(18, 6))) AS DOUBLE) AS wait_s
    FROM again
    GROUP BY customer
),
placed AS (
    SELECT customer, caller, contacts, answered, failed, queues, last_queue, reasons, last_reason, first_s, last_s, last_outcome,
           wait_s,
           row_number() OVER (ORDER BY contacts DESC, last_s DESC, customer) AS place
    FROM customers
)
SELECT r.customer, r.caller,
       CAST(r.contacts AS BIGINT) AS contacts,
       CAST(r.answered AS BIGINT) AS answered,
       CAST(r.failed AS BIGINT) AS failed,
       CAST(r.queues AS BIGINT) AS queues,
       r.last_queue,
       CAST(r.reasons AS BIGINT) AS reasons,
       r.last_reason,
       TIMESTAMP '1970-01-01 00:00:00' + r.first_s * INTERVAL '1' SECOND AS first_at,
       TIMESTAMP '1970-01-01 00:00:00' + r.last_s * INTERVAL '1' SECOND AS last_at,
       r.last_outcome, r.wait_s,
       CAST(t.identified AS BIGINT) AS identified,
       CAST(t.left_out AS BIGINT) AS left_out,
       CAST(t.left_out AS DOUBLE) / NULLIF(CAST(t.identified + t.left_out AS DOUBLE), 0) AS left_out_share,
       CAST(t.found AS BIGINT) AS found
FROM placed AS r
CROSS JOIN totals AS t
WHERE r.place <= COALESCE(CAST($most AS BIGINT), t.found)
ORDER BY r.contacts DESC, r.last_s DESC, r.customer
