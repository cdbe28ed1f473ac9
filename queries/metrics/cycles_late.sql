-- name: cycles_late
-- title: Cycles late
-- says: how late the late ones are: the mean of (closed − due) / (due − opened) over the follow-ups that fell due in the period and were not closed by then
-- unit: cycles
-- grain: kind
-- better: lower
-- params: since, until, as_of
-- columns: kind, numerator, denominator, value, still_open, left_out
--
-- COPC's "cycle times late". 1: it took twice as long as was promised. Those still open enter with the asked moment. left_out are
-- late ones that were due when they were opened, or before: they had no cycle. Cycles are added as decimals: the sum is the same
-- in any order.
WITH late AS (
    SELECT f.kind, f.closed_s, f.due_s - f.opened_s AS cycle_s,
           COALESCE(f.closed_s, CAST($as_of AS BIGINT)) - f.due_s AS late_s
    FROM follow_ups AS f
    WHERE f.due_s >= CAST($since AS BIGINT) AND f.due_s < CAST($until AS BIGINT)
      AND COALESCE(f.closed_s, CAST($as_of AS BIGINT)) > f.due_s
),
per_kind AS (
    SELECT kind,
           COALESCE(sum(CASE WHEN cycle_s > 0 THEN CAST(CAST(late_s AS DOUBLE) / CAST(cycle_s AS DOUBLE) AS DECIMAL(28, 9)) END), 0) AS numerator,
           count(*) FILTER (WHERE cycle_s > 0) AS denominator,
           count(*) FILTER (WHERE cycle_s > 0 AND closed_s IS NULL) AS still_open,
           count(*) FILTER (WHERE cycle_s <= 0) AS left_out
    FROM late
    GROUP BY kind
),
with_total AS (
    SELECT kind, numerator, denominator, still_open, left_out FROM per_kind
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(numerator), 0), COALESCE(sum(denominator), 0), COALESCE(sum(still_open), 0),
           COALESCE(sum(left_out), 0)
    FROM per_kind
)
SELECT kind,
       CAST(numerator AS DOUBLE) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(numerator AS DOUBLE) / NULLIF(CAST(denominator AS DOUBLE), 0) AS value,
       CAST(still_open AS BIGINT) AS still_open,
       CAST(left_out AS BIGINT) AS left_out
FROM with_total
ORDER BY kind NULLS LAST
