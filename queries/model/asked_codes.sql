-- name: asked_codes
-- title: Codes as of the asked moment
-- says: what agents, menus and dialled numbers say a contact was about and how it ended
-- unit: row
-- grain: code
-- better: neither
-- params:
-- columns: source, call_id, seq, s, kind, code
-- kind: outcome (how an agent coded the contact), reason (what it was about), info (free form), did (the number dialled).
-- In a queue_log these are QueueMetrics' conventions: CALLSTATUS code, INFO text, DID number. A record has a reason (records.sql).
SELECT source, call_id, seq, s,
       CASE event WHEN 'CALLSTATUS' THEN 'outcome' WHEN 'INFO' THEN 'info' WHEN 'DID' THEN 'did' ELSE 'reason' END AS kind,
       CASE WHEN event = 'INFO' THEN concat_ws('|', nullif(p1, ''), nullif(p2, ''), nullif(p3, ''), nullif(p4, ''), nullif(p5, ''))
            WHEN event IN ('RECORD', 'CALLEND') THEN p5 ELSE p1 END AS code
FROM events
WHERE event IN ('CALLSTATUS', 'INFO', 'DID', 'RECORD', 'CALLEND')
  AND call_id NOT IN ('', 'NONE')
  AND CASE WHEN event IN ('RECORD', 'CALLEND') THEN p5 WHEN event = 'INFO' THEN concat(p1, p2) ELSE p1 END <> ''
  AND (source, seq) NOT IN (SELECT (source, seq) FROM superseded)
