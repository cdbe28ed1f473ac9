-- name: asked_follow_ups
-- title: Follow-ups as of the asked moment
-- says: everything owed to a customer so far, as its history up to the asked moment left it
-- unit: row
-- grain: follow-up
-- better: neither
-- params:
-- columns: source, id, kind, customer, caller, call_id, queue, owner, opened_s, opened_by, due_s, is_default_due, snoozed_until_s, closed_s, closed_how, first_closed_s, reopened, called_again, slipped_s, title, last_note, last_s, last_by
-- closed_how: done, cancel or answered (see asked_follow_up_history.sql). called_again: contacts of the customer that began after
-- it was opened and before it was closed, other than the one it comes from. slipped_s is when the first of them did, if this
-- was promised: a call-back to a lost caller is owed, but nobody promised it, and its customer's next answer settles it.
WITH last_open AS (
    SELECT source, id, max(place) AS place
    FROM follow_up_history
    WHERE action IN ('open', 'reopen')
    GROUP BY source, id
),
folded AS (
    SELECT h.source, h.id,
           coalesce(arg_max(h.kind, h.place), 'ticket') AS kind,
           arg_max(h.customer, h.place) AS customer,
           arg_max(h.caller, h.place) AS caller,
           arg_min(h.call_id, h.place) AS call_id,
           arg_max(h.queue, h.place) AS queue,
           nullif(arg_max(h.owner, h.place), '') AS owner,
           min(CASE WHEN h.action = 'open' THEN h.s END) AS opened_s,
           arg_min(h.written_by, CASE WHEN h.action = 'open' THEN h.place END) AS opened_by,
           arg_max(h.due_s, CASE WHEN h.action <> 'snooze' THEN h.place END) AS due_s,
           arg_max(h.due_s, CASE WHEN h.action = 'snooze' THEN h.place END) AS snoozed_until_s,
           min(CASE WHEN h.action IN ('done', 'cancel', 'answered') AND h.place > o.place THEN h.s END) AS closed_s,
           arg_min(h.action, CASE WHEN h.action IN ('done', 'cancel', 'answered') AND h.place > o.place
                                  THEN h.place END) AS closed_how,
           min(CASE WHEN h.action IN ('done', 'cancel', 'answered') THEN h.s END) AS first_closed_s,
           count(*) FILTER (WHERE h.action = 'reopen') AS reopened,
           arg_max(h.title, h.place) AS title,
           arg_max(h.note, h.place) AS last_note,
           max(h.s) AS last_s,
           arg_max(h.written_by, h.place) AS last_by
    FROM follow_up_history AS h
    JOIN last_open AS o ON o.source = h.source AND o.id = h.id
    GROUP BY h.source, h.id
),
phoned AS (
    SELECT c.source, c.call_id, arg_min(c.customer, c.seq) AS customer, min(c.s) AS s
    FROM calls AS c
    SEMI JOIN folded AS f ON f.customer = c.customer
    WHERE c.s >= coalesce(getvariable('owed_from_s'), 0)
    GROUP BY c.source, c.call_id
),
again AS (
    SELECT f.source, f.id, count(*) AS calls, min(p.s) AS first_s
    FROM folded AS f
    JOIN phoned AS p ON p.customer = f.customer AND p.s > f.opened_s AND (f.closed_s IS NULL OR p.s < f.closed_s)
                    AND p.call_id IS DISTINCT FROM f.call_id
    GROUP BY f.source, f.id
)
SELECT f.source, f.id, f.kind, f.customer, f.caller, f.call_id, f.queue, f.owner, f.opened_s, f.opened_by,
       coalesce(f.due_s, f.opened_s + coalesce(k.due_in_s, other.due_in_s)) AS due_s,
       f.due_s IS NULL AS is_default_due,
       CASE WHEN f.closed_s IS NULL THEN f.snoozed_until_s END AS snoozed_until_s,
       f.closed_s, f.closed_how, f.first_closed_s, f.reopened,
       coalesce(a.calls, 0) AS called_again,
       CASE WHEN f.kind <> 'call-back' THEN a.first_s END AS slipped_s,
       f.title, f.last_note, f.last_s, f.last_by
FROM folded AS f
LEFT JOIN again AS a ON a.source = f.source AND a.id = f.id
LEFT JOIN follow_up_kinds AS k ON k.kind = f.kind
LEFT JOIN follow_up_kinds AS other ON other.kind IS NULL
WHERE f.opened_s IS NOT NULL
