-- name: model_tickets
-- title: What became of tickets
-- says: rows of other systems' tickets as what was done to a follow-up: opened, assigned, due, done, cancelled, reopened
-- unit: row
-- grain: follow-up, action
-- better: neither
-- params:
-- columns: source, id, seq, s, action, owner, due_s, kind, customer, caller, call_id, queue, title, note, written_by, place
-- The one place that knows what a FOLLOWUP's p1..p5 mean: call_id the ticket, agent who has it, p1 its state as of the row, p2 due,
-- p3 kind, p4 customer, p5 when it was closed (where a format has one row a ticket), more its title. A row that repeats a
-- state says nothing new. A closing that the row knows of beforehand counts from its own second on, not from the row's.
-- asked_s: only seconds below it count. ticket_customers: the normal form of every p4.
WITH told AS (
    SELECT t.source, t.call_id AS id, t.seq, t.s, TRY_CAST(t.p5 AS BIGINT) AS closed_s,
           CASE WHEN t.p1 IN ('done', 'cancelled') THEN t.p1 ELSE 'open' END AS state,
           CASE WHEN t.agent = 'NONE' THEN '' ELSE coalesce(a.agent, t.agent, '') END AS owner,
           TRY_CAST(t.p2 AS BIGINT) AS due_s, nullif(t.p3, '') AS kind,
           c.customer, nullif(t.p4, '') AS caller, nullif(nullif(t.queue, 'NONE'), '') AS queue,
           nullif(t.more, '') AS title
    FROM ticket_lines AS t
    LEFT JOIN ticket_customers AS c ON c.caller = t.p4
    LEFT JOIN aliases AS a ON a.raw = t.agent
    WHERE t.s < getvariable('asked_s')
),
steps AS (
    SELECT *, s AS at_s, 1 AS step, CASE WHEN closed_s > s THEN 'open' ELSE state END AS becomes FROM told
    UNION ALL
    SELECT *, closed_s AS at_s, 2 AS step, CASE state WHEN 'open' THEN 'done' ELSE state END AS becomes
    FROM told WHERE closed_s >= s AND closed_s < getvariable('asked_s')
    UNION ALL
    -- what is closed in its first row was opened by it
    SELECT *, s AS at_s, 0 AS step, 'open' AS becomes FROM told
    QUALIFY row_number() OVER (PARTITION BY source, id ORDER BY s, seq) = 1
),
placed AS (
    SELECT *, row_number() OVER life AS place, lag(becomes) OVER life AS before,
           lag(owner) OVER life AS owner_before, lag(due_s) OVER life AS due_before_s
    FROM steps WINDOW life AS (PARTITION BY source, id ORDER BY at_s, seq, step)
)
SELECT source, id, seq, at_s AS s, action, owner, due_s, kind, customer, caller, CAST(NULL AS VARCHAR) AS call_id, queue,
       title, CAST(NULL AS VARCHAR) AS note, CAST(NULL AS VARCHAR) AS written_by, 2 * place AS place
FROM (
    SELECT *, CASE
        WHEN before IS NULL THEN 'open'
        WHEN becomes = 'open' AND before <> 'open' THEN 'reopen'
        WHEN becomes = 'done' AND before = 'open' THEN 'done'
        WHEN becomes = 'cancelled' AND before = 'open' THEN 'cancel'
        WHEN owner <> owner_before THEN 'assign'
        WHEN due_s IS DISTINCT FROM due_before_s AND due_s IS NOT NULL THEN 'set due'
    END AS action
    FROM placed
) AS named
WHERE action IS NOT NULL
