-- name: follow_up_acts
-- title: History of a follow-up
-- says: everything that was done to one follow-up, by whom and when, in order
-- unit: act
-- grain: act
-- better: neither
-- params: id, source
-- columns: at, action, written_by, owner, due_at, note, id, source
--
-- due_at of a snooze is until when it rests; owner 'nobody' is no one any more. source null: of any system.
SELECT TIMESTAMP '1970-01-01 00:00:00' + h.s * INTERVAL '1' SECOND AS at,
       h.action, h.written_by,
       CASE WHEN h.owner = '' THEN 'nobody' ELSE h.owner END AS owner,
       TIMESTAMP '1970-01-01 00:00:00' + h.due_s * INTERVAL '1' SECOND AS due_at,
       h.note, h.id, h.source
FROM follow_up_history AS h
WHERE h.id = CAST($id AS STRING) AND (CAST($source AS STRING) IS NULL OR h.source = $source)
ORDER BY h.source, h.place
