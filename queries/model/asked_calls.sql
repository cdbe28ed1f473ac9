-- name: asked_calls
-- title: Calls as of the asked moment
-- says: stored calls as they stood before the second asked_s; an open one with no event for too long is lost?
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: source, seq, call_id, queue, caller, customer, s, offered_at, answer_s, answered_at, end_s, ended_at, wait_s, talk_s, ring_s, outcome, ended_by, left_by, agent, transfer, transferred_to, hold_s, wrapup_s
-- Variables of the connection: asked_s (only stamps below it count), clock_s (waits run to it), lost_waiting_s, lost_talking_s.
WITH told AS (
    SELECT *,
        end_s < getvariable('asked_s') AS has_ended,
        answer_s < getvariable('asked_s') AS has_answer,
        getvariable('clock_s') - s AS waiting_s,
        getvariable('clock_s') - answer_s AS talking_s
    FROM stored_calls
    WHERE s < getvariable('asked_s')
)
SELECT
    source, seq, call_id, queue, caller, customer, /* contact columns */ s, make_timestamp(s * 1000000) AS offered_at,
    CASE WHEN has_answer THEN answer_s END AS answer_s,
    CASE WHEN has_answer THEN make_timestamp(answer_s * 1000000) END AS answered_at,
    CASE WHEN has_ended THEN end_s END AS end_s,
    CASE WHEN has_ended THEN make_timestamp(end_s * 1000000) END AS ended_at,
    CASE
        WHEN has_ended OR has_answer THEN wait_s
        WHEN waiting_s <= getvariable('lost_waiting_s') THEN greatest(waiting_s, 0)
    END AS wait_s,
    CASE
        WHEN has_ended THEN talk_s
        WHEN has_answer AND talking_s <= getvariable('lost_talking_s') THEN greatest(talking_s, 0)
    END AS talk_s,
    CASE WHEN has_answer THEN ring_s END AS ring_s,
    CASE
        WHEN has_ended THEN outcome
        WHEN has_answer AND talking_s <= getvariable('lost_talking_s') THEN 'talking'
        WHEN has_answer THEN 'lost?'
        WHEN waiting_s <= getvariable('lost_waiting_s') THEN 'waiting'
        ELSE 'lost?'
    END AS outcome,
    CASE WHEN has_ended THEN ended_by END AS ended_by,
    CASE WHEN has_ended THEN left_by END AS left_by,
    CASE WHEN has_answer THEN agent END AS agent,
    CASE WHEN has_ended THEN transfer END AS transfer,
    CASE WHEN has_ended THEN transferred_to END AS transferred_to,
    CASE WHEN has_ended THEN hold_s END AS hold_s,
    CASE WHEN has_ended THEN wrapup_s END AS wrapup_s
FROM told
