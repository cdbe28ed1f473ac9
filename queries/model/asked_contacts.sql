-- name: asked_contacts
-- title: Contacts as of the asked moment
-- says: all calls of one call id: what a customer would name "I phoned them"; answered if any of its calls was
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: source, call_id, seq, customer, customer_no, caller, s, started_at, answer_s, end_s, ended_at, outcome, first_queue, last_queue, answered_queue, queues, calls, returns, agent, transfers, blind_transfers, wait_s, talk_s
-- outcome: answered if any call was, also one lost while talking; else talking or waiting if any call is; else what became of the
-- last call. returns: how often it came back to a queue it had been in. end_s is null while a call is open and where nothing more is known. seq is that of the first call.
-- A clock that was put back ends no contact before it began. Nearly every contact is one call: only the others are grouped whole.
-- contact_calls are calls with customer_no, the customer as a number to sort and compare by, and is_alone: no other call of its id is
-- known, but for those that rejoined lists (ops/store/contacts.py). What is not known to be alone may be so all the same.
-- Variables of the connection: contacts_from_s and contacts_until_s, null without bound: only calls offered in between are looked at.
WITH told AS NOT MATERIALIZED (
    SELECT *, outcome IN ('answered', 'lost', 'lost?') AND answer_s IS NOT NULL AS is_answered
    FROM contact_calls
    WHERE s >= coalesce(getvariable('contacts_from_s'), -9223372036854775808)
      AND s < coalesce(getvariable('contacts_until_s'), 9223372036854775807)
),
several AS NOT MATERIALIZED (
    SELECT * FROM told WHERE NOT is_alone
    UNION ALL
    SELECT t.* FROM told AS t SEMI JOIN rejoined AS r ON r.seq = t.seq WHERE t.is_alone
),
contacts AS (
    SELECT source, call_id, seq, customer, customer_no, caller, s, answer_s, CASE WHEN end_s IS NOT NULL THEN greatest(end_s, s) END AS end_s,
           CASE WHEN is_answered THEN 'answered' ELSE outcome END AS outcome,
           queue AS first_queue, queue AS last_queue,
           CASE WHEN answer_s IS NOT NULL THEN queue END AS answered_queue,
           CAST(queue IS NOT NULL AS BIGINT) AS queues, CAST(1 AS BIGINT) AS calls, CAST(0 AS BIGINT) AS returns, agent,
           CAST(transfer IS NOT NULL AS BIGINT) AS transfers,
           CAST(coalesce(transfer = 'blind', false) AS BIGINT) AS blind_transfers, wait_s, talk_s
    FROM told AS t
    ANTI JOIN rejoined AS r ON r.seq = t.seq
    WHERE t.is_alone
    UNION ALL
    SELECT t.source, t.call_id, min(seq) AS seq, arg_min(customer, seq) AS customer,
           arg_min(customer_no, seq) AS customer_no, arg_min(caller, seq) AS caller,
           arg_min(s, seq) AS s, min(answer_s) AS answer_s,
           CASE WHEN NOT bool_or(outcome IN ('waiting', 'talking')) AND max(end_s) IS NOT NULL
                THEN greatest(max(end_s), arg_min(s, seq)) END AS end_s,
           CASE WHEN bool_or(is_answered) THEN 'answered'
                WHEN bool_or(outcome = 'talking') THEN 'talking'
                WHEN bool_or(outcome = 'waiting') THEN 'waiting'
                ELSE arg_max(outcome, seq) END AS outcome,
           arg_min(queue, seq) AS first_queue, arg_max(queue, seq) AS last_queue,
           arg_max(queue, CASE WHEN answer_s IS NOT NULL THEN seq END) AS answered_queue,
           -- lists, as a count of distinct ones costs a query of its own, also where nobody asks for it
           len(list_distinct(list(queue))) AS queues, count(*) AS calls,
           count(queue) FILTER (WHERE outcome <> 'refused') - coalesce(len(list_distinct(list(queue) FILTER (WHERE outcome <> 'refused'))), 0) AS returns,
           arg_max(agent, CASE WHEN answer_s IS NOT NULL THEN seq END) AS agent,
           count(transfer) AS transfers, count(*) FILTER (WHERE transfer = 'blind') AS blind_transfers,
           sum(wait_s) AS wait_s, sum(talk_s) AS talk_s
    FROM several AS t
    GROUP BY t.source, t.call_id
)
SELECT source, call_id, seq, customer, customer_no, caller, s, make_timestamp(s * 1000000) AS started_at, answer_s, end_s,
       make_timestamp(end_s * 1000000) AS ended_at, outcome, first_queue, last_queue, answered_queue, queues, calls, returns, agent,
       transfers, blind_transfers, wait_s, talk_s
FROM contacts
