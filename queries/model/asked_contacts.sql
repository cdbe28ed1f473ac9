-- name: asked_contacts
-- title: Contacts as of the asked moment
-- says: all calls of one call id: what a customer would name "I phoned them"; answered if any of its calls was
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: source, call_id, seq, customer, customer_no, caller, s, started_at, answer_s, end_s, ended_at, outcome, first_queue, last_queue, answered_queue, queues, calls, returns, agent, transfers, blind_transfers, attended_transfers, wait_s, talk_s
-- What the columns mean is said in grouped_contacts.sql. Nearly every contact needs no grouping: settled_calls are the first calls of
-- those that cuts hold whole and that had ended before the asked moment (ops/store/contacts.py); where a contact has several calls its
-- first one tells in contact_… what they are together. loose_calls are all others as of that moment. Both have customer_no, the customer
-- as a number to sort and compare by.
-- Variables of the connection: contacts_from_s and contacts_until_s, null without bound: only calls offered in between are looked at.
WITH loose AS (
    SELECT * FROM loose_calls
    WHERE s >= coalesce(getvariable('contacts_from_s'), -9223372036854775808)
      AND s < coalesce(getvariable('contacts_until_s'), 9223372036854775807)
),
known AS (
    SELECT source, call_id, seq, customer, customer_no, caller, s,
           CASE WHEN contact_calls IS NULL THEN answer_s ELSE contact_answer_s END AS answer_s,
           CASE WHEN contact_calls IS NULL THEN greatest(end_s, s) ELSE contact_end_s END AS end_s,
           CASE WHEN contact_calls IS NOT NULL THEN contact_outcome
                WHEN outcome = 'lost' AND answer_s IS NOT NULL THEN 'answered' ELSE outcome END AS outcome,
           queue AS first_queue,
           CASE WHEN contact_calls IS NULL THEN queue ELSE contact_last_queue END AS last_queue,
           CASE WHEN contact_calls IS NOT NULL THEN contact_answered_queue WHEN answer_s IS NOT NULL THEN queue END AS answered_queue,
           CASE WHEN contact_calls IS NULL THEN CAST(queue IS NOT NULL AS BIGINT) ELSE contact_queues END AS queues,
           coalesce(contact_calls, 1) AS calls, coalesce(contact_returns, 0) AS returns,
           CASE WHEN contact_calls IS NOT NULL THEN contact_agent WHEN answer_s IS NOT NULL THEN agent END AS agent,
           CASE WHEN contact_calls IS NULL THEN CAST(coalesce(ended_by = 'transfer', false) AS BIGINT) ELSE contact_transfers END AS transfers,
           CASE WHEN contact_calls IS NULL THEN CAST(coalesce(transfer = 'blind', false) AS BIGINT)
                ELSE contact_blind_transfers END AS blind_transfers,
           CASE WHEN contact_calls IS NULL THEN CAST(coalesce(transfer = 'attended', false) AS BIGINT)
                ELSE contact_attended_transfers END AS attended_transfers,
           CASE WHEN contact_calls IS NULL THEN wait_s ELSE contact_wait_s END AS wait_s,
           CASE WHEN contact_calls IS NULL THEN talk_s ELSE contact_talk_s END AS talk_s
    FROM (
        SELECT * REPLACE (CASE WHEN outcome <> 'left_in_menu' THEN queue END AS queue) FROM settled_calls
    ) AS settled
    WHERE s >= coalesce(getvariable('contacts_from_s'), -9223372036854775808)
      AND s < coalesce(getvariable('contacts_until_s'), 9223372036854775807)
    UNION ALL
    /* grouped */
)
SELECT source, call_id, seq, customer, customer_no, caller, s, make_timestamp(s * 1000000) AS started_at, answer_s, end_s,
       make_timestamp(end_s * 1000000) AS ended_at, outcome, first_queue, last_queue, answered_queue, queues, calls, returns, agent,
       transfers, blind_transfers, attended_transfers, wait_s, talk_s
FROM known
