-- name: day_calls
-- title: Calls, the worst first
-- says: calls offered in the period, the worst first: those nobody answered, then those answered or waiting too late, then the rest; in each the longest wait first
-- unit: call
-- grain: call
-- better: neither
-- params: since, until, queue, agent, limit
-- columns: s, call_id, queue, caller, outcome, left_by, wait_s, talk_s, agent, end_s, threshold_s, is_short, rank, found
--
-- rank is 1 for lost, abandoned and overflowed calls, 2 for those past the threshold, 3 for those in time and for short
-- abandons. Refused callers were never let in and are left out. found is how many there are without the limit.
WITH picked AS (
    SELECT c.source, c.seq, c.s, c.call_id, c.queue, c.caller, c.outcome, c.left_by, c.wait_s, c.talk_s, c.agent, c.end_s,
           q.threshold_s,
           c.outcome = 'abandoned' AND c.wait_s <= q.short_abandon_s AS is_short
    FROM (
        SELECT source, seq, s, call_id, queue, caller, outcome, left_by, wait_s, talk_s, agent, end_s
        FROM calls
        WHERE s >= CAST($since AS BIGINT) AND s < CAST($until AS BIGINT) AND outcome <> 'refused'
          AND (CAST($queue AS VARCHAR) IS NULL OR queue = $queue)
          AND (CAST($agent AS VARCHAR) IS NULL OR agent = $agent)
    ) AS c
    JOIN queues AS q ON q.queue = c.queue
),
ranked AS (
    SELECT *,
           CASE WHEN outcome IN ('lost', 'lost?', 'abandoned', 'overflowed') AND NOT is_short THEN 1
                WHEN wait_s > threshold_s THEN 2
                ELSE 3 END AS rank,
           count(*) OVER () AS found
    FROM picked
)
SELECT s, call_id, queue, caller, outcome, left_by, wait_s, talk_s, agent, end_s, threshold_s, is_short, rank, found
FROM ranked
ORDER BY rank, wait_s DESC NULLS FIRST, s, source, seq
LIMIT CAST($limit AS BIGINT)
