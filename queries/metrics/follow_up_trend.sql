-- name: follow_up_trend
-- title: Backlog by day
-- says: follow-ups opened and closed on each day, and how many were open and overdue when it ended
-- unit: follow-ups
-- grain: day
-- better: lower
-- params: since, until, as_of
-- columns: day_at, opened, closed, backlog, overdue
--
-- Days are of the local clock and begin at since; at most 1,000 of them. The last one ends at the asked moment if that comes first.
-- Each follow-up is open from an opening or reopening to the next closing; overdue as it was due then, before it was put off.
-- One sweep over all changes and the ends of days: a change in the second in which a day ends belongs to the next.
WITH digits AS (
    SELECT d.n FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS d(n)
),
numbered AS (
    SELECT CAST(a.n + 10 * b.n + 100 * c.n AS BIGINT) AS n
    FROM digits AS a CROSS JOIN digits AS b CROSS JOIN digits AS c
),
own_offset AS (
    SELECT COALESCE(max(offset_s), 0) AS offset_s
    FROM zone_offsets
    WHERE since_s <= CAST($since AS BIGINT) AND until_s > CAST($since AS BIGINT)
),
starts AS (
    SELECT d.n, CAST($since AS BIGINT) + d.n * 86400 + o.offset_s - COALESCE(z.offset_s, o.offset_s) AS start_s
    FROM numbered AS d
    CROSS JOIN own_offset AS o
    LEFT JOIN zone_offsets AS z ON CAST($since AS BIGINT) + d.n * 86400 >= z.since_s
                               AND CAST($since AS BIGINT) + d.n * 86400 < z.until_s
),
days AS (
    SELECT start_s, least(lead(start_s) OVER (ORDER BY n), CAST($until AS BIGINT), CAST($as_of AS BIGINT)) AS end_s
    FROM starts
),
asked AS (
    SELECT start_s, end_s FROM days WHERE start_s < end_s
),
changes AS (
    SELECT h.source, h.id, h.place, h.s,
           CASE WHEN h.action IN ('open', 'reopen') THEN 1
                WHEN h.action IN ('done', 'cancel', 'answered') THEN 0 END AS is_open,
           CASE WHEN h.action = 'open' THEN COALESCE(h.due_s, h.s + COALESCE(k.due_in_s, other.due_in_s))
                WHEN h.action <> 'snooze' THEN h.due_s END AS due_s
    FROM follow_up_history AS h
    JOIN (SELECT DISTINCT source, id FROM follow_up_history WHERE action = 'open') AS o
      ON o.source = h.source AND o.id = h.id
    LEFT JOIN follow_up_kinds AS k ON k.kind = COALESCE(h.kind, 'ticket')
    LEFT JOIN follow_up_kinds AS other ON other.kind IS NULL
),
runs AS (
    SELECT source, id, place, s, is_open, due_s,
           count(is_open) OVER (PARTITION BY source, id ORDER BY place) AS open_run,
           count(due_s) OVER (PARTITION BY source, id ORDER BY place) AS due_run
    FROM changes
    WHERE is_open IS NOT NULL OR due_s IS NOT NULL
),
known AS (
    SELECT source, id, place, s,
           max(is_open) OVER (PARTITION BY source, id, open_run) AS is_open,
           max(due_s) OVER (PARTITION BY source, id, due_run) AS due_s
    FROM runs
),
spans AS (
    SELECT s, COALESCE(is_open, 0) AS is_open, due_s,
           COALESCE(lag(is_open) OVER (PARTITION BY source, id ORDER BY place), 0) AS was_open,
           lead(s) OVER (PARTITION BY source, id ORDER BY place) AS next_s
    FROM known
),
sweep AS (
    SELECT s AS at_s, 1 AS turn, CASE WHEN is_open > was_open THEN 1 ELSE 0 END AS opened,
           CASE WHEN is_open < was_open THEN 1 ELSE 0 END AS closed, 0 AS overdue
    FROM spans
    UNION ALL
    SELECT greatest(s, due_s), 1, 0, 0, 1
    FROM spans WHERE is_open = 1 AND (next_s IS NULL OR greatest(s, due_s) < next_s)
    UNION ALL
    SELECT next_s, 1, 0, 0, -1
    FROM spans WHERE is_open = 1 AND greatest(s, due_s) < next_s
    UNION ALL
    SELECT end_s, 0, 0, 0, 0 FROM asked
    UNION ALL
    SELECT CAST($since AS BIGINT), 0, 0, 0, 0
),
marks AS (
    SELECT DISTINCT at_s, turn,
           sum(opened) OVER (ORDER BY at_s, turn) AS opened,
           sum(closed) OVER (ORDER BY at_s, turn) AS closed,
           sum(overdue) OVER (ORDER BY at_s, turn) AS overdue
    FROM sweep
),
ends AS (
    SELECT at_s AS end_s, opened, closed, overdue,
           lag(opened) OVER (ORDER BY at_s) AS opened_before,
           lag(closed) OVER (ORDER BY at_s) AS closed_before
    FROM marks
    WHERE turn = 0
)
SELECT TIMESTAMP '1970-01-01 00:00:00' + d.start_s * INTERVAL '1' SECOND AS day_at,
       CAST(e.opened - e.opened_before AS BIGINT) AS opened,
       CAST(e.closed - e.closed_before AS BIGINT) AS closed,
       CAST(e.opened - e.closed AS BIGINT) AS backlog,
       CAST(e.overdue AS BIGINT) AS overdue
FROM asked AS d
JOIN ends AS e ON e.end_s = d.end_s
ORDER BY d.start_s
