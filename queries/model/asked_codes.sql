-- name: asked_codes
-- title: Codes as of the asked moment
-- says: what agents, menus and dialled numbers say a contact was about and how it ended
-- unit: row
-- grain: code
-- better: neither
-- params:
-- columns: source, call_id, seq, s, kind, code
-- kind: outcome (how an agent coded the contact), reason (what it was about), info (free form), did (the number dialled).
-- In a queue_log these are QueueMetrics' conventions: CALLSTATUS code, INFO text, DID number. A source that knows a reason by
-- that name adds a branch.
SELECT source, call_id, seq, s,
       CASE event WHEN 'CALLSTATUS' THEN 'outcome' WHEN 'INFO' THEN 'info' ELSE 'did' END AS kind,
       CASE WHEN event = 'INFO' THEN concat_ws('|', nullif(p1, ''), nullif(p2, ''), nullif(p3, ''), nullif(p4, ''), nullif(p5, ''))
            ELSE p1 END AS code
FROM events
WHERE event IN ('CALLSTATUS', 'INFO', 'DID')
  AND call_id NOT IN ('', 'NONE')
  AND coalesce(nullif(p1, ''), nullif(p2, '')) IS NOT NULL
