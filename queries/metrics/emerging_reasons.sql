-- name: emerging_reasons
-- title: Emerging reasons
-- says: reasons with more contacts than chance allows: above the 99 % bound of a Poisson count with the mean of the same weekday hours in the four weeks before
-- unit: contacts
-- grain: reason
-- better: neither
-- params: since, until, queue, heard_s
-- columns: reason, kind, contacts, expected, bound, is_emerging, excess, before, weeks, customers, left_out, left_out_share
-- reach: 3027600, 0
--
-- For periods up to a week: the same stretch of the local clock one, two, three and four weeks earlier; of a longer one the last week
-- counts, and of one that is not over only what has passed of it. before: contacts in these together, expected their mean. weeks: how many of the four lie after the first contact known;
-- without any nothing is expected, and nothing emerges. bound: the least k with P(X <= k) >= 0.99, summed
-- exactly up to a mean of 2000; above, by Cornish and Fisher's expansion m + z sqrt(m) + (z^2 - 1) / 6, z = 2.3263478740408408,
-- rounded. excess is contacts - bound. All reasons of the period stand here, the most surprising first; contacts without a reason do not.
WITH spans AS (
    SELECT greatest(CAST($since AS BIGINT), heard.until_s - 604800) AS since_s, heard.until_s
    FROM (
        SELECT greatest(CAST($since AS BIGINT) + 1, least(CAST($until AS BIGINT), CAST($heard_s AS BIGINT))) AS until_s
    ) AS heard
),
clock AS (
    SELECT p.since_s + COALESCE(max(CASE WHEN p.since_s >= z.since_s AND p.since_s < z.until_s THEN z.offset_s END), 0) AS since_s,
           p.until_s - 1 + COALESCE(max(CASE WHEN p.until_s - 1 >= z.since_s AND p.until_s - 1 < z.until_s THEN z.offset_s END), 0)
               AS last_s
    FROM spans AS p
    CROSS JOIN zone_offsets AS z
    GROUP BY p.since_s, p.until_s
),
said AS (
    SELECT k.reason, k.reason_kind AS kind, c.customer_no, c.s, c.s + COALESCE(z.offset_s, 0) AS local_s
    FROM contacts AS c
    JOIN contact_codes AS k ON k.source = c.source AND k.call_id = c.call_id
    LEFT JOIN zone_offsets AS z ON c.s >= z.since_s AND c.s < z.until_s
    WHERE c.s >= CAST($since AS BIGINT) - 2422800 AND c.s < CAST($until AS BIGINT)
      AND k.reason IS NOT NULL
      AND (CAST($queue AS STRING) IS NULL OR c.first_queue = $queue)
),
known AS (
    SELECT count(*) AS weeks
    FROM (VALUES (1), (2), (3), (4)) AS w(weeks)
    CROSS JOIN clock AS c
    CROSS JOIN (
        SELECT min(a.s + COALESCE(z.offset_s, 0)) AS local_s
        FROM contacts AS a
        LEFT JOIN zone_offsets AS z ON a.s >= z.since_s AND a.s < z.until_s
    ) AS f
    WHERE f.local_s <= c.since_s - w.weeks * 604800
),
placed AS (
    SELECT s.reason, s.kind, s.customer_no,
           CASE WHEN s.s >= p.since_s THEN 0 ELSE w.weeks END AS weeks
    FROM said AS s
    CROSS JOIN spans AS p
    CROSS JOIN clock AS c
    JOIN (VALUES (0), (1), (2), (3), (4)) AS w(weeks)
      ON s.local_s + w.weeks * 604800 >= c.since_s AND s.local_s + w.weeks * 604800 <= c.last_s
    CROSS JOIN known AS k
    WHERE (w.weeks = 0) = (s.s >= p.since_s) AND w.weeks <= k.weeks
),
per_reason AS (
    SELECT reason, kind,
           count(*) FILTER (WHERE weeks = 0) AS contacts,
           count(*) FILTER (WHERE weeks > 0) AS before,
           count(DISTINCT CASE WHEN weeks = 0 THEN customer_no END) AS customers,
           count(*) FILTER (WHERE weeks = 0 AND customer_no IS NULL) AS left_out
    FROM placed
    GROUP BY reason, kind
    HAVING count(*) FILTER (WHERE weeks = 0) > 0
),
digits AS (
    SELECT v.d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v(d)
),
numbers AS (
    SELECT CAST(a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS BIGINT) AS n
    FROM digits AS a
    CROSS JOIN digits AS b
    CROSS JOIN digits AS c
    CROSS JOIN digits AS e
    WHERE e.d <= 2
),
factorials AS (
    SELECT n, sum(ln(CAST(greatest(n, 1) AS DOUBLE))) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS log_n
    FROM numbers
),
means AS (
    SELECT DISTINCT r.before, CAST(r.before AS DOUBLE) / k.weeks AS mean
    FROM per_reason AS r
    CROSS JOIN known AS k
    WHERE r.before > 0 AND k.weeks > 0 AND r.before <= 2000 * k.weeks
),
chances AS (
    SELECT m.before, f.n,
           sum(exp(f.n * ln(m.mean) - m.mean - f.log_n))
               OVER (PARTITION BY m.before ORDER BY f.n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to
    FROM means AS m
    CROSS JOIN factorials AS f
),
bounds AS (
    SELECT before, min(CASE WHEN up_to >= 0.99 THEN n END) AS bound FROM chances GROUP BY before
),
judged AS (
    SELECT r.reason, r.kind, r.contacts, r.before, r.customers, r.left_out, k.weeks,
           CAST(r.before AS DOUBLE) / NULLIF(k.weeks, 0) AS expected,
           CASE WHEN k.weeks = 0 THEN NULL
                WHEN r.before = 0 THEN 0
                WHEN r.before <= 2000 * k.weeks THEN b.bound
                ELSE CAST(floor(CAST(r.before AS DOUBLE) / k.weeks
                                + 2.3263478740408408 * sqrt(CAST(r.before AS DOUBLE) / k.weeks)
                                + 0.7353157385090565 + 0.5) AS BIGINT)
           END AS bound
    FROM per_reason AS r
    CROSS JOIN known AS k
    LEFT JOIN bounds AS b ON b.before = r.before
)
SELECT reason, kind,
       CAST(contacts AS BIGINT) AS contacts,
       expected,
       CAST(bound AS BIGINT) AS bound,
       COALESCE(contacts > bound, FALSE) AS is_emerging,
       CAST(contacts - bound AS BIGINT) AS excess,
       CAST(before AS BIGINT) AS before,
       CAST(weeks AS BIGINT) AS weeks,
       CAST(customers AS BIGINT) AS customers,
       CAST(left_out AS BIGINT) AS left_out,
       CAST(left_out AS DOUBLE) / CAST(contacts AS DOUBLE) AS left_out_share
FROM judged
ORDER BY contacts - bound DESC NULLS LAST, contacts DESC, reason, kind
