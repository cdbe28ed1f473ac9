-- name: follow_up_backlog
-- title: Backlog
-- says: follow-ups opened by then and not closed by then, by owner, kind and age; overdue are those whose due instant is past
-- unit: follow-ups
-- grain: owner, kind, age
-- better: lower
-- params: as_of
-- columns: owner, kind, age, age_from_s, backlog, overdue, slipped, snoozed, oldest_at
--
-- Rebuilt from their history as of the asked moment: what became of them later is not known then. owner is 'nobody' where none was
-- assigned. The last row is all of it.
WITH owed AS (
    SELECT COALESCE(f.owner, 'nobody') AS owner, f.kind, f.opened_s, f.due_s, f.slipped_s, f.snoozed_until_s,
           CAST($as_of AS BIGINT) - f.opened_s AS age_s
    FROM follow_ups AS f
    WHERE f.closed_s IS NULL
),
aged AS (
    SELECT owner, kind, opened_s, due_s, slipped_s, snoozed_until_s,
           CASE WHEN age_s < 3600 THEN 0 WHEN age_s < 14400 THEN 3600 WHEN age_s < 86400 THEN 14400
                WHEN age_s < 259200 THEN 86400 WHEN age_s < 604800 THEN 259200 ELSE 604800 END AS age_from_s
    FROM owed
),
with_total AS (
    SELECT owner, kind, age_from_s, count(*) AS backlog,
           count(*) FILTER (WHERE due_s < CAST($as_of AS BIGINT)) AS overdue,
           count(slipped_s) AS slipped,
           count(*) FILTER (WHERE snoozed_until_s > CAST($as_of AS BIGINT)) AS snoozed,
           min(opened_s) AS oldest_s
    FROM aged
    GROUP BY owner, kind, age_from_s
    UNION ALL
    SELECT CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS BIGINT), count(*),
           count(*) FILTER (WHERE due_s < CAST($as_of AS BIGINT)),
           count(slipped_s),
           count(*) FILTER (WHERE snoozed_until_s > CAST($as_of AS BIGINT)),
           min(opened_s)
    FROM aged
)
SELECT owner, kind,
       CASE age_from_s WHEN 0 THEN 'under 1 h' WHEN 3600 THEN 'under 4 h' WHEN 14400 THEN 'under 1 d'
                       WHEN 86400 THEN 'under 3 d' WHEN 259200 THEN 'under 7 d' WHEN 604800 THEN '7 d and more' END AS age,
       CAST(age_from_s AS BIGINT) AS age_from_s,
       CAST(backlog AS BIGINT) AS backlog,
       CAST(overdue AS BIGINT) AS overdue,
       CAST(slipped AS BIGINT) AS slipped,
       CAST(snoozed AS BIGINT) AS snoozed,
       TIMESTAMP '1970-01-01 00:00:00' + oldest_s * INTERVAL '1' SECOND AS oldest_at
FROM with_total
ORDER BY owner NULLS LAST, kind NULLS LAST, age_from_s NULLS LAST
