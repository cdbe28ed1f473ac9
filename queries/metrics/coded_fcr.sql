-- name: coded_fcr
-- title: Resolution as coded
-- says: share of coded answered contacts whose code says resolved, beside the measured share of the same contacts, and how often the two disagree
-- unit: ratio
-- grain: queue
-- better: higher
-- params: since, until, queue, scope, window_s, heard_s
-- columns: queue, numerator, denominator, value, measured_numerator, measured_denominator, measured_value, said_resolved_came_back, said_open_stayed_away, disagreement, uncoded, uncoded_share, left_out, left_out_share, scope, window_s
-- reach: 0, window
--
-- The last outcome code of a contact counts; which codes say resolved stands in the settings, and without any there is no value.
-- Measured as in fcr.sql, of the coded contacts of identified customers whose window is over; the two disagreements and their share
-- (disagreement) are of these. uncoded: answered contacts without an outcome code; uncoded_share is of all answered ones.
-- left_out: coded contacts that can't be measured, being nobody's or, in scope reason, about nothing; left_out_share is of the coded ones.
WITH policy AS (
    SELECT COALESCE(CAST($scope AS STRING), 'any') AS scope,
           COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s
    FROM resolution AS s
),
known_codes AS (
    SELECT m.code FROM code_meanings AS m WHERE m.meaning = 'resolved'
),
judged AS (
    SELECT r.answered_queue AS queue,
           k.outcome_code IS NOT NULL AS is_coded,
           m.code IS NOT NULL AS said_resolved,
           r.customer_no IS NOT NULL AND (r.scope <> 'reason' OR r.reason IS NOT NULL) AS is_known,
           r.customer_no IS NOT NULL AND (r.scope <> 'reason' OR r.reason IS NOT NULL)
               AND r.end_s + p.window_s < CAST($heard_s AS BIGINT) AS is_measured,
           COALESCE(r.next_s <= r.end_s + p.window_s, FALSE) AS is_repeated
    FROM repeats AS r
    CROSS JOIN policy AS p
    LEFT JOIN contact_codes AS k ON k.source = r.source AND k.call_id = r.call_id
    LEFT JOIN known_codes AS m ON m.code = k.outcome_code
    WHERE r.scope = COALESCE(CAST($scope AS STRING), 'any')
      AND r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND r.outcome = 'answered' AND r.end_s IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR r.answered_queue = $queue)
),
per_queue AS (
    SELECT queue,
           count(*) FILTER (WHERE is_coded AND said_resolved) AS said_resolved,
           count(*) FILTER (WHERE is_coded) AS coded,
           count(*) FILTER (WHERE is_coded AND is_measured AND NOT is_repeated) AS resolved,
           count(*) FILTER (WHERE is_coded AND is_measured) AS measured,
           count(*) FILTER (WHERE is_coded AND is_measured AND said_resolved AND is_repeated) AS came_back,
           count(*) FILTER (WHERE is_coded AND is_measured AND NOT said_resolved AND NOT is_repeated) AS stayed_away,
           count(*) FILTER (WHERE NOT is_coded) AS uncoded,
           count(*) FILTER (WHERE is_coded AND NOT is_known) AS left_out
    FROM judged
    GROUP BY queue
),
with_total AS (
    SELECT queue, said_resolved, coded, resolved, measured, came_back, stayed_away, uncoded, left_out FROM per_queue
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(sum(said_resolved), 0), COALESCE(sum(coded), 0), COALESCE(sum(resolved), 0),
           COALESCE(sum(measured), 0), COALESCE(sum(came_back), 0), COALESCE(sum(stayed_away), 0), COALESCE(sum(uncoded), 0),
           COALESCE(sum(left_out), 0)
    FROM per_queue
),
meant AS (
    SELECT w.queue, w.said_resolved, w.resolved, w.measured, w.came_back, w.stayed_away, w.uncoded, w.left_out,
           w.coded + w.uncoded AS answered,
           CASE WHEN n.codes > 0 THEN w.coded ELSE 0 END AS coded,
           CASE WHEN n.codes > 0 THEN w.measured ELSE 0 END AS compared
    FROM with_total AS w
    CROSS JOIN (SELECT count(*) AS codes FROM known_codes) AS n
)
SELECT e.queue,
       CAST(e.said_resolved AS BIGINT) AS numerator,
       CAST(e.coded AS BIGINT) AS denominator,
       CAST(e.said_resolved AS DOUBLE) / NULLIF(CAST(e.coded AS DOUBLE), 0) AS value,
       CAST(e.resolved AS BIGINT) AS measured_numerator,
       CAST(e.measured AS BIGINT) AS measured_denominator,
       CAST(e.resolved AS DOUBLE) / NULLIF(CAST(e.measured AS DOUBLE), 0) AS measured_value,
       CAST(e.came_back AS BIGINT) AS said_resolved_came_back,
       CAST(CASE WHEN e.compared > 0 THEN e.stayed_away ELSE 0 END AS BIGINT) AS said_open_stayed_away,
       CAST(e.came_back + e.stayed_away AS DOUBLE) / NULLIF(CAST(e.compared AS DOUBLE), 0) AS disagreement,
       CAST(e.uncoded AS BIGINT) AS uncoded,
       CAST(e.uncoded AS DOUBLE) / NULLIF(CAST(e.answered AS DOUBLE), 0) AS uncoded_share,
       CAST(e.left_out AS BIGINT) AS left_out,
       CAST(e.left_out AS DOUBLE) / NULLIF(CAST(e.coded AS DOUBLE), 0) AS left_out_share,
       p.scope, p.window_s
FROM meant AS e
CROSS JOIN policy AS p
ORDER BY e.queue NULLS LAST
