-- name: transfers
-- title: Transfers
-- says: share of answered calls that ended by a transfer; blind_share is the part handed on without a word, of those of which the source says either
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue
-- columns: queue, numerator, denominator, value, blind, attended, blind_share
--
-- A call being talked is answered and may yet be transferred.
WITH per_queue AS (
    SELECT c.queue,
           count(*) FILTER (WHERE c.ended_by = 'transfer') AS transferred,
           count(*) FILTER (WHERE c.ended_by = 'transfer' AND c.transfer = 'blind') AS blind,
           count(*) FILTER (WHERE c.ended_by = 'transfer' AND c.transfer = 'attended') AS attended,
           count(*) AS answered
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
      AND c.outcome IN ('answered', 'talking')
    GROUP BY c.queue
),
with_total AS (
    SELECT queue, transferred, blind, attended, answered FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(transferred), 0), COALESCE(sum(blind), 0),
           COALESCE(sum(attended), 0), COALESCE(sum(answered), 0)
    FROM per_queue
)
SELECT queue,
       CAST(transferred AS BIGINT) AS numerator,
       CAST(answered AS BIGINT) AS denominator,
       CAST(transferred AS DOUBLE) / NULLIF(CAST(answered AS DOUBLE), 0) AS value,
       CAST(blind AS BIGINT) AS blind,
       CAST(attended AS BIGINT) AS attended,
       CAST(blind AS DOUBLE) / NULLIF(CAST(blind + attended AS DOUBLE), 0) AS blind_share
FROM with_total
ORDER BY queue NULLS LAST
