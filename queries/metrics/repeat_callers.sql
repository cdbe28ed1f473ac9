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
    SELECT c.source, c.seq, c.customer, c.caller, c.s, c.outcome, c.first_queue, c.wait_s, k.reason,
           row_number() OVER (PARTITION BY c.customer ORDER BY c.s DESC, c.source DESC, c.seq DESC) AS from_last
    FROM contacts AS c
    LEFT JOIN contact_codes AS k ON k.source = c.source AND k.call_id = c.call_id
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.first_queue = $queue)
),
totals AS (
    SELECT count(*) FILTER (WHERE customer IS NOT NULL) AS identified,
           count(*) FILTER (WHERE customer IS NULL) AS left_out
    FROM picked
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
           sum(wait_s) AS wait_s
    FROM picked
    WHERE customer IS NOT NULL
    GROUP BY customer
    HAVING count(*) >= 2
),
placed AS (
    SELECT customer, caller, contacts, answered, failed, queues, last_queue, reasons, last_reason, first_s, last_s, last_outcome,
           wait_s, count(*) OVER () AS found,
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
       r.found
FROM placed AS r
CROSS JOIN totals AS t
WHERE r.place <= COALESCE(CAST($most AS BIGINT), r.found)
ORDER BY r.contacts DESC, r.last_s DESC, r.customer
