-- name: happenings_now
-- title: Just now
-- says: calls that ended badly, the newest first: abandoned, overflowed, refused, lost
-- unit: call
-- grain: call
-- better: neither
-- params: since, limit
-- columns: s, kind, queue, caller, wait_s, call_id
--
-- s is when it ended; one taken for lost because nothing more was heard has no end and stands at the time it was offered.
SELECT coalesce(c.end_s, c.s) AS s,
       CASE WHEN c.outcome = 'lost?' THEN 'lost' ELSE c.outcome END AS kind,
       c.queue, c.caller, c.wait_s, c.call_id
FROM calls AS c
WHERE c.s >= CAST($since AS BIGINT) - 86400
  AND c.outcome IN ('abandoned', 'overflowed', 'refused', 'lost', 'lost?')
  AND coalesce(c.end_s, c.s) >= CAST($since AS BIGINT)
ORDER BY coalesce(c.end_s, c.s) DESC, c.source, c.seq DESC
LIMIT CAST($limit AS BIGINT)
