-- name: customer_story
-- title: A customer's story
-- says: all contacts of one customer and everything that was or is owed to them, the newest first
-- unit: contact or follow-up
-- grain: contact, follow-up
-- better: neither
-- params: customer
-- columns: at, what, outcome, queue, agent, wait_s, talk_s, since_last_s, is_repeat, due_at, closed_at, title, id, caller, source
--
-- customer is a number in its normal form, or another id. what: contact, or the kind of a follow-up; its outcome is open, done,
-- cancel or answered, its agent the owner, its id the follow-up's. since_last_s is from the end of the contact before; is_repeat:
-- that is within 7 days.
WITH own AS (
    SELECT c.s, c.outcome, c.last_queue, c.agent, c.wait_s, c.talk_s, c.call_id, c.caller, c.source, c.seq,
           c.s - lag(COALESCE(c.end_s, c.s)) OVER (ORDER BY c.s, c.source, c.seq) AS since_last_s
    FROM contacts AS c
    WHERE c.customer = CAST($customer AS STRING)
),
told AS (
    SELECT s, 0 AS turn, 'contact' AS what, outcome, last_queue AS queue, agent, wait_s, talk_s, since_last_s,
           COALESCE(since_last_s <= 604800, FALSE) AS is_repeat,
           CAST(NULL AS BIGINT) AS due_s, CAST(NULL AS BIGINT) AS closed_s, CAST(NULL AS STRING) AS title,
           call_id AS id, caller, source
    FROM own
    UNION ALL
    SELECT f.opened_s, 1, f.kind, COALESCE(f.closed_how, 'open'), f.queue, f.owner, CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE),
           CAST(NULL AS BIGINT), CAST(NULL AS BOOLEAN), f.due_s, f.closed_s, f.title, f.id, f.caller, f.source
    FROM follow_ups AS f
    WHERE f.customer = CAST($customer AS STRING)
)
SELECT TIMESTAMP '1970-01-01 00:00:00' + t.s * INTERVAL '1' SECOND AS at,
       t.what, t.outcome, t.queue, t.agent, t.wait_s, t.talk_s, t.since_last_s, t.is_repeat,
       TIMESTAMP '1970-01-01 00:00:00' + t.due_s * INTERVAL '1' SECOND AS due_at,
       TIMESTAMP '1970-01-01 00:00:00' + t.closed_s * INTERVAL '1' SECOND AS closed_at,
       t.title, t.id, t.caller, t.source
FROM told AS t
ORDER BY t.s DESC, t.turn DESC, t.source, t.id
