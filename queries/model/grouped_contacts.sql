-- name: grouped_contacts
-- title: Contacts of several calls
-- says: the calls of `loose` grouped by call id: what a customer would name "I phoned them"; answered if any of its calls was
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: source, call_id, seq, customer, customer_no, caller, s, answer_s, end_s, outcome, first_queue, last_queue, answered_queue, queues, calls, returns, agent, transfers, blind_transfers, attended_transfers, wait_s, talk_s
-- The one definition, for cuts (ops/store/contacts.py) and for questions (asked_contacts.sql). loose has the columns of asked calls and customer_no.
-- outcome: answered if any call was, also one lost while talking; else talking or waiting if any call is; else what became of the
-- last call. returns: how often it came back to a queue it had been in. end_s is null while a call is open and where nothing more is
-- known; a clock that was put back ends no contact before it began. seq is that of the first call.
SELECT source, call_id, min(seq) AS seq, arg_min(customer, seq) AS customer,
       arg_min(customer_no, seq) AS customer_no, arg_min(caller, seq) AS caller,
       arg_min(s, seq) AS s, min(answer_s) AS answer_s,
       CASE WHEN NOT bool_or(outcome IN ('waiting', 'talking')) AND max(end_s) IS NOT NULL
            THEN greatest(max(end_s), arg_min(s, seq)) END AS end_s,
       CASE WHEN bool_or(outcome IN ('answered', 'lost', 'lost?') AND answer_s IS NOT NULL) THEN 'answered'
            WHEN bool_or(outcome = 'talking') THEN 'talking'
            WHEN bool_or(outcome = 'waiting') THEN 'waiting'
            ELSE arg_max(outcome, seq) END AS outcome,
       arg_min(queue, seq) AS first_queue, arg_max(queue, seq) AS last_queue,
       arg_max(queue, CASE WHEN answer_s IS NOT NULL THEN seq END) AS answered_queue,
       -- lists, as a count of distinct ones costs a query of its own, also where nobody asks for it
       len(list_distinct(list(queue))) AS queues, count(*) AS calls,
       count(queue) FILTER (WHERE outcome <> 'refused')
           - coalesce(len(list_distinct(list(queue) FILTER (WHERE outcome <> 'refused'))), 0) AS returns,
       arg_max(agent, CASE WHEN answer_s IS NOT NULL THEN seq END) AS agent,
       -- of some nobody says whether they were announced
       count(*) FILTER (WHERE ended_by = 'transfer') AS transfers, count(*) FILTER (WHERE transfer = 'blind') AS blind_transfers,
       count(*) FILTER (WHERE transfer = 'attended') AS attended_transfers,
       CAST(sum(CAST(wait_s AS DECIMAL(18, 6))) AS DOUBLE) AS wait_s,
       CAST(sum(CAST(talk_s AS DECIMAL(18, 6))) AS DOUBLE) AS talk_s
FROM (
    -- who left in the menu was in no queue
    SELECT * REPLACE (CASE WHEN outcome <> 'left_in_menu' THEN queue END AS queue) FROM loose
) AS stays
GROUP BY source, call_id
