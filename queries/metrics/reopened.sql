-- name: reopened
-- title: Reopened
-- says: share of the follow-ups closed for the first time in the period that had to be opened again since
-- unit: ratio
-- grain: kind
-- better: lower
-- params: since, until
-- columns: kind, numerator, denominator, value
--
-- What was undone as a slip of the hand was never closed, and is in neither number.
WITH per_kind AS (
    SELECT f.kind,
           count(*) FILTER (WHERE f.reopened > 0) AS numerator,
           count(*) AS denominator
    FROM follow_ups AS f
    WHERE f.first_closed_s >= CAST($since AS BIGINT) AND f.first_closed_s < CAST($until AS BIGINT)
    GROUP BY f.kind
),
with_total AS (
    SELECT kind, numerator, denominator FROM per_kind
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(numerator), 0), COALESCE(sum(denominator), 0) FROM per_kind
)
SELECT kind,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value
FROM with_total
ORDER BY kind NULLS LAST
