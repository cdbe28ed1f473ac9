-- name: slipped
-- title: Slipped promises
-- says: promises, complaints and tickets whose customer phoned again, in the period for the first time, before they were kept
-- unit: follow-up
-- grain: follow-up
-- better: lower
-- params: since, until, queue
-- columns: id, kind, owner, caller, customer, queue, title, opened_at, due_at, slipped_at, called_again, closed_at, closed_how, source
--
-- A call-back to a lost caller is owed but was not promised, so it can't slip. The contact it was opened in is not a new one.
SELECT f.id, f.kind, f.owner, f.caller, f.customer, f.queue, f.title,
       TIMESTAMP '1970-01-01 00:00:00' + f.opened_s * INTERVAL '1' SECOND AS opened_at,
       TIMESTAMP '1970-01-01 00:00:00' + f.due_s * INTERVAL '1' SECOND AS due_at,
       TIMESTAMP '1970-01-01 00:00:00' + f.slipped_s * INTERVAL '1' SECOND AS slipped_at,
       f.called_again,
       TIMESTAMP '1970-01-01 00:00:00' + f.closed_s * INTERVAL '1' SECOND AS closed_at,
       f.closed_how, f.source
FROM follow_ups AS f
WHERE f.slipped_s >= CAST($since AS BIGINT) AND f.slipped_s < CAST($until AS BIGINT)
  AND (CAST($queue AS STRING) IS NULL OR f.queue = $queue)
ORDER BY f.closed_s IS NOT NULL, f.slipped_s, f.source, f.id
