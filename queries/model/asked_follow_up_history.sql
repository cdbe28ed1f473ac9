-- name: asked_follow_up_history
-- title: What was done to follow-ups, as of the asked moment
-- says: every line of the journal, every change of another system's ticket, and every answer that closed a call-back by itself
-- unit: row
-- grain: follow-up, action
-- better: neither
-- params:
-- columns: source, id, seq, s, action, owner, due_s, kind, customer, caller, call_id, queue, title, note, written_by, place
-- action: open, assign, note, snooze, set due, done, cancel, reopen; answered is a call-back's closing by the first answer its
-- customer got while it was open. due_s of a snooze is until when it rests; owner '' is nobody any more.
-- place is the order within one follow-up. A line that was undone by the asked moment was never there.
-- Answers are looked up, not written: so they hold for every past moment, whoever was running then, and need no second writer.
WITH undone AS (
    SELECT undoes FROM journal_lines WHERE action = 'undo' AND s < getvariable('asked_s')
),
told AS (
    SELECT 'journal' AS source, j.id, j.seq, j.s, j.action, j.owner, j.due_s, j.kind, j.customer, j.caller, j.call_id,
           j.queue, j.title, j.note, j.written_by, 2 * j.seq AS place
    FROM journal_lines AS j
    ANTI JOIN undone AS u ON u.undoes = j.entry_id
    WHERE j.action <> 'undo' AND j.s < getvariable('asked_s')
    UNION ALL
    SELECT source, id, seq, s, action, owner, due_s, kind, customer, caller, call_id, queue, title, note, written_by, place
    FROM tickets
),
call_backs AS (
    SELECT source, id, max(customer) AS customer
    FROM told
    WHERE action = 'open' AND kind = 'call-back' AND customer IS NOT NULL
    GROUP BY source, id
),
spans AS (
    SELECT t.source, t.id, b.customer, t.action, t.place, t.s AS from_s,
           lead(t.s) OVER (PARTITION BY t.source, t.id ORDER BY t.place) AS until_s
    FROM told AS t
    JOIN call_backs AS b ON b.source = t.source AND b.id = t.id
    WHERE t.action IN ('open', 'reopen', 'done', 'cancel')
),
answers AS (
    SELECT c.customer, c.answer_s, c.call_id, c.agent
    FROM calls AS c
    SEMI JOIN call_backs AS b ON b.customer = c.customer
    WHERE c.answer_s IS NOT NULL AND c.s >= coalesce(getvariable('owed_from_s'), 0)
)
SELECT source, id, seq, s, action, owner, due_s, kind, customer, caller, call_id, queue, title, note, written_by, place
FROM told
UNION ALL
SELECT p.source, p.id, CAST(NULL AS BIGINT) AS seq, min(a.answer_s) AS s, 'answered' AS action, CAST(NULL AS VARCHAR) AS owner,
       CAST(NULL AS BIGINT) AS due_s, CAST(NULL AS VARCHAR) AS kind, CAST(NULL AS VARCHAR) AS customer,
       CAST(NULL AS VARCHAR) AS caller, CAST(NULL AS VARCHAR) AS call_id, CAST(NULL AS VARCHAR) AS queue,
       CAST(NULL AS VARCHAR) AS title, CAST(NULL AS VARCHAR) AS note, arg_min(a.agent, a.answer_s) AS written_by,
       p.place + 1 AS place
FROM spans AS p
JOIN answers AS a ON a.customer = p.customer AND a.answer_s >= p.from_s AND (p.until_s IS NULL OR a.answer_s < p.until_s)
WHERE p.action IN ('open', 'reopen')
GROUP BY p.source, p.id, p.place
