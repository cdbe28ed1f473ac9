-- name: outages
-- title: Starts of the phone system
-- says: every start of the phone system in the period, how long nothing was logged before it, and how many calls it lost
-- unit: row
-- grain: start
-- better: lower
-- params: since, until
-- columns: source, started_at, silent_s, lost
--
-- silent_s is null where nothing was logged in the week before. A call lost by a start ends at that second.
WITH told AS (
    SELECT e.source, e.s, e.event,
           lag(e.s) OVER (PARTITION BY e.source ORDER BY e.seq) AS before_s
    FROM events AS e
    WHERE e.s >= CAST($since AS BIGINT) - 604800 AND e.s < CAST($until AS BIGINT)
),
starts AS (
    SELECT t.source, t.s, t.before_s
    FROM told AS t
    WHERE t.event = 'QUEUESTART' AND t.s >= CAST($since AS BIGINT)
),
lost AS (
    SELECT c.source, c.end_s, count(*) AS lost
    FROM calls AS c
    WHERE c.outcome = 'lost' AND c.end_s >= CAST($since AS BIGINT) AND c.end_s < CAST($until AS BIGINT)
      AND c.s >= CAST($since AS BIGINT) - 604800
    GROUP BY c.source, c.end_s
)
SELECT s.source,
       TIMESTAMP '1970-01-01 00:00:00' + s.s * INTERVAL '1' SECOND AS started_at,
       s.s - s.before_s AS silent_s,
       COALESCE(l.lost, 0) AS lost
FROM starts AS s
LEFT JOIN lost AS l ON l.source = s.source AND l.end_s = s.s
ORDER BY s.s, s.source
