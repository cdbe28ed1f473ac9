-- name: model_agent_states
-- title: Agent states from events
-- says: spans in which an agent was a member of a queue, out of it, or paused in it, from the events of one source
-- unit: row
-- grain: agent, queue, state
-- better: neither
-- params:
-- columns: seq, agent, state, queue, reason, s, end_s
-- A state is known only from what was logged since the last start. Membership begins with ADDMEMBER or a log-in, or
-- with the first thing heard of a member nobody added (a static one). A pause lasts until the agent's next pause with another reason,
-- or UNPAUSE, in that queue; PAUSEALL stands as queue NONE and ends with any UNPAUSE, since newer versions repeat it queue by queue.
-- AGENTREADY (FreeSWITCH's "Available") logs in and ends every pause at once.
-- 'STATE ...' rows are what open_states.sql carries over a cut.
WITH said AS (
    SELECT e.seq, e.s, e.boot, coalesce(a.agent, e.agent) AS agent, e.queue, e.event, e.p1, e.carried
    FROM model_events AS e
    LEFT JOIN aliases AS a ON a.raw = e.agent
    WHERE e.agent NOT IN ('', 'NONE')
      AND e.event IN ('ADDMEMBER', 'REMOVEMEMBER', 'AGENTLOGIN', 'AGENTLOGOFF',
                      'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF', 'PAUSE', 'UNPAUSE',
                      'PAUSEALL', 'UNPAUSEALL', 'AGENTREADY', 'CONNECT', 'RINGNOANSWER',
                      'STATE in', 'STATE out', 'STATE paused')
),
told AS (
    SELECT boot, agent, queue, seq, s,
           CASE WHEN event IN ('ADDMEMBER', 'AGENTLOGIN', 'AGENTCALLBACKLOGIN', 'AGENTREADY', 'STATE in')
                THEN 'in' ELSE 'out' END AS state
    FROM said
    WHERE event IN ('ADDMEMBER', 'REMOVEMEMBER', 'AGENTLOGIN', 'AGENTLOGOFF',
                    'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF', 'AGENTREADY', 'STATE in', 'STATE out')
),
heard AS (
    SELECT h.boot, h.agent, h.queue, h.seq, h.s
    FROM (
        SELECT boot, agent, queue, min(seq) AS seq, min(s) AS s
        FROM said
        WHERE queue NOT IN ('', 'NONE') AND NOT carried  -- an open call's answer was heard before the cut
          AND event IN ('CONNECT', 'RINGNOANSWER', 'PAUSE', 'UNPAUSE')
        GROUP BY boot, agent, queue
    ) AS h
    LEFT JOIN (
        SELECT boot, agent, queue, min(seq) AS seq FROM told GROUP BY boot, agent, queue
    ) AS t ON h.boot = t.boot AND h.agent = t.agent AND h.queue = t.queue
    WHERE t.seq IS NULL OR h.seq < t.seq
),
membership AS (
    SELECT boot, agent, queue, seq, s, state, CAST(NULL AS VARCHAR) AS reason FROM told
    UNION ALL
    SELECT h.boot, h.agent, h.queue, h.seq, f.s, 'in' AS state, CAST(NULL AS VARCHAR) AS reason
    FROM heard AS h JOIN said AS f ON f.seq = h.seq
),
pausing AS (
    SELECT boot, agent, CASE WHEN event = 'PAUSEALL' THEN 'NONE' ELSE queue END AS queue, seq, s,
           'paused' AS state, coalesce(p1, '') AS reason
    FROM said WHERE event IN ('PAUSE', 'PAUSEALL', 'STATE paused')
    UNION ALL
    SELECT boot, agent, queue, seq, s, 'paused' AS state, '' AS reason
    FROM said WHERE event = 'ADDMEMBER' AND upper(p1) = 'PAUSED'
),
resuming AS (
    SELECT boot, agent, queue, seq, s FROM said WHERE event IN ('UNPAUSE', 'REMOVEMEMBER')
    UNION ALL
    SELECT boot, agent, 'NONE' AS queue, seq, s FROM said WHERE event = 'UNPAUSE'
    UNION ALL
    SELECT r.boot, r.agent, k.queue, r.seq, r.s
    FROM said AS r
    JOIN (SELECT DISTINCT boot, agent, queue FROM pausing) AS k ON k.boot = r.boot AND k.agent = r.agent
    WHERE r.event IN ('UNPAUSEALL', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF', 'AGENTREADY')
),
pauses AS (
    SELECT boot, agent, queue, seq, s, state, reason FROM pausing
    UNION ALL
    SELECT boot, agent, queue, seq, s, 'resumed' AS state, CAST(NULL AS VARCHAR) AS reason FROM resuming
),
changes AS (
    SELECT * FROM (
        SELECT 'm' AS track, m.*, lag(state) OVER track AS before, CAST(NULL AS VARCHAR) AS before_reason
        FROM membership AS m WINDOW track AS (PARTITION BY boot, agent, queue ORDER BY seq)
        UNION ALL
        SELECT 'p' AS track, p.*, lag(state) OVER track AS before, lag(reason) OVER track AS before_reason
        FROM pauses AS p WINDOW track AS (PARTITION BY boot, agent, queue ORDER BY seq)
    ) AS both_tracks
    WHERE before IS NULL OR before <> state
       OR (state = 'paused' AND before_reason IS DISTINCT FROM reason)
),
spans AS (
    SELECT *, lead(s) OVER (PARTITION BY track, boot, agent, queue ORDER BY seq) AS next_s FROM changes
),
restarts AS (
    SELECT boot, min(s) AS start_s FROM model_events WHERE event = 'QUEUESTART' GROUP BY boot
)
SELECT p.seq, p.agent, p.state, p.queue, nullif(p.reason, '') AS reason, p.s,
       coalesce(p.next_s, r.start_s) AS end_s
FROM spans AS p
LEFT JOIN restarts AS r ON r.boot = p.boot + 1
WHERE p.state <> 'resumed'
