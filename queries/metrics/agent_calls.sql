-- name: agent_calls
-- title: Calls by agent
-- says: answered calls of the period that have ended, by agent: their handling time (talk, hold and wrap-up), how many were handed on and how many the agent ended
-- unit: s
-- grain: agent
-- better: neither
-- params: since, until, queue
-- columns: agent, calls, talk_s, numerator, denominator, value, transferred, blind, ended_by_agent
--
-- value is the average handling time, numerator its seconds; wrap-up is the source's own, else the queue's. Calls answered by nobody
-- who is named are left out.
WITH ended AS (
    SELECT c.agent, c.talk_s, c.transfer, c.ended_by,
           c.talk_s + COALESCE(c.hold_s, 0) + COALESCE(c.wrapup_s, q.wrapup_s, 0) AS handled_s
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND c.outcome = 'answered' AND c.agent IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
)
SELECT e.agent,
       count(*) AS calls,
       sum(e.talk_s) AS talk_s,
       sum(e.handled_s) AS numerator,
       count(*) AS denominator,
       sum(e.handled_s) / count(*) AS value,
       count(e.transfer) AS transferred,
       count(*) FILTER (WHERE e.transfer = 'blind') AS blind,
       count(*) FILTER (WHERE e.ended_by = 'agent') AS ended_by_agent
FROM ended AS e
GROUP BY e.agent
ORDER BY e.agent
