-- name: kept_promises
-- title: Kept promises
-- says: share of the follow-ups that fell due in the period that were closed by their due instant
-- unit: ratio
-- grain: kind
-- better: higher
-- params: since, until, as_of
-- columns: kind, numerator, denominator, value, late, still_open
--
-- What was cancelled before it was due did not fall due; cancelled afterwards it was not kept. late are those closed after their due
-- instant. Due is what was agreed last.
WITH due AS (
    SELECT f.kind, f.due_s, f.closed_s, f.closed_how
    FROM follow_ups AS f
    WHERE f.due_s >= CAST($since AS BIGINT) AND f.due_s < CAST($until AS BIGINT) AND f.due_s < CAST($as_of AS BIGINT)
      AND NOT (f.closed_s IS NOT NULL AND f.closed_how = 'cancel' AND f.closed_s <= f.due_s)
),
per_kind AS (
    SELECT kind,
           count(*) FILTER (WHERE closed_s <= due_s) AS numerator,
           count(*) AS denominator,
           count(*) FILTER (WHERE closed_s > due_s) AS late,
           count(*) FILTER (WHERE closed_s IS NULL) AS still_open
    FROM due
    GROUP BY kind
),
with_total AS (
    SELECT kind, numerator, denominator, late, still_open FROM per_kind
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(numerator), 0), COALESCE(sum(denominator), 0), COALESCE(sum(late), 0),
           COALESCE(sum(still_open), 0)
    FROM per_kind
)
SELECT kind,
       CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value,
       CAST(late AS BIGINT) AS late,
       CAST(still_open AS BIGINT) AS still_open
FROM with_total
ORDER BY kind NULLS LAST
