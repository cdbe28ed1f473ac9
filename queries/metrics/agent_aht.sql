-- name: agent_aht
-- title: Handling time by agent
-- says: average talk, hold and wrap-up of an agent's answered calls, drawn towards the team's average where there are few of them, with its 95 % band
-- unit: seconds
-- grain: agent, interval
-- better: neither
-- params: since, until, queue, interval_s
-- columns: agent, interval_at, numerator, denominator, value, shrunk_s, low_s, high_s, own_weight, team_s, transferred, blind
--
-- Calls and their handling as in handling_time.sql; the row without an agent is the team. Empirical Bayes, normal, with the variances
-- of a one-way layout by the method of moments (Searle, Casella and McCulloch 1992, Variance Components, 3.6; Efron and Morris 1975,
-- JASA 70:311-319): with n calls of average y, m = sum(n y) / sum(n) and k agents, sigma2 = sum((x - y)^2) / (sum(n) - k) within an agent,
-- tau2 = (sum(n (y - m)^2) - (k - 1) sigma2) / (sum(n) - sum(n^2) / sum(n)) between them, and sigma2 / tau2 is how many calls the team's
-- average is worth, w, at most sum(n). shrunk_s = (n y + w m) / (n + w), own_weight = n / (n + w), and the band is
-- shrunk_s +- 1.959963984540054 sqrt(sigma2 / (n + w)), not below 0; null where nobody has two calls. Queues differ in what a call takes: ask for
-- one to compare those who share it. transferred: handed on; blind ones without a word.
-- Lengths and squares are added as decimals, so sum((x - y)^2) is sum(x^2) - sum(x)^2 / n, and 0 where all x are one.
-- interval_s as in fcr.sql, each interval drawn towards the team's average in it; local_s -1 is the whole period.
WITH offsets AS (
    SELECT z.offset_s, z.since_s, z.until_s FROM zone_offsets AS z
    WHERE CAST($interval_s AS BIGINT) IS NOT NULL AND z.since_s < CAST($until AS BIGINT) AND z.until_s > CAST($since AS BIGINT)
),
ended AS (
    SELECT c.agent, c.ended_by, c.transfer,
           CASE WHEN CAST($interval_s AS BIGINT) IS NULL THEN -1
                ELSE c.s + COALESCE(z.offset_s, 0) - mod(c.s + COALESCE(z.offset_s, 0) - (y.week_start - 4) * 86400,
                                                         CAST($interval_s AS BIGINT)) END AS local_s,
           CAST(c.talk_s + COALESCE(c.hold_s, 0) + COALESCE(c.wrapup_s, q.wrapup_s) AS DOUBLE) AS handled_s
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    CROSS JOIN resolution AS y
    LEFT JOIN offsets AS z ON c.s >= z.since_s AND c.s < z.until_s
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND c.outcome = 'answered' AND c.agent IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
),
added AS (
    SELECT agent, local_s, CAST(count(*) AS DOUBLE) AS n, CAST(sum(CAST(handled_s AS DECIMAL(18, 6))) AS DOUBLE) AS total_s,
           CAST(sum(CAST(handled_s * handled_s AS DECIMAL(38, 9))) AS DOUBLE) AS total_squares,
           min(handled_s) < max(handled_s) AS differs,
           count(*) FILTER (WHERE ended_by = 'transfer') AS transferred,
           count(*) FILTER (WHERE ended_by = 'transfer' AND transfer = 'blind') AS blind
    FROM ended
    GROUP BY agent, local_s
),
per_agent AS (
    SELECT agent, local_s, n, total_s, total_s / n AS y,
           CASE WHEN differs THEN greatest(total_squares - total_s * total_s / n, 0) ELSE 0 END AS squares,
           transferred, blind
    FROM added
),
team AS (
    SELECT i.local_s, sum(a.n) AS n, CAST(sum(CAST(a.total_s AS DECIMAL(38, 6))) AS DOUBLE) AS total_s,
           CAST(sum(CAST(a.total_s AS DECIMAL(38, 6))) AS DOUBLE) / sum(a.n) AS m, count(a.n) - 1 AS others,
           CAST(sum(CAST(a.squares AS DECIMAL(38, 9))) AS DOUBLE) / NULLIF(sum(a.n) - count(a.n), 0) AS sigma2,
           sum(a.n) - sum(a.n * a.n) / sum(a.n) AS spread,
           sum(a.transferred) AS transferred, sum(a.blind) AS blind
    FROM (SELECT local_s FROM per_agent WHERE local_s <> -1
          UNION
          SELECT -1 FROM resolution WHERE CAST($interval_s AS BIGINT) IS NULL) AS i
    LEFT JOIN per_agent AS a ON a.local_s = i.local_s
    GROUP BY i.local_s
),
between_agents AS (
    SELECT t.local_s,
           (CAST(sum(CAST(a.n * (a.y - t.m) * (a.y - t.m) AS DECIMAL(38, 9))) AS DOUBLE) - max(t.others * t.sigma2))
               / NULLIF(max(t.spread), 0) AS tau2
    FROM per_agent AS a
    JOIN team AS t ON t.local_s = a.local_s
    GROUP BY t.local_s
),
prior AS (
    SELECT t.local_s, t.n, t.total_s, t.m, t.sigma2, t.transferred, t.blind,
           CASE WHEN b.tau2 > 0 THEN least(t.n, t.sigma2 / b.tau2) ELSE t.n END AS worth
    FROM team AS t
    LEFT JOIN between_agents AS b ON b.local_s = t.local_s
),
drawn AS (
    SELECT a.agent, a.local_s, a.total_s, a.n, p.m, p.sigma2, a.n + p.worth AS worth,
           (a.total_s + p.worth * p.m) / (a.n + p.worth) AS shrunk_s, a.transferred, a.blind
    FROM per_agent AS a
    JOIN prior AS p ON p.local_s = a.local_s
    UNION ALL
    SELECT CAST(NULL AS STRING), p.local_s, COALESCE(p.total_s, 0), COALESCE(p.n, 0), p.m, p.sigma2, p.n, p.m,
           COALESCE(p.transferred, 0), COALESCE(p.blind, 0)
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
       d.total_s AS numerator,
       CAST(d.n AS BIGINT) AS denominator,
       d.total_s / NULLIF(d.n, 0) AS value,
       d.shrunk_s,
       CASE WHEN d.sigma2 IS NOT NULL THEN greatest(d.shrunk_s - 1.959963984540054 * sqrt(d.sigma2 / d.worth), 0) END AS low_s,
       d.shrunk_s + 1.959963984540054 * sqrt(d.sigma2 / d.worth) AS high_s,
       d.n / d.worth AS own_weight,
       d.m AS team_s,
       CAST(d.transferred AS BIGINT) AS transferred,
       CAST(d.blind AS BIGINT) AS blind
FROM drawn AS d
LEFT JOIN starts AS i ON i.local_s = d.local_s
ORDER BY d.local_s, d.agent NULLS LAST
