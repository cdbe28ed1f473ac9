-- name: asked_repeats
-- title: Contacts and when their customers came back
-- says: every contact with the start of the next one of the same customer, in three scopes: any, queue and reason
-- unit: row
-- grain: scope, contact
-- better: neither
-- params:
-- columns: scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent, reason, next_s, last_end_s
-- Ask for one scope: the others then cost nothing. next_s is the first start after end_s of another contact of the customer; in
-- scope queue of one that began in the queue which answered this one, in scope reason of one with the same reason. last_end_s is the
-- latest end of what the customer had begun before (its start where no end is known), in scope any alone. Both null for nobody.
-- customer_no is the customer as a number: sorting by it, and carrying no text along, costs half.
-- A contact may begin while another one of the customer lasts: hence frames by time and not the next row.
SELECT 'any' AS scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent,
       CAST(NULL AS VARCHAR) AS reason,
       CASE WHEN customer_no IS NOT NULL AND end_s IS NOT NULL THEN first_value(s) OVER (
           PARTITION BY customer_no ORDER BY s
           RANGE BETWEEN (coalesce(end_s, s) - s + 1) FOLLOWING AND UNBOUNDED FOLLOWING) END AS next_s,
       CASE WHEN customer_no IS NOT NULL THEN max(coalesce(end_s, s)) OVER (
           PARTITION BY customer_no ORDER BY s, source, seq
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) END AS last_end_s
FROM contacts
UNION ALL
SELECT 'queue' AS scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent,
       CAST(NULL AS VARCHAR) AS reason, next_s, CAST(NULL AS BIGINT) AS last_end_s
FROM (
    SELECT *,
           CASE WHEN customer_no IS NOT NULL AND end_s IS NOT NULL AND queue IS NOT NULL
                THEN min(CASE WHEN queue = first_queue THEN s END) OVER (
                    PARTITION BY customer_no, queue ORDER BY s
                    RANGE BETWEEN (coalesce(end_s, s) - s + 1) FOLLOWING AND UNBOUNDED FOLLOWING) END AS next_s
    FROM (
        SELECT *, coalesce(answered_queue, first_queue) AS queue, false AS is_arrival FROM contacts
        UNION ALL
        -- where it began, if another queue answered: it counts there as a return, and nothing else
        SELECT *, first_queue AS queue, true AS is_arrival FROM contacts WHERE answered_queue <> first_queue
    ) AS keyed
) AS by_queue
WHERE NOT is_arrival
UNION ALL
SELECT 'reason' AS scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent,
       reason,
       CASE WHEN customer_no IS NOT NULL AND end_s IS NOT NULL AND reason IS NOT NULL THEN first_value(s) OVER (
           PARTITION BY customer_no, reason ORDER BY s
           RANGE BETWEEN (coalesce(end_s, s) - s + 1) FOLLOWING AND UNBOUNDED FOLLOWING) END AS next_s,
       CAST(NULL AS BIGINT) AS last_end_s
FROM (
    SELECT c.*, k.reason
    FROM contacts AS c
    LEFT JOIN contact_codes AS k ON k.source = c.source AND k.call_id = c.call_id
) AS by_reason
