-- name: reasons
-- title: Reasons
-- says: contacts and distinct customers by what they were about; a reason of one customer, of a few, or of many
-- unit: contacts
-- grain: reason
-- better: neither
-- params: since, until, queue
-- columns: reason, kind, contacts, share, customers, spread, contacts_per_customer, answered, left_out, left_out_share
-- reach: 0, 0
--
-- The last code of the first kind of the settings' list that a contact has; the row without a reason counts those that have none.
-- spread: one, few or many customers, by the settings' bounds. left_out: contacts of nobody, counted in contacts and in no customer.
WITH picked AS (
    SELECT k.reason, k.reason_kind AS kind, c.customer_no, c.outcome
    FROM contacts AS c
    LEFT JOIN contact_codes AS k ON k.source = c.source AND k.call_id = c.call_id
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.first_queue = $queue)
),
per_reason AS (
    SELECT reason, kind, count(*) AS contacts, count(DISTINCT customer_no) AS customers,
           count(*) FILTER (WHERE outcome IN ('answered', 'talking')) AS answered,
           count(*) FILTER (WHERE customer_no IS NULL) AS left_out
    FROM picked
    GROUP BY reason, kind
)
SELECT r.reason, r.kind,
       CAST(r.contacts AS BIGINT) AS contacts,
       CAST(r.contacts AS DOUBLE) / CAST(t.contacts AS DOUBLE) AS share,
       CAST(r.customers AS BIGINT) AS customers,
       CASE WHEN r.customers >= s.many_from THEN 'many'
            WHEN r.customers >= s.few_from THEN 'few'
            WHEN r.customers > 0 THEN 'one' END AS spread,
       CAST(r.contacts - r.left_out AS DOUBLE) / NULLIF(CAST(r.customers AS DOUBLE), 0) AS contacts_per_customer,
       CAST(r.answered AS BIGINT) AS answered,
       CAST(r.left_out AS BIGINT) AS left_out,
       CAST(r.left_out AS DOUBLE) / CAST(r.contacts AS DOUBLE) AS left_out_share
FROM per_reason AS r
CROSS JOIN (SELECT sum(contacts) AS contacts FROM per_reason) AS t
CROSS JOIN resolution AS s
ORDER BY r.reason IS NULL, r.contacts DESC, r.reason, r.kind
