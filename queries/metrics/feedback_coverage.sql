-- name: feedback_coverage
-- title: Feedback coverage
-- says: share of the customers of the last twelve months who were asked at least once in them
-- unit: ratio
-- grain: all
-- better: higher
-- params: until, as_of
-- columns: numerator, denominator, value
--
-- Of those with a call in the twelve months before the period's end or the asked moment, whichever is earlier. A survey that
-- names only its contact is that contact's customer's; callers who are nobody are left out.
WITH bounds AS (
    SELECT LEAST(COALESCE(CAST($until AS BIGINT), CAST($as_of AS BIGINT)), CAST($as_of AS BIGINT)) AS until_s
),
callers AS (
    SELECT c.source, c.call_id, c.customer
    FROM calls AS c
    CROSS JOIN bounds AS b
    WHERE c.s >= b.until_s - 31536000 AND c.s < b.until_s AND c.customer IS NOT NULL
),
questions AS (
    SELECT s.call_id, s.customer
    FROM surveys AS s
    CROSS JOIN bounds AS b
    WHERE s.s >= b.until_s - 31536000 AND s.s < b.until_s
),
asked AS (
    SELECT q.customer FROM questions AS q WHERE q.customer IS NOT NULL
    UNION
    SELECT c.customer FROM callers AS c JOIN questions AS q ON q.call_id = c.call_id WHERE q.customer IS NULL
),
customers AS (
    SELECT DISTINCT c.customer FROM callers AS c
),
counted AS (
    SELECT count(a.customer) AS numerator, count(*) AS denominator
    FROM customers AS k
    LEFT JOIN asked AS a ON a.customer = k.customer
)
SELECT CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value
FROM counted
ORDER BY numerator
