-- name: outcomes
-- title: Outcomes
-- says: what became of the calls that entered; offered = entered - lost = answered + abandoned + overflowed + waiting
-- unit: calls
-- grain: queue
-- better: neither
-- params: since, until, queue
-- columns: queue, entered, offered, answered, talking, waiting, abandoned, short_abandoned, overflowed, by_timeout, by_empty, by_key, by_withdrawal, by_incompatible, lost, refused
--
-- answered counts a call from its answer, so it holds the talking ones; abandoned holds the short ones. A refused caller
-- was never let in and stands beside the rest, as lost calls do.
WITH per_queue AS (
    SELECT c.queue,
           count(*) FILTER (WHERE c.outcome <> 'refused') AS entered,
           count(*) FILTER (WHERE c.outcome NOT IN ('refused', 'lost', 'lost?')) AS offered,
           count(*) FILTER (WHERE c.outcome IN ('answered', 'talking')) AS answered,
           count(*) FILTER (WHERE c.outcome = 'talking') AS talking,
           count(*) FILTER (WHERE c.outcome = 'waiting') AS waiting,
           count(*) FILTER (WHERE c.outcome = 'abandoned') AS abandoned,
           count(*) FILTER (WHERE c.outcome = 'abandoned' AND c.wait_s <= q.short_abandon_s) AS short_abandoned,
           count(*) FILTER (WHERE c.outcome = 'overflowed') AS overflowed,
           count(*) FILTER (WHERE c.outcome = 'overflowed' AND c.left_by = 'timeout') AS by_timeout,
           count(*) FILTER (WHERE c.outcome = 'overflowed' AND c.left_by = 'empty') AS by_empty,
           count(*) FILTER (WHERE c.outcome = 'overflowed' AND c.left_by = 'key') AS by_key,
           count(*) FILTER (WHERE c.outcome = 'overflowed' AND c.left_by = 'withdrawn') AS by_withdrawal,
           count(*) FILTER (WHERE c.outcome = 'overflowed' AND c.left_by = 'incompatible') AS by_incompatible,
           count(*) FILTER (WHERE c.outcome IN ('lost', 'lost?')) AS lost,
           count(*) FILTER (WHERE c.outcome = 'refused') AS refused
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
    GROUP BY c.queue
),
with_total AS (
    SELECT queue, entered, offered, answered, talking, waiting, abandoned, short_abandoned, overflowed,
           by_timeout, by_empty, by_key, by_withdrawal, by_incompatible, lost, refused
    FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), sum(entered), sum(offered), sum(answered), sum(talking), sum(waiting),
           sum(abandoned), sum(short_abandoned), sum(overflowed), sum(by_timeout), sum(by_empty),
           sum(by_key), sum(by_withdrawal), sum(by_incompatible), sum(lost), sum(refused)
    FROM per_queue
)
SELECT queue,
       CAST(COALESCE(entered, 0) AS BIGINT) AS entered,
       CAST(COALESCE(offered, 0) AS BIGINT) AS offered,
       CAST(COALESCE(answered, 0) AS BIGINT) AS answered,
       CAST(COALESCE(talking, 0) AS BIGINT) AS talking,
       CAST(COALESCE(waiting, 0) AS BIGINT) AS waiting,
       CAST(COALESCE(abandoned, 0) AS BIGINT) AS abandoned,
       CAST(COALESCE(short_abandoned, 0) AS BIGINT) AS short_abandoned,
       CAST(COALESCE(overflowed, 0) AS BIGINT) AS overflowed,
       CAST(COALESCE(by_timeout, 0) AS BIGINT) AS by_timeout,
       CAST(COALESCE(by_empty, 0) AS BIGINT) AS by_empty,
       CAST(COALESCE(by_key, 0) AS BIGINT) AS by_key,
       CAST(COALESCE(by_withdrawal, 0) AS BIGINT) AS by_withdrawal,
       CAST(COALESCE(by_incompatible, 0) AS BIGINT) AS by_incompatible,
       CAST(COALESCE(lost, 0) AS BIGINT) AS lost,
       CAST(COALESCE(refused, 0) AS BIGINT) AS refused
FROM with_total
ORDER BY queue NULLS LAST
