-- name: asterisk_moves
-- title: What moved Asterisk's counters
-- says: every event since the last start that moves a counter of queue show or who waits, in the order of the log
-- unit: row
-- grain: source, queue, event
-- better: neither
-- params: until, queue
-- columns: source, queue, seq, s, call_id, move, wait_s, talk_s, answer_s, was_answered, was_removed
--
-- The start is the last one before until. move: started (queue null), entered, answered, dropped (AGENTDUMP: the caller waits
-- on), completed, gone (counted as abandoned), left (EXITWITHKEY, counted nowhere), outcall (QueueUpdate(); talk_s null: missed).
-- was_answered: a member had answered when the caller hung up (memberdelay). was_removed: when the talk ended its member
-- was in no queue any more; with shared_lastcall newer versions (22.10) look the member up by then and count nothing if
-- they find none.
WITH starts AS (
    SELECT e.source, max(e.seq) AS seq, max(e.s) AS s
    FROM events AS e
    WHERE e.event = 'QUEUESTART' AND e.s < CAST($until AS BIGINT)
    GROUP BY e.source
),
stays AS (
    SELECT c.source, c.seq, c.call_id, c.queue, c.s, c.answer_s, c.end_s, c.wait_s, c.talk_s,
           c.outcome, c.left_by, c.agent
    FROM calls AS c
    LEFT JOIN starts AS b ON b.source = c.source
    WHERE c.seq > COALESCE(b.seq, -1)
      AND c.outcome <> 'refused'
      AND NOT (c.outcome = 'lost?' AND c.answer_s IS NULL)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
),
lines AS (
    -- where in the log a call was answered or ended: its stamp alone does not order one second
    SELECT e.source, e.call_id, e.queue, e.s,
           CASE WHEN e.event = 'CONNECT' THEN 'answered' ELSE 'ended' END AS what,
           min(e.seq) AS seq,
           max(CASE WHEN e.event = 'ABANDON' AND e.agent NOT IN ('', 'NONE') THEN 1 ELSE 0 END) AS by_member
    FROM events AS e
    LEFT JOIN starts AS b ON b.source = e.source
    WHERE e.seq > COALESCE(b.seq, -1)
      AND e.event IN ('CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'ATTENDEDTRANSFER',
                      'TRANSFER', 'ABANDON', 'EXITWITHTIMEOUT', 'EXITWITHKEY', 'EXITEMPTY', 'WITHDRAW',
                      'SYSCOMPAT')
    GROUP BY e.source, e.call_id, e.queue, e.s,
             CASE WHEN e.event = 'CONNECT' THEN 'answered' ELSE 'ended' END
),
removed AS (
    SELECT DISTINCT c.source, c.seq
    FROM stays AS c
    JOIN agent_states AS o
      ON o.source = c.source AND o.agent = c.agent AND o.queue = c.queue AND o.state = 'out'
    LEFT JOIN agent_states AS i
      ON i.source = c.source AND i.agent = c.agent AND i.queue <> c.queue AND i.state = 'in'
         AND i.s <= c.end_s AND COALESCE(i.end_s, c.end_s + 1) > c.end_s
    WHERE c.outcome = 'answered' AND o.s < c.end_s AND COALESCE(o.end_s, c.end_s + 1) > c.end_s
      AND i.agent IS NULL
),
dropped AS (
    SELECT e.source, e.queue, e.seq, e.s, e.call_id, CAST(e.s - max(c.s) AS DOUBLE) AS wait_s
    FROM events AS e
    JOIN stays AS c
      ON c.source = e.source AND c.call_id = e.call_id AND c.queue = e.queue AND c.seq < e.seq
         AND COALESCE(c.end_s, e.s) >= e.s
    WHERE e.event = 'AGENTDUMP'
    GROUP BY e.source, e.queue, e.seq, e.s, e.call_id
),
moves AS (
    SELECT b.source, CAST(NULL AS STRING) AS queue, b.seq, b.s, '' AS call_id, 'started' AS move,
           CAST(NULL AS DOUBLE) AS wait_s, CAST(NULL AS DOUBLE) AS talk_s, CAST(NULL AS BIGINT) AS answer_s,
           FALSE AS was_answered, FALSE AS was_removed
    FROM starts AS b
    UNION ALL
    SELECT c.source, c.queue, c.seq, c.s, c.call_id, 'entered', NULL, NULL, NULL, FALSE, FALSE
    FROM stays AS c
    UNION ALL
    SELECT c.source, c.queue, COALESCE(l.seq, c.seq), c.answer_s, c.call_id, 'answered',
           c.wait_s, NULL, c.answer_s, TRUE, FALSE
    FROM stays AS c
    LEFT JOIN lines AS l
      ON l.source = c.source AND l.call_id = c.call_id AND l.queue = c.queue AND l.s = c.answer_s
         AND l.what = 'answered'
    WHERE c.answer_s IS NOT NULL
    UNION ALL
    SELECT d.source, d.queue, d.seq, d.s, d.call_id, 'dropped', d.wait_s, NULL, NULL, TRUE, FALSE
    FROM dropped AS d
    UNION ALL
    SELECT c.source, c.queue, COALESCE(l.seq, c.seq), c.end_s, c.call_id,
           CASE WHEN c.outcome = 'answered' THEN 'completed' WHEN c.left_by = 'key' THEN 'left' ELSE 'gone' END,
           c.wait_s, c.talk_s, c.answer_s,
           c.outcome = 'answered' OR COALESCE(l.by_member, 0) = 1,
           r.seq IS NOT NULL
    FROM stays AS c
    LEFT JOIN lines AS l
      ON l.source = c.source AND l.call_id = c.call_id AND l.queue = c.queue AND l.s = c.end_s
         AND l.what = 'ended'
    LEFT JOIN removed AS r ON r.source = c.source AND r.seq = c.seq
    WHERE c.outcome IN ('answered', 'abandoned', 'overflowed')
    UNION ALL
    SELECT e.source, e.queue, e.seq, e.s, e.call_id, 'outcall', NULL,
           CASE WHEN upper(e.p1) = 'ANSWER' THEN TRY_CAST(e.p2 AS DOUBLE) END, NULL, FALSE, FALSE
    FROM events AS e
    LEFT JOIN starts AS b ON b.source = e.source
    WHERE e.event = 'OUTCALL' AND e.seq > COALESCE(b.seq, -1)
      AND (CAST($queue AS STRING) IS NULL OR e.queue = $queue)
)
SELECT source, queue, seq, s, call_id, move, wait_s, talk_s, answer_s, was_answered, was_removed
FROM moves
ORDER BY source, seq, move
