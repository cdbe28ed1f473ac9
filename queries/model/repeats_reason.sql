-- name: repeats_reason
-- title: Contacts and when their customers came back about the same
-- says: every contact with the start of the next one of the same customer with the same reason
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent, reason, next_s, last_end_s
-- As repeats_any.sql, but only those contacts count as next which have the same reason as this one.
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
