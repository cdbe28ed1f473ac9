-- name: agents_now
-- title: Agents now
-- says: every agent's state at the asked moment, known only from what the source says; a static member nobody has heard of is unknown, not ready
-- unit: row
-- grain: agent
-- better: neither
-- params: since, as_of
-- columns: agent, state, since_s, queue, reason, calls, talk_s, aht_s, known
--
-- Talking before wrap-up before paused (in any queue) before ready before out. since_s is when that state began: a pause set
-- during a talk begins when the talk and its wrap-up are over, ready when the last of talk, wrap-up and pause was. Talks are
-- those of calls of today and the day before, states are spans still open or ended since then. queue is that of the talk or
-- the wrap-up. Someone out for longer than that leaves the list, unless a static member.
-- A log-off (out of queue NONE) ends every membership told before it, whatever queue that was in.
WITH talks AS (
    SELECT c.agent,
           min(CASE WHEN c.outcome = 'talking' THEN c.answer_s END) AS talking_s,
           max(c.end_s) AS talk_end_s,
           max(CASE WHEN c.outcome = 'answered' THEN c.end_s + q.wrapup_whole_s END) AS wrapup_end_s,
           -- A talk that goes on before those that ended, the longest first.
           arg_max(c.queue, (coalesce(c.end_s, 1000000000000 - c.answer_s), c.queue))
               FILTER (WHERE c.outcome <> 'lost' AND (c.end_s IS NULL OR c.end_s + q.wrapup_whole_s > CAST($as_of AS BIGINT))) AS queue,
           count(*) FILTER (WHERE c.is_today AND c.outcome <> 'lost') AS calls,
           avg(CAST(c.talk_s AS DECIMAL(18, 6))) FILTER (WHERE c.is_today AND c.outcome = 'answered') AS talk_s,
           avg(CAST(c.talk_s + q.wrapup_s AS DECIMAL(18, 6))) FILTER (WHERE c.is_today AND c.outcome = 'answered') AS aht_s
    FROM (
        SELECT agent, queue, outcome, answer_s, end_s, talk_s, s >= CAST($since AS BIGINT) AS is_today
        FROM calls
        WHERE s >= CAST($since AS BIGINT) - 86400
          AND agent IS NOT NULL AND answer_s IS NOT NULL AND outcome IN ('answered', 'talking', 'lost')
    ) AS c
    JOIN (SELECT queue, wrapup_s, CAST(floor(wrapup_s + 0.5) AS BIGINT) AS wrapup_whole_s FROM queues) AS q
      ON q.queue = c.queue
    GROUP BY c.agent
),
spans AS (
    SELECT agent,
           min(CASE WHEN state = 'paused' AND end_s IS NULL THEN s END) AS paused_s,
           max(CASE WHEN state = 'paused' THEN end_s END) AS paused_end_s,
           arg_max(reason, (s, reason)) FILTER (WHERE state = 'paused' AND end_s IS NULL AND reason <> '') AS reason,
           min(CASE WHEN state = 'in' AND end_s IS NULL THEN s END) AS first_in_s,
           max(CASE WHEN state = 'in' AND end_s IS NULL THEN s END) AS last_in_s,
           max(CASE WHEN state = 'out' AND queue = 'NONE' AND end_s IS NULL THEN s END) AS off_s,
           max(CASE WHEN state = 'out' AND end_s IS NULL THEN s END) AS out_s,
           max(CASE WHEN state <> 'out' THEN end_s END) AS known_end_s
    FROM agent_states
    WHERE state IN ('in', 'out', 'paused') AND (end_s IS NULL OR end_s >= CAST($since AS BIGINT) - 86400)
    GROUP BY agent
),
statics AS (
    SELECT DISTINCT agent, true AS is_static FROM static_members
),
heard AS (
    SELECT * REPLACE (coalesce(calls, 0) AS calls, greatest(known_end_s, talk_end_s) AS known_end_s),
           CASE WHEN off_s IS NULL OR first_in_s > off_s THEN first_in_s
                WHEN last_in_s > off_s THEN last_in_s END AS in_s
    FROM talks
    FULL JOIN spans USING (agent)
    FULL JOIN statics USING (agent)
),
named AS (
    SELECT *,
           CASE WHEN talking_s IS NOT NULL THEN 'talking'
                WHEN wrapup_end_s > CAST($as_of AS BIGINT) THEN 'wrap-up'
                WHEN paused_s IS NOT NULL THEN 'paused'
                WHEN in_s IS NOT NULL THEN 'ready'
                WHEN out_s IS NOT NULL THEN 'out'
                ELSE 'unknown' END AS state,
           CASE state
               WHEN 'talking' THEN talking_s
               WHEN 'wrap-up' THEN talk_end_s
               WHEN 'paused' THEN greatest(paused_s, talk_end_s, wrapup_end_s)
               WHEN 'ready' THEN greatest(in_s, paused_end_s, talk_end_s, wrapup_end_s)
               WHEN 'out' THEN greatest(out_s, known_end_s, wrapup_end_s)
               ELSE greatest(known_end_s, wrapup_end_s)
           END AS since_s
    FROM heard
)
SELECT agent, state, since_s,
       CASE WHEN state IN ('talking', 'wrap-up') THEN queue END AS queue,
       CASE WHEN state = 'paused' THEN reason END AS reason,
       calls, talk_s, aht_s,
       state <> 'unknown' AS known
FROM named
WHERE state <> 'out' OR is_static OR since_s >= CAST($since AS BIGINT) - 86400
ORDER BY agent
