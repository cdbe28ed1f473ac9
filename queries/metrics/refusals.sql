-- name: refusals
-- title: Refusals
-- says: share of coded contacts whose outcome code says that it can't be done
-- unit: ratio
-- grain: queue
-- better: lower
-- params: since, until, queue
-- columns: queue, numerator, denominator, value, uncoded, uncoded_share
-- reach: 0, 0
--
-- The settings list the codes; without any there is no value. The last outcome code of a contact counts, in the queue that answered
-- it, else in that in which it ended. uncoded: answered contacts without an outcome code.
WITH refused_codes AS (
    SELECT m.code FROM code_meanings AS m WHERE m.meaning = 'refused'
),
per_queue AS (
    SELECT COALESCE(c.answered_queue, c.last_queue) AS queue,
           count(*) FILTER (WHERE m.code IS NOT NULL) AS refused,
           count(*) FILTER (WHERE k.outcome_code IS NOT NULL) AS coded,
           count(*) FILTER (WHERE k.outcome_code IS NULL AND c.outcome IN ('answered', 'talking')) AS uncoded
    FROM contacts AS c
    LEFT JOIN contact_codes AS k ON k.source = c.source AND k.call_id = c.call_id
    LEFT JOIN refused_codes AS m ON m.code = k.outcome_code
    WHERE c.last_queue IS NOT NULL AND c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR COALESCE(c.answered_queue, c.last_queue) = $queue)
    GROUP BY COALESCE(c.answered_queue, c.last_queue)
),
with_total AS (
    SELECT queue, refused, coded, uncoded FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(refused), 0), COALESCE(sum(coded), 0), COALESCE(sum(uncoded), 0)
    FROM per_queue
),
meant AS (
    SELECT w.queue, w.refused, CASE WHEN n.codes > 0 THEN w.coded ELSE 0 END AS coded, w.uncoded,
           w.coded + w.uncoded AS contacts
    FROM with_total AS w
    CROSS JOIN (SELECT count(*) AS codes FROM refused_codes) AS n
)
SELECT queue,
       CAST(refused AS BIGINT) AS numerator,
       CAST(coded AS BIGINT) AS denominator,
       CAST(refused AS DOUBLE) / NULLIF(CAST(coded AS DOUBLE), 0) AS value,
       CAST(uncoded AS BIGINT) AS uncoded,
       CAST(uncoded AS DOUBLE) / NULLIF(CAST(contacts AS DOUBLE), 0) AS uncoded_share
FROM meant
ORDER BY queue NULLS LAST
