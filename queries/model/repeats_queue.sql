-- name: repeats_queue
-- title: Contacts and when their customers came back to the queue
-- says: every contact with the start of the next one of the same customer that began in the queue which answered it
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent, reason, next_s, last_end_s
-- As repeats_any.sql, but only those contacts count as next which began in the queue that answered this one.
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
