-- name: asked_repeats
-- title: Contacts and when their customers came back
-- says: every contact with the start of the next one of the same customer, in three scopes: any, queue and reason
-- unit: row
-- grain: scope, contact
-- better: neither
-- params:
-- columns: scope, source, call_id, seq, customer, customer_no, caller, s, end_s, outcome, first_queue, last_queue, answered_queue, agent, reason, next_s, last_end_s
-- Ask for one scope: the others then cost no more than their planning. A query of the catalog that has a scope, among its params or in
-- its header, reads that one alone under this name (ops/warehouse/reach.py).
SELECT * FROM repeats_any
UNION ALL
SELECT * FROM repeats_queue
UNION ALL
SELECT * FROM repeats_reason
