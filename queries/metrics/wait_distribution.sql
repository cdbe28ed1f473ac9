-- name: wait_distribution
-- title: Wait distribution
-- says: how many offered calls waited how long: above from_s, up to and with until_s; the threshold is always an edge
-- unit: calls
-- grain: queue, wait
-- better: neither
-- params: since, until, queue, threshold
-- columns: queue, from_s, until_s, answered, abandoned, overflowed, waiting, threshold_s
--
-- Up to three thresholds in equal steps, a quarter of the threshold where that is whole seconds, else a third, a fifth, a
-- half or all of it; then one step to six thresholds, and one without an end (until_s null). A wait of 0 is in the first
-- step. Every step has a row. waiting is as long as it has lasted. Lost and refused calls are in none. There is no row for
-- all queues: their thresholds differ, and with them the steps.
WITH policy AS (
    SELECT o.queue, o.threshold_s,
           CASE WHEN mod(o.threshold_s, 4) = 0 THEN 4
                WHEN mod(o.threshold_s, 3) = 0 THEN 3
                WHEN mod(o.threshold_s, 5) = 0 THEN 5
                WHEN mod(o.threshold_s, 2) = 0 THEN 2
                ELSE 1 END AS parts
    FROM (
        SELECT q.queue,
               -- A threshold of 0 has no parts: steps of one second then.
               CASE WHEN COALESCE(CAST($threshold AS DOUBLE), q.threshold_s) > 0
                    THEN COALESCE(CAST($threshold AS DOUBLE), q.threshold_s) ELSE 1 END AS threshold_s
        FROM queues AS q
        WHERE CAST($queue AS STRING) IS NULL OR q.queue = $queue
    ) AS o
),
placed AS (
    SELECT c.queue, c.outcome,
           CASE WHEN c.wait_s > 6 * p.threshold_s THEN 3 * p.parts + 2
                WHEN c.wait_s > 3 * p.threshold_s THEN 3 * p.parts + 1
                ELSE greatest(CAST(ceil(round(c.wait_s * p.parts / p.threshold_s, 6)) AS BIGINT), 1) END AS step
    FROM calls AS c
    JOIN policy AS p ON p.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND c.outcome NOT IN ('refused', 'lost', 'lost?')
),
tally AS (
    SELECT queue, step,
           count(*) FILTER (WHERE outcome IN ('answered', 'talking')) AS answered,
           count(*) FILTER (WHERE outcome = 'abandoned') AS abandoned,
           count(*) FILTER (WHERE outcome = 'overflowed') AS overflowed,
           count(*) FILTER (WHERE outcome = 'waiting') AS waiting
    FROM placed
    GROUP BY queue, step
),
steps AS (
    SELECT p.queue, n.step, p.threshold_s,
           CASE WHEN n.step <= 3 * p.parts + 1 THEN (n.step - 1) * p.threshold_s / p.parts
                ELSE 6 * p.threshold_s END AS from_s,
           CASE WHEN n.step <= 3 * p.parts THEN n.step * p.threshold_s / p.parts
                WHEN n.step = 3 * p.parts + 1 THEN 6 * p.threshold_s END AS until_s
    FROM policy AS p
    JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17)) AS n(step)
      ON n.step <= 3 * p.parts + 2
)
SELECT s.queue, s.from_s, s.until_s,
       COALESCE(t.answered, 0) AS answered,
       COALESCE(t.abandoned, 0) AS abandoned,
       COALESCE(t.overflowed, 0) AS overflowed,
       COALESCE(t.waiting, 0) AS waiting,
       s.threshold_s
FROM steps AS s
LEFT JOIN tally AS t ON t.queue = s.queue AND t.step = s.step
ORDER BY s.queue, s.step
