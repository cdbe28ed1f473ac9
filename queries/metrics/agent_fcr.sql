-- name: agent_fcr
-- title: First-contact resolution by agent
-- says: share of the contacts an agent answered last that stayed resolved, drawn towards the team's share where there are few of them, with its 95 % band
-- unit: ratio
-- grain: agent
-- better: higher
-- params: since, until, queue, scope, window_s, heard_s
-- columns: agent, numerator, denominator, value, shrunk, low, high, own_weight, team_value, repeated, pending, left_out, left_out_share, scope, window_s
-- reach: 0, window
--
-- Contacts, scope, window, pending and left_out as in fcr.sql; a contact is its last answering agent's, those of nobody named are left
-- away. The row without an agent is the team. Empirical Bayes, beta-binomial by the method of moments (Kleinman 1973, JASA 68:46-54):
-- with x of n resolved, p = sum(x) / sum(n) and k agents, rho = (sum(n (x/n - p)^2) / (p (1 - p)) - (k - 1))
-- / (sum(n) - sum(n^2) / sum(n) - (k - 1)) is how alike the contacts of one agent are, and m = (1 - rho) / rho how many contacts the
-- team's share is worth: shrunk = (x + m p) / (n + m), own_weight = n / (n + m). m is at most sum(n): where agents differ no more than
-- chance lets them, the team's share counts for as much as is known of it. The band is of the posterior Beta(a, b), a = x + m p,
-- b = n - x + m (1 - p), on the logit scale: ln(a / b) +- 1.959963984540054 sqrt(1 / a + 1 / b); null where a or b is 0.
WITH policy AS (
    SELECT COALESCE(CAST($scope AS STRING), 'any') AS scope,
           COALESCE(CAST($window_s AS BIGINT), s.window_s) AS window_s
    FROM resolution AS s
),
judged AS (
    SELECT r.agent,
           r.customer_no IS NOT NULL AND (r.scope <> 'reason' OR r.reason IS NOT NULL) AS is_known,
           r.end_s + p.window_s < CAST($heard_s AS BIGINT) AS is_over,
           COALESCE(r.next_s <= r.end_s + p.window_s, FALSE) AS is_repeated
    FROM repeats AS r
    CROSS JOIN policy AS p
    WHERE r.scope = COALESCE(CAST($scope AS STRING), 'any')
      AND r.s >= CAST($since AS BIGINT) AND r.s < CAST($until AS BIGINT)
      AND r.outcome = 'answered' AND r.end_s IS NOT NULL AND r.agent IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR r.answered_queue = $queue)
),
per_agent AS (
    SELECT agent,
           CAST(count(*) FILTER (WHERE is_known AND is_over AND NOT is_repeated) AS DOUBLE) AS resolved,
           CAST(count(*) FILTER (WHERE is_known AND is_over) AS DOUBLE) AS counted,
           count(*) FILTER (WHERE is_known AND NOT is_over) AS pending,
           count(*) FILTER (WHERE NOT is_known) AS left_out
    FROM judged
    GROUP BY agent
),
team AS (
    SELECT sum(resolved) AS resolved, sum(counted) AS counted, sum(resolved) / NULLIF(sum(counted), 0) AS p,
           sum(CASE WHEN counted > 0 THEN 1 ELSE 0 END) - 1 AS others,
           sum(counted) - sum(counted * counted) / NULLIF(sum(counted), 0) AS spread
    FROM per_agent
),
-- added up in order, as the last digit of a sum of fractions depends on it
differing AS (
    SELECT sum(a.counted * (a.resolved / a.counted - t.p) * (a.resolved / a.counted - t.p))
               OVER (ORDER BY a.agent ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS differing,
           row_number() OVER (ORDER BY a.agent DESC) AS from_last,
           t.p, t.others, t.spread
    FROM per_agent AS a
    CROSS JOIN team AS t
    WHERE a.counted > 0
),
moments AS (
    SELECT differing / NULLIF(p * (1 - p), 0) - others AS above, spread - others AS room
    FROM differing
    WHERE from_last = 1
    UNION ALL
    SELECT CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE) FROM team WHERE NOT counted > 0 OR counted IS NULL
),
prior AS (
    SELECT t.p, t.resolved, t.counted,
           CASE WHEN m.above > 0 AND m.room > 0 THEN least(t.counted, greatest(m.room - m.above, 0) / m.above)
                ELSE t.counted END AS worth
    FROM team AS t
    CROSS JOIN moments AS m
),
drawn AS (
    SELECT a.agent, a.resolved, a.counted, a.pending, a.left_out, p.p,
           a.resolved + p.worth * p.p AS a, a.counted - a.resolved + p.worth * (1 - p.p) AS b,
           a.counted / NULLIF(a.counted + p.worth, 0) AS own_weight
    FROM per_agent AS a
    CROSS JOIN prior AS p
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(p.resolved, 0), COALESCE(p.counted, 0), COALESCE(s.pending, 0), COALESCE(s.left_out, 0),
           p.p, p.resolved, p.counted - p.resolved, CASE WHEN p.counted > 0 THEN CAST(1 AS DOUBLE) END
    FROM prior AS p
    CROSS JOIN (SELECT sum(pending) AS pending, sum(left_out) AS left_out FROM per_agent) AS s
)
SELECT d.agent,
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
ORDER BY d.agent NULLS LAST
