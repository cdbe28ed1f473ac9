-- name: follow_ups
-- title: Follow-ups
-- says: what is owed to customers, the worst first: promises whose customer phoned again, then the longest overdue, then what is due next
-- unit: follow-up
-- grain: follow-up
-- better: neither
-- params: as_of, queue, owner, kind, state
-- columns: id, kind, is_slipped, is_overdue, is_snoozed, due_at, owner, caller, customer, queue, title, opened_at, opened_by, called_again, last_note, snoozed_until_at, reopened, closed_at, closed_how, age_s, late_s, call_id, source
--
-- state: open (if null), closed or all. owner 'nobody': those of no one. What was snoozed stands below the others until it wakes.
-- late_s runs from the due instant to the closing, or to the asked moment; null: not late.
SELECT f.id, f.kind,
       f.slipped_s IS NOT NULL AS is_slipped,
       f.closed_s IS NULL AND f.due_s < CAST($as_of AS BIGINT) AS is_overdue,
       COALESCE(f.snoozed_until_s > CAST($as_of AS BIGINT), FALSE) AS is_snoozed,
       TIMESTAMP '1970-01-01 00:00:00' + f.due_s * INTERVAL '1' SECOND AS due_at,
       f.owner, f.caller, f.customer, f.queue, f.title,
       TIMESTAMP '1970-01-01 00:00:00' + f.opened_s * INTERVAL '1' SECOND AS opened_at,
       f.opened_by, f.called_again, f.last_note,
       TIMESTAMP '1970-01-01 00:00:00' + f.snoozed_until_s * INTERVAL '1' SECOND AS snoozed_until_at,
       f.reopened,
       TIMESTAMP '1970-01-01 00:00:00' + f.closed_s * INTERVAL '1' SECOND AS closed_at,
       f.closed_how,
       COALESCE(f.closed_s, CAST($as_of AS BIGINT)) - f.opened_s AS age_s,
       CASE WHEN COALESCE(f.closed_s, CAST($as_of AS BIGINT)) > f.due_s
            THEN COALESCE(f.closed_s, CAST($as_of AS BIGINT)) - f.due_s END AS late_s,
       f.call_id, f.source
FROM follow_ups AS f
WHERE (CAST($queue AS STRING) IS NULL OR f.queue = $queue)
  AND (CAST($owner AS STRING) IS NULL OR COALESCE(f.owner, 'nobody') = $owner)
  AND (CAST($kind AS STRING) IS NULL OR f.kind = $kind)
  AND (COALESCE(CAST($state AS STRING), 'open') = 'all'
       OR (COALESCE(CAST($state AS STRING), 'open') = 'closed') = (f.closed_s IS NOT NULL))
ORDER BY f.closed_s DESC NULLS FIRST, is_snoozed, is_slipped DESC, f.due_s, f.opened_s, f.source, f.id
