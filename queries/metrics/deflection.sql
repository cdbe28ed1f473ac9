-- name: deflection
-- title: Handed around
-- says: share of answered contacts with two or more transfers; beside it contacts transferred at all, those back in a queue they had been in, and the longest chain
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue
-- columns: queue, numerator, denominator, value, transferred, transferred_share, transfers, blind, blind_share, ping_pong, ping_pong_share, longest_chain
-- reach: 0, 0
--
-- Of the answered contacts that began in the period, in the queue in which they began. transfers counts every one of them, so
-- transfers / denominator is how often a contact is handed on; blind ones are without a word, and blind_share is of those of which
-- the source says either. A chain is the transfers of one contact.
-- ping_pong: contacts that came back to a queue they had been in, by whatever way. Per call and queue: transfers.sql.
WITH per_queue AS (
    SELECT c.first_queue AS queue, count(*) AS answered,
           count(*) FILTER (WHERE c.transfers >= 2) AS deflected,
           count(*) FILTER (WHERE c.transfers >= 1) AS transferred,
           count(*) FILTER (WHERE c.returns >= 1) AS ping_pong,
           sum(c.transfers) AS transfers, sum(c.blind_transfers) AS blind,
           sum(c.blind_transfers + c.attended_transfers) AS told, max(c.transfers) AS longest_chain
    FROM contacts AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.first_queue = $queue)
      AND c.outcome IN ('answered', 'talking')
    GROUP BY c.first_queue
),
with_total AS (
    SELECT queue, answered, deflected, transferred, ping_pong, transfers, blind, told, longest_chain FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(answered), 0), COALESCE(sum(deflected), 0), COALESCE(sum(transferred), 0),
           COALESCE(sum(ping_pong), 0), COALESCE(sum(transfers), 0), COALESCE(sum(blind), 0), COALESCE(sum(told), 0), max(longest_chain)
    FROM per_queue
)
SELECT queue,
       CAST(deflected AS BIGINT) AS numerator,
       CAST(answered AS BIGINT) AS denominator,
       CAST(deflected AS DOUBLE) / NULLIF(CAST(answered AS DOUBLE), 0) AS value,
       CAST(transferred AS BIGINT) AS transferred,
       CAST(transferred AS DOUBLE) / NULLIF(CAST(answered AS DOUBLE), 0) AS transferred_share,
       CAST(transfers AS BIGINT) AS transfers,
       CAST(blind AS BIGINT) AS blind,
       CAST(blind AS DOUBLE) / NULLIF(CAST(told AS DOUBLE), 0) AS blind_share,
       CAST(ping_pong AS BIGINT) AS ping_pong,
       CAST(ping_pong AS DOUBLE) / NULLIF(CAST(answered AS DOUBLE), 0) AS ping_pong_share,
       CAST(longest_chain AS BIGINT) AS longest_chain
FROM with_total
ORDER BY queue NULLS LAST
