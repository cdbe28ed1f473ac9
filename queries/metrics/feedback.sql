-- name: feedback
-- title: Feedback
-- says: what customers say when asked: share of satisfied ones (4 or 5 of 5), with promoters less detractors, effort and empathy beside it
-- unit: ratio
-- grain: queue
-- better: higher
-- params: since, until, queue
-- columns: queue, asked, responses, numerator, denominator, value, nps, nps_responses, ces, ces_responses, empathy, empathy_responses
--
-- By when they were asked. value is CSAT: the two best answers / all answers to that question. nps is the share of 9 and 10
-- less that of 0 to 6, from -1 to 1; ces and empathy are means of the source's own scale. responses answered anything at all.
WITH per_queue AS (
    SELECT COALESCE(s.queue, '') AS queue,
           count(*) AS asked,
           sum(CASE WHEN s.answer_s IS NULL THEN 0 ELSE 1 END) AS responses,
           sum(CASE WHEN s.csat >= 4 THEN 1 ELSE 0 END) AS satisfied,
           count(s.csat) AS csat_responses,
           sum(CASE WHEN s.nps >= 9 THEN 1 WHEN s.nps <= 6 THEN -1 ELSE 0 END) AS balance,
           count(s.nps) AS nps_responses,
           sum(CAST(COALESCE(s.ces, 0) AS DECIMAL(28, 9))) AS effort,
           count(s.ces) AS ces_responses,
           sum(CAST(COALESCE(s.empathy, 0) AS DECIMAL(28, 9))) AS understood,
           count(s.empathy) AS empathy_responses
    FROM surveys AS s
    WHERE s.s >= CAST($since AS BIGINT) AND s.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR s.queue = $queue)
    GROUP BY COALESCE(s.queue, '')
),
with_total AS (
    SELECT queue, asked, responses, satisfied, csat_responses, balance, nps_responses, effort, ces_responses,
           understood, empathy_responses
    FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(asked), 0), COALESCE(sum(responses), 0), COALESCE(sum(satisfied), 0),
           COALESCE(sum(csat_responses), 0), COALESCE(sum(balance), 0), COALESCE(sum(nps_responses), 0),
           COALESCE(sum(effort), 0), COALESCE(sum(ces_responses), 0), COALESCE(sum(understood), 0),
           COALESCE(sum(empathy_responses), 0)
    FROM per_queue
)
SELECT queue,
       CAST(asked AS BIGINT) AS asked,
       CAST(responses AS BIGINT) AS responses,
       CAST(satisfied AS BIGINT) AS numerator,
       CAST(csat_responses AS BIGINT) AS denominator,
       CAST(satisfied AS DOUBLE) / NULLIF(CAST(csat_responses AS DOUBLE), 0) AS value,
       CAST(balance AS DOUBLE) / NULLIF(CAST(nps_responses AS DOUBLE), 0) AS nps,
       CAST(nps_responses AS BIGINT) AS nps_responses,
       CAST(effort AS DOUBLE) / NULLIF(CAST(ces_responses AS DOUBLE), 0) AS ces,
       CAST(ces_responses AS BIGINT) AS ces_responses,
       CAST(understood AS DOUBLE) / NULLIF(CAST(empathy_responses AS DOUBLE), 0) AS empathy,
       CAST(empathy_responses AS BIGINT) AS empathy_responses
FROM with_total
ORDER BY queue NULLS LAST
