-- name: asked_surveys
-- title: Surveys as of the asked moment
-- says: what customers were asked and what they answered, as it stood before the second asked_s
-- unit: row
-- grain: survey
-- better: neither
-- params:
-- columns: source, seq, call_id, queue, agent, caller, customer, s, asked_at, answer_s, answered_at, csat, nps, ces, empathy, comment
-- The one place that knows what a SURVEY's parameters mean: s when the customer was asked, p1 who, p2 when they answered (epoch
-- second; empty where a source does not tell, and then with the question), p3 csat, p4 nps, p5 ces; more {"empathy", "comment"}, empty
-- where it is forgotten. A mark is below 10^9, with nine decimals at most.
WITH model_calls AS (
    SELECT source, seq, call_id, queue, agent, nullif(p1, '') AS caller, s,
           TRY_CAST(p2 AS BIGINT) AS answer_s,
           CAST(TRY_CAST(p3 AS DECIMAL(18, 9)) AS DOUBLE) AS csat,
           CAST(TRY_CAST(p4 AS DECIMAL(18, 9)) AS DOUBLE) AS nps,
           CAST(TRY_CAST(p5 AS DECIMAL(18, 9)) AS DOUBLE) AS ces,
           CAST(TRY_CAST(json_extract_string(nullif(more, ''), '$.empathy') AS DECIMAL(18, 9)) AS DOUBLE) AS empathy,
           json_extract_string(nullif(more, ''), '$.comment') AS comment
    FROM events
    WHERE event = 'SURVEY'
),
told AS (
    SELECT *, coalesce(answer_s, s) < getvariable('asked_s')
              AND coalesce(answer_s, csat, nps, ces, empathy) IS NOT NULL AS has_answer
    FROM (
        /* customers */
    ) AS known
)
SELECT source, seq, nullif(call_id, '') AS call_id, nullif(queue, '') AS queue, nullif(agent, '') AS agent, caller, customer, s,
       make_timestamp(s * 1000000) AS asked_at,
       CASE WHEN has_answer THEN coalesce(answer_s, s) END AS answer_s,
       CASE WHEN has_answer THEN make_timestamp(coalesce(answer_s, s) * 1000000) END AS answered_at,
       CASE WHEN has_answer THEN csat END AS csat, CASE WHEN has_answer THEN nps END AS nps,
       CASE WHEN has_answer THEN ces END AS ces, CASE WHEN has_answer THEN empathy END AS empathy,
       CASE WHEN has_answer THEN comment END AS comment
FROM told
