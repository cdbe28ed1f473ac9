-- name: asterisk_counters
-- title: Asterisk's own counters
-- says: what queue show counts since the last start: calls completed once their talk has ended, callers gone, and both of its service levels
-- unit: calls
-- grain: source, queue
-- better: neither
-- params: queue, threshold
-- columns: source, queue, started_at, threshold_s, waiting, longest_wait_s, completed, completed_in_time, abandoned, abandoned_in_time, perf, perf2
--
-- Abandoned are ABANDON, EXITWITHTIMEOUT, EXITEMPTY, WITHDRAW and SYSCOMPAT; EXITWITHKEY is counted nowhere. The wait of a
-- completed call is taken when the member answers, so CONNECT's hold is longer by the queue's memberdelay. perf is
-- ServicelevelPerf, perf2 ServicelevelPerf2, both 0 to 1. started_at is null where the log begins after the start.
WITH starts AS (
    SELECT e.source, max(e.seq) AS seq, max(e.occurred_at) AS started_at
    FROM events AS e
    WHERE e.event = 'QUEUESTART'
    GROUP BY e.source
),
since_start AS (
    SELECT c.source, c.queue, b.started_at, c.outcome, c.wait_s,
           COALESCE(CAST($threshold AS DOUBLE), q.threshold_s) AS threshold_s,
           c.outcome = 'answered' AS is_completed,
           c.outcome = 'abandoned' OR (c.outcome = 'overflowed' AND c.left_by <> 'key') AS is_gone,
           c.wait_s - CASE WHEN c.outcome = 'answered' THEN q.memberdelay_s ELSE 0 END
               <= COALESCE(CAST($threshold AS DOUBLE), q.threshold_s) AS is_in_time
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    LEFT JOIN starts AS b ON b.source = c.source
    WHERE c.seq > COALESCE(b.seq, -1)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
),
tally AS (
    SELECT source, queue, started_at, threshold_s,
           count(*) FILTER (WHERE outcome = 'waiting') AS waiting,
           max(wait_s) FILTER (WHERE outcome = 'waiting') AS longest_wait_s,
           count(*) FILTER (WHERE is_completed) AS completed,
           count(*) FILTER (WHERE is_completed AND is_in_time) AS completed_in_time,
           count(*) FILTER (WHERE is_gone) AS abandoned,
           count(*) FILTER (WHERE is_gone AND is_in_time) AS abandoned_in_time
    FROM since_start
    GROUP BY source, queue, started_at, threshold_s
)
SELECT source, queue, started_at, threshold_s, waiting, longest_wait_s, completed, completed_in_time,
       abandoned, abandoned_in_time,
       CAST(completed_in_time AS DOUBLE) / NULLIF(CAST(completed AS DOUBLE), 0) AS perf,
       CAST(completed_in_time + abandoned_in_time AS DOUBLE)
           / NULLIF(CAST(completed + abandoned AS DOUBLE), 0) AS perf2
FROM tally
ORDER BY source, queue
