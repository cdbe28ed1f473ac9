-- name: pauses
-- title: Pauses
-- says: time paused by reason, the union over the queues: PAUSEALL and the PAUSE of each queue that follows it are one pause
-- unit: seconds
-- grain: agent, reason
-- better: neither
-- params: since, until, as_of
-- columns: agent, reason, seconds, pauses, longest_s
--
-- Cut to the period and the asked moment; a pause is counted if any part of it is in the period. An empty reason is none
-- given. A new reason ends the old one's pause; where two reasons stand at once in two queues, each has the time.
WITH cut AS (
    SELECT a.agent, COALESCE(a.reason, '') AS reason,
           greatest(a.s, CAST($since AS BIGINT)) AS s,
           least(COALESCE(a.end_s, CAST($as_of AS BIGINT)), CAST($until AS BIGINT), CAST($as_of AS BIGINT)) AS end_s
    FROM agent_states AS a
    WHERE a.state = 'paused'
      AND a.s < CAST($until AS BIGINT) AND (a.end_s IS NULL OR a.end_s > CAST($since AS BIGINT))
),
begun AS (
    SELECT agent, reason, s, end_s,
           CASE WHEN s <= max(end_s) OVER (PARTITION BY agent, reason ORDER BY s, end_s
                                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                THEN 0 ELSE 1 END AS is_new
    FROM cut
    WHERE s <= end_s
),
numbered AS (
    SELECT agent, reason, s, end_s,
           sum(is_new) OVER (PARTITION BY agent, reason ORDER BY s, end_s
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS pause
    FROM begun
),
merged AS (
    SELECT agent, reason, pause, max(end_s) - min(s) AS lasted_s
    FROM numbered
    GROUP BY agent, reason, pause
)
SELECT agent, reason,
       CAST(sum(lasted_s) AS BIGINT) AS seconds,
       count(*) AS pauses,
       max(lasted_s) AS longest_s
FROM merged
GROUP BY agent, reason
ORDER BY agent, reason
