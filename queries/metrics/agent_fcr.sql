-- name: agent_fcr
-- title: First-contact resolution by agent
-- says: share of the contacts an agent answered last that stayed resolved, drawn towards the team's share where there are few of them, with its 95 % band
-- unit: ratio
-- grain: agent, interval
-- better: higher
-- params: since, until, queue, scope, window_s, interval_s, heard_s
-- columns: agent, interval_at, numerator, denominator, value, shrunk, low, high, own_weight, team_value, repeated, pending, left_out, left_out_share, scope, window_s
-- reach: 0, window
--
-- Contacts, scope, window, pending and left_out as in fcr.sql; a contact is its last answering agent's, those of nobody named are left
-- away. The row without an agent is the team. Empirical Bayes, beta-binomial by the method of moments (Kleinman 1973, JASA 68:46-54):
-- with x of n resolved, p = sum(x) / sum(n) and k agents, rho = (sum(n (x/n - p)^2) / (p (1 - p)) - (k - 1))
-- / (sum(n) - sum(n^2) / sum(n) - (k - 1)) is how alike the contacts of one agent are, and m = (1 - rho) / rho how many contacts the
-- team's share is worth: shrunk = (x + m p) / (n + m), own_weight = n / (n + m). m is at most sum(n): where agents differ no more than
-- chance lets them, the team's share counts for as much as is known of it. The band is of the posterior Beta(a, b), a = x + m p,
-- b = n - x + m (1 - p), on the logit scale: ln(a / b) +- 1.959963984540054 sqrt(1 / a + 1 / b); null where a or b is 0.
-- interval_s as in fcr.sql, each interval drawn towards the team's share in it; local_s -1 is the whole period.
WITH policy AS (
    SELECT COALESCE(CAST($scope AS STRING), 'any') AS scope,
           COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s,
           (s.week_start - 4) * 86400 AS anchor_s
    FROM resolution AS s
),
offsets AS (
    SELECT z.offset_s, z.since_s, z.until_s FROM zone_offsets AS z
    WHERE CAST($interval_s AS BIGINT) IS NOT NULL AND z.since_s < CAST($until AS BIGINT) AND z.until_s > CAST($since AS BIGINT)
),
judged AS (
    SELECT r.agent,
           CASE WHEN CAST($interval_s AS BIGINT) IS NULL THEN -1
                ELSE r.s + COALESCE(z.offset_s, 0)
                     - mod(r.s + COALESCE(z.offset_s, 0) - p.anchor_s, CAST($interval_s AS BIGINT)) END AS local_s,
           r.customer_no IS NOT NULL AND (r.scope <> 'reason' OR r.reason IS NOT NULL) AS is_known,
           r.end_s + p.window_s < CAST($heard_s AS BIGINT) AS is_over,
           COALESCE(r.next_s <= r.end_s + p.window_s, FALSE) AS is_repeated
    FROM repeats AS r
    CROSS JOIN policy AS p
    LEFT JOIN offsets AS z ON r.s >= z.since_s AND r.s < z.until_s
    WHERE r.scope = COALESCE(CAST($scope AS STRING), 'any')
      AND r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND r.outcome = 'answered' AND r.end_s IS NOT NULL AND r.agent IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR r.answered_queue = $queue)
),
per_agent AS (
    SELECT agent, local_s,
           CAST(count(*) FILTER (WHERE is_known AND is_over AND NOT is_repeated) AS DOUBLE) AS resolved,
           CAST(count(*) FILTER (WHERE is_known AND is_over) AS DOUBLE) AS counted,
           count(*) FILTER (WHERE is_known AND NOT is_over) AS pending,
           count(*) FILTER (WHERE NOT is_known) AS left_out
    FROM judged
    GROUP BY agent, local_s
),
team AS (
    SELECT i.local_s, sum(a.resolved) AS resolved, sum(a.counted) AS counted, sum(a.resolved) / NULLIF(sum(a.counted), 0) AS p,
           sum(CASE WHEN a.counted > 0 THEN 1 ELSE 0 END) - 1 AS others,
           sum(a.counted) - sum(a.counted * a.counted) / NULLIF(sum(a.counted), 0) AS spread,
           sum(a.pending) AS pending, sum(a.left_out) AS left_out
    FROM (SELECT local_s FROM per_agent WHERE local_s <> -1
          UNION
          SELECT -1 FROM policy WHERE CAST($interval_s AS BIGINT) IS NULL) AS i
    LEFT JOIN per_agent AS a ON a.local_s = i.local_s
    GROUP BY i.local_s
),
-- added up in order, as the last digit of a sum of fractions depends on it
differing AS (
    SELECT t.local_s,
           sum(a.counted * (a.resolved / a.counted - t.p) * (a.resolved / a.counted - t.p))
               OVER (PARTITION BY t.local_s ORDER BY a.agent ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS differing,
           row_number() OVER (PARTITION BY t.local_s ORDER BY a.agent DESC) AS from_last,
           t.p, t.others, t.spread
    FROM per_agent AS a
    JOIN team AS t ON t.local_s = a.local_s
    WHERE a.counted > 0
),
moments AS (
    SELECT local_s, differing / NULLIF(p * (1 - p), 0) - others AS above, spread - others AS room
    FROM differing
    WHERE from_last = 1
),
prior AS (
    SELECT t.local_s, t.p, t.resolved, t.counted, t.pending, t.left_out,
           CASE WHEN m.above > 0 AND m.room > 0 THEN least(t.counted, greatest(m.room - m.above, 0) / m.above)
                ELSE t.counted END AS worth
    FROM team AS t
    LEFT JOIN moments AS m ON m.local_s = t.local_s
),
drawn AS (
    SELECT a.agent, a.local_s, a.resolved, a.counted, a.pending, a.left_out, p.p,
           a.resolved + p.worth * p.p AS a, a.counted - a.resolved + p.worth * (1 - p.p) AS b,
           a.counted / NULLIF(a.counted + p.worth, 0) AS own_weight
    FROM per_agent AS a
    JOIN prior AS p ON p.local_s = a.local_s
    UNION ALL
    SELECT CAST(NULL AS STRING), p.local_s, COALESCE(p.resolved, 0), COALESCE(p.counted, 0), COALESCE(p.pending, 0),
           COALESCE(p.left_out, 0), p.p, p.resolved, p.counted - p.resolved, CASE WHEN p.counted > 0 THEN CAST(1 AS DOUBLE) END
    FROM prior AS p
),
starts AS (
    SELECT l.local_s, min(l.local_s - COALESCE(z.offset_s, 0)) AS start_s
    FROM (SELECT local_s FROM prior WHERE local_s <> -1) AS l
    LEFT JOIN zone_offsets AS z
      ON l.local_s - z.offset_s >= z.since_s AND l.local_s - z.offset_s < z.until_s
    GROUP BY l.local_s
)
SELECT d.agent,
       TIMESTAMP '1970-01-01 00:00:00' + i.start_s * INTERVAL '1' SECOND AS interval_at,
       CAST(d.resolved AS BIGINT) AS numerator,
       CAST(d.counted AS BIGINT) AS denominator,
       d.resolved / NULLIF(d.counted, 0) AS value,
       d.a / NULLIF(d.a + d.b, 0) AS shrunk,
       CASE WHEN d.a > 0 AND d.b > 0 THEN 1 / (1 + exp(-(ln(d.a / d.b) - 1.959963984540054 * sqrt(1 / d.a + 1 / d.b)))) END AS low,
       CASE WHEN d.a > 0 AND d.b > 0 THEN 1 / (1 + exp(-(ln(d.a / d.b) + 1.959963984540054 * sqrt(1 / d.a + 1 / d.b)))) END AS high,
       d.own_weight,
       d.p AS team_value,
       CAST(d.counted - d.resolved AS BIGINT) AS repeated,
       CAST(d.pending AS BIGINT) AS pending,
       CAST(d.left_out AS BIGINT) AS left_out,
       CAST(d.left_out AS DOUBLE) / NULLIF(d.counted + CAST(d.pending + d.left_out AS DOUBLE), 0) AS left_out_share,
       y.scope, y.window_s
FROM drawn AS d
CROSS JOIN policy AS y
LEFT JOIN starts AS i ON i.local_s = d.local_s
ORDER BY d.local_s, d.agent NULLS LAST
