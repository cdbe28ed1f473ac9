-- name: waiting_now
-- title: Waiting now
-- says: callers who wait at the asked moment, the oldest first; earlier is how often the same number called before on this day, yesterday how often in the day before
-- unit: call
-- grain: call
-- better: neither
-- params: since, queue
-- columns: queue, call_id, caller, wait_s, offered_s, earlier, yesterday, threshold_s
--
-- Both count other call ids of the same number, in any queue or source: earlier those offered since the start of today and
-- before this call, yesterday those of the 24 hours before today. Null where there is no number to know a caller by (fewer
-- than three digits). One day before since is read anyway, for callers who wait across midnight.
WITH waiting AS (
    SELECT c.source, c.seq, c.queue, c.call_id, c.caller, c.wait_s, c.s,
           length(regexp_replace(c.caller, '[^0-9]', '', 'g')) >= 3 AS is_customer
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) - 86400 AND c.outcome = 'waiting'
      AND (CAST($queue AS VARCHAR) IS NULL OR c.queue = $queue)
),
before AS (
    -- The few who wait on the right: this runs without an optimizer, which would see to it.
    SELECT w.source, w.seq,
           count(DISTINCT (e.source, e.call_id)) FILTER (WHERE e.s >= CAST($since AS BIGINT)) AS earlier,
           count(DISTINCT (e.source, e.call_id)) FILTER (WHERE e.s < CAST($since AS BIGINT)) AS yesterday
    FROM (SELECT source, seq, call_id, caller, s FROM calls WHERE s >= CAST($since AS BIGINT) - 86400) AS e
    JOIN (SELECT source, seq, call_id, caller, s FROM waiting WHERE is_customer) AS w ON w.caller = e.caller
    WHERE (e.s < w.s OR (e.s = w.s AND e.source = w.source AND e.seq < w.seq))
      AND NOT (e.source = w.source AND e.call_id = w.call_id)
    GROUP BY w.source, w.seq
)
SELECT w.queue, w.call_id, w.caller, w.wait_s,
       w.s AS offered_s,
       CASE WHEN w.is_customer THEN coalesce(b.earlier, 0) END AS earlier,
       CASE WHEN w.is_customer THEN coalesce(b.yesterday, 0) END AS yesterday,
       q.threshold_s
FROM waiting AS w
JOIN queues AS q ON q.queue = w.queue
LEFT JOIN before AS b ON b.source = w.source AND b.seq = w.seq
ORDER BY w.s, w.source, w.seq
