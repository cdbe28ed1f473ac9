-- name: repeats_any
-- title: Contacts and when their customers came back
-- says: every contact with the start of the next one of the same customer, whatever it was about
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent, reason, next_s, last_end_s
-- next_s is the first start after end_s of another contact of the customer. last_end_s is the latest end of what the customer had begun
-- before (its start where no end is known), known in this scope alone. Both null for nobody.
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
