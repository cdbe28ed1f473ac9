-- name: members_now
-- title: Members now
-- says: how many agents each queue can count on at the asked moment: ready means a member of this queue, not paused in it and on no call
-- unit: row
-- grain: queue
-- better: neither
-- params: since, as_of
-- columns: queue, ready, talking, elsewhere, wrapup, paused, unknown
--
-- talking are on a call of this queue, member or not; elsewhere are members on another queue's call. An agent stands in one
-- column a queue, but in every queue they are a member of. The agents' states are those of agents_now.sql.
-- Who has logged off since is no member of any queue.
WITH said AS (
    SELECT a.queue, a.agent, a.state, a.s
    FROM agent_states AS a
    WHERE a.state IN ('in', 'out', 'paused') AND a.end_s IS NULL
    UNION ALL
    SELECT m.queue, m.agent, 'static', NULL FROM static_members AS m
    UNION ALL
    SELECT c.queue, c.agent, c.outcome, NULL
    FROM (
        SELECT queue, agent, outcome, end_s
        FROM calls
        WHERE s >= CAST($since AS BIGINT) - 86400 AND agent IS NOT NULL AND answer_s IS NOT NULL
          AND outcome IN ('answered', 'talking')
    ) AS c
    JOIN queues AS q ON q.queue = c.queue
    WHERE c.outcome = 'talking' OR c.end_s + floor(q.wrapup_s + 0.5) > CAST($as_of AS BIGINT)
),
members AS (
    SELECT queue, agent,
           bool_or(state = 'talking') AS talks,
           bool_or(state = 'paused') AS pauses,
           bool_or(state = 'static') AND NOT bool_or(state = 'out') AS is_static,
           max(CASE WHEN state = 'in' THEN s END) AS in_s
    FROM said
    GROUP BY queue, agent
),
agents AS (
    SELECT agent,
           bool_or(state = 'talking') AS talks,
           bool_or(state = 'answered') AS wraps_up,
           bool_or(state = 'paused' AND queue = 'NONE') AS pauses,
           max(CASE WHEN state = 'out' AND queue = 'NONE' THEN s END) AS off_s
    FROM said
    GROUP BY agent
),
placed AS (
    SELECT m.queue,
           CASE WHEN m.talks THEN 'talking'
                WHEN NOT coalesce(m.in_s > coalesce(a.off_s, -1), m.is_static AND a.off_s IS NULL) THEN 'none'
                WHEN a.talks THEN 'elsewhere'
                WHEN a.wraps_up THEN 'wrap-up'
                WHEN m.pauses OR a.pauses THEN 'paused'
                WHEN m.in_s IS NOT NULL THEN 'ready'
                ELSE 'unknown' END AS state
    FROM members AS m
    JOIN agents AS a ON a.agent = m.agent
)
SELECT q.queue,
       count(*) FILTER (WHERE p.state = 'ready') AS ready,
       count(*) FILTER (WHERE p.state = 'talking') AS talking,
       count(*) FILTER (WHERE p.state = 'elsewhere') AS elsewhere,
       count(*) FILTER (WHERE p.state = 'wrap-up') AS wrapup,
       count(*) FILTER (WHERE p.state = 'paused') AS paused,
       count(*) FILTER (WHERE p.state = 'unknown') AS unknown
FROM queues AS q
LEFT JOIN placed AS p ON p.queue = q.queue
GROUP BY q.queue
ORDER BY q.queue
