-- name: asked_menu_leavers
-- title: Who left in the voice menu
-- says: callers who hung up in a voice menu and never entered a queue, where a source of records tells of them
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: source, seq, call_id, queue, caller, customer, s, end_s
-- queue is the one they were on the way to, where the record says so. These are contacts and in no queue's ratio.
SELECT source, seq, call_id, queue, caller, customer, s, CASE WHEN end_s < getvariable('asked_s') THEN end_s END AS end_s
FROM stored_menu_leavers
WHERE s < getvariable('asked_s')
