-- name: happenings_now
-- title: Just now
-- says: calls that ended badly, the newest first: abandoned, overflowed, refused, lost; times is how often the number has given up today, this time included
-- unit: call
-- grain: call
-- better: neither
-- params: since, limit
-- columns: s, kind, queue, caller, wait_s, call_id, times
--
-- s is when it ended; one taken for lost because nothing more was heard has no end and stands at the time it was offered.
-- times is null for what is not an abandon, and where there is no number to know a caller by (fewer than three digits).
WITH ended AS (
    SELECT coalesce(c.end_s, c.s) AS t, c.source, c.seq, c.queue, c.caller, c.wait_s, c.call_id,
           CASE WHEN c.outcome = 'lost?' THEN 'lost' ELSE c.outcome END AS kind,
           c.outcome = 'abandoned' AND length(regexp_replace(c.caller, '[^0-9]', '', 'g')) >= 3 AS is_known
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) - 86400
      AND c.outcome IN ('abandoned', 'overflowed', 'refused', 'lost', 'lost?')
      AND coalesce(c.end_s, c.s) >= CAST($since AS BIGINT)
)
SELECT t AS s, kind, queue, caller, wait_s, call_id,
       CASE WHEN is_known THEN row_number() OVER (PARTITION BY caller, is_known ORDER BY t, source, seq) END AS times
FROM ended
ORDER BY t DESC, source, seq DESC
LIMIT CAST($limit AS BIGINT)
