-- name: agent_aht
-- title: Handling time by agent
-- says: average talk, hold and wrap-up of an agent's answered calls, drawn towards the team's average where there are few of them, with its 95 % band
-- unit: seconds
-- grain: agent
-- better: neither
-- params: since, until, queue
-- columns: agent, numerator, denominator, value, shrunk_s, low_s, high_s, own_weight, team_s, transferred, blind
--
-- Calls and their handling as in handling_time.sql; the row without an agent is the team. Empirical Bayes, normal, with the variances
-- of a one-way layout by the method of moments (Searle, Casella and McCulloch 1992, Variance Components, 3.6; Efron and Morris 1975,
-- JASA 70:311-319): with n calls of average y, m = sum(n y) / sum(n) and k agents, sigma2 = sum((x - y)^2) / (sum(n) - k) within an agent,
-- tau2 = (sum(n (y - m)^2) - (k - 1) sigma2) / (sum(n) - sum(n^2) / sum(n)) between them, and sigma2 / tau2 is how many calls the team's
-- average is worth, w, at most sum(n). shrunk_s = (n y + w m) / (n + w), own_weight = n / (n + w), and the band is
-- shrunk_s +- 1.959963984540054 sqrt(sigma2 / (n + w)), not below 0; null where nobody has two calls. Queues differ in what a call takes: ask for
-- one to compare those who share it. transferred: handed on; blind ones without a word.
WITH ended AS (
    SELECT c.agent, c.ended_by, c.transfer,
           CAST(c.talk_s + COALESCE(c.hold_s, 0) + COALESCE(c.wrapup_s, q.wrapup_s) AS DOUBLE) AS handled_s
    FROM calls AS c
    JOIN queues AS q ON q.queue = c.queue
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND c.outcome = 'answered' AND c.agent IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
),
per_agent AS (
    SELECT agent, CAST(count(*) AS DOUBLE) AS n, sum(handled_s) AS total_s, avg(handled_s) AS y,
           CASE WHEN count(*) > 1 THEN var_samp(handled_s) * (count(*) - 1) ELSE 0 END AS squares,
           count(*) FILTER (WHERE ended_by = 'transfer') AS transferred,
           count(*) FILTER (WHERE ended_by = 'transfer' AND transfer = 'blind') AS blind
    FROM ended
    GROUP BY agent
),
team AS (
    SELECT sum(n) AS n, sum(total_s) AS total_s, sum(total_s) / sum(n) AS m, count(*) - 1 AS others,
           sum(squares) / NULLIF(sum(n) - count(*), 0) AS sigma2,
           sum(n) - sum(n * n) / sum(n) AS spread,
           sum(transferred) AS transferred, sum(blind) AS blind
    FROM per_agent
),
between_agents AS (
    SELECT (sum(a.n * (a.y - t.m) * (a.y - t.m)) - max(t.others * t.sigma2)) / NULLIF(max(t.spread), 0) AS tau2
    FROM per_agent AS a
    CROSS JOIN team AS t
),
prior AS (
    SELECT t.n, t.total_s, t.m, t.sigma2, t.transferred, t.blind,
           CASE WHEN b.tau2 > 0 THEN least(t.n, t.sigma2 / b.tau2) ELSE t.n END AS worth
    FROM team AS t
    CROSS JOIN between_agents AS b
),
drawn AS (
    SELECT a.agent, a.total_s, a.n, p.m, p.sigma2, a.n + p.worth AS worth,
           (a.total_s + p.worth * p.m) / (a.n + p.worth) AS shrunk_s, a.transferred, a.blind
    FROM per_agent AS a
    CROSS JOIN prior AS p
    UNION ALL
    SELECT CAST(NULL AS STRING), COALESCE(p.total_s, 0), COALESCE(p.n, 0), p.m, p.sigma2, p.n, p.m,
           COALESCE(p.transferred, 0), COALESCE(p.blind, 0)
    FROM prior AS p
)
SELECT d.agent,
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
ORDER BY d.agent NULLS LAST
