-- name: model_calls
-- title: Calls from events
-- says: one row a stay of one caller in one queue, from the events of one source
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: seq, call_id, queue, caller, s, answer_s, end_s, wait_s, talk_s, ring_s, outcome, ended_by, left_by, agent, transfer, transferred_to, hold_s, wrapup_s, connect_seq
-- The parameters, after Asterisk's app_queue.c (1.4 to 22); this is the one place that knows what they mean:
--   ENTERQUEUE url|caller|position                 CONNECT hold|channel|ring
--   COMPLETEAGENT, COMPLETECALLER hold|talk|position
--   ABANDON, EXITWITHTIMEOUT, EXITEMPTY, WITHDRAW position|original position|wait
--   EXITWITHKEY key|position|original position|wait
--   BLINDTRANSFER, TRANSFER extension|context|hold|talk|position
--   FULL, JOINEMPTY, JOINUNAVAIL (QueueLog() of the site, after QUEUESTATUS) caller
--   ATTENDEDTRANSFER BRIDGE or APP|name|hold|talk|position, or LINK|one|other|hold|talk|position
-- A length is of microseconds at most, and below 10^9 s: whoever adds them up can do it exactly, in DECIMAL(18, 6). A text that is
-- none (also nan, inf, 1e300) is as good as absent.
WITH told AS (
    SELECT
        boot, call_id, queue, seq, s, nullif(entry_p2, '') AS caller, connect_seq, answer_s, agent,
        CAST(TRY_CAST(connect_p1 AS DECIMAL(15, 6)) AS DOUBLE) AS hold_s,
        CAST(TRY_CAST(connect_p3 AS DECIMAL(15, 6)) AS DOUBLE) AS ring_s, end_s, exit_event,
        CAST(TRY_CAST(CASE
            WHEN exit_event IN ('COMPLETECALLER', 'COMPLETEAGENT') THEN p1
            WHEN exit_event = 'EXITWITHKEY' THEN p4
            WHEN exit_event = 'ATTENDEDTRANSFER' AND p1 = 'LINK' THEN p4
            WHEN exit_event IN ('ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY', 'WITHDRAW',
                                'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER') THEN p3
        END AS DECIMAL(15, 6)) AS DOUBLE) AS left_after_s,
        CAST(TRY_CAST(CASE
            WHEN exit_event IN ('COMPLETECALLER', 'COMPLETEAGENT') THEN p2
            WHEN exit_event = 'ATTENDEDTRANSFER' AND p1 = 'LINK' THEN p5
            WHEN exit_event IN ('BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER') THEN p4
        END AS DECIMAL(15, 6)) AS DOUBLE) AS talk_s,
        nullif(CASE
            WHEN exit_event IN ('BLINDTRANSFER', 'TRANSFER') THEN p1
            WHEN exit_event = 'ATTENDEDTRANSFER' AND p1 IN ('APP', 'LINK') THEN p2
        END, '') AS transferred_to
    FROM derived_stays
),
restarts AS (
    SELECT boot, min(s) AS start_s FROM model_events WHERE event = 'QUEUESTART' GROUP BY boot
),
ended AS (
    SELECT
        t.boot, t.call_id, t.queue, t.seq, t.s, t.caller, t.connect_seq, t.answer_s,
        coalesce(a.agent, t.agent) AS agent, t.ring_s,
        t.hold_s, t.left_after_s, t.talk_s, t.transferred_to, t.exit_event,
        coalesce(t.end_s, r.start_s) AS end_s,
        CASE
            WHEN t.exit_event IS NULL AND r.start_s IS NOT NULL THEN 'lost'
            WHEN t.exit_event IS NULL AND t.answer_s IS NULL THEN 'waiting'
            WHEN t.exit_event IS NULL THEN 'talking'
            WHEN t.answer_s IS NOT NULL
              OR t.exit_event IN ('COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER')
                THEN 'answered'
            WHEN t.exit_event = 'ABANDON' THEN 'abandoned'
            ELSE 'overflowed'
        END AS outcome
    FROM told AS t
    LEFT JOIN restarts AS r ON r.boot = t.boot + 1
    LEFT JOIN aliases AS a ON a.raw = t.agent
)
SELECT
    seq, call_id, queue, caller, s,
    -- an answer whose CONNECT was never written is told by the parameters of its end
    CASE WHEN outcome = 'answered' AND answer_s IS NULL
         THEN greatest(s, end_s - CAST(coalesce(talk_s, 0) AS BIGINT)) ELSE answer_s END AS answer_s,
    end_s,
    CASE
        WHEN outcome = 'waiting' OR (outcome = 'lost' AND answer_s IS NULL) THEN NULL
        WHEN answer_s IS NOT NULL THEN coalesce(hold_s, CAST(greatest(answer_s - s, 0) AS DOUBLE))
        ELSE coalesce(left_after_s, CAST(greatest(end_s - s, 0) AS DOUBLE))
    END AS wait_s,
    CASE WHEN outcome = 'answered'
         THEN coalesce(talk_s, CAST(greatest(end_s - coalesce(answer_s, end_s), 0) AS DOUBLE)) END AS talk_s,
    ring_s, outcome,
    CASE
        WHEN outcome <> 'answered' THEN NULL
        WHEN exit_event = 'COMPLETEAGENT' THEN 'agent'
        WHEN exit_event IN ('BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER') THEN 'transfer'
        ELSE 'caller'
    END AS ended_by,
    CASE
        WHEN outcome <> 'overflowed' THEN NULL
        WHEN exit_event = 'EXITWITHTIMEOUT' THEN 'timeout'
        WHEN exit_event = 'EXITEMPTY' THEN 'empty'
        WHEN exit_event = 'EXITWITHKEY' THEN 'key'
        WHEN exit_event = 'WITHDRAW' THEN 'withdrawn'
        ELSE 'incompatible'
    END AS left_by,
    agent,
    CASE
        WHEN outcome <> 'answered' THEN NULL
        WHEN exit_event IN ('BLINDTRANSFER', 'TRANSFER') THEN 'blind'
        WHEN exit_event = 'ATTENDEDTRANSFER' THEN 'attended'
    END AS transfer,
    CASE WHEN outcome = 'answered' THEN transferred_to END AS transferred_to,
    -- a queue_log has neither: hold and wrap-up come with records
    CAST(NULL AS DOUBLE) AS hold_s, CAST(NULL AS DOUBLE) AS wrapup_s, connect_seq
FROM ended
-- such a stay is told whole by the record that ended it
WHERE exit_event IS DISTINCT FROM 'CALLEND'
UNION ALL
SELECT seq, call_id, queue, nullif(p1, '') AS caller, s, CAST(NULL AS BIGINT) AS answer_s, s AS end_s, CAST(NULL AS DOUBLE) AS wait_s,
       CAST(NULL AS DOUBLE) AS talk_s, CAST(NULL AS DOUBLE) AS ring_s, 'refused' AS outcome,
       CAST(NULL AS VARCHAR) AS ended_by,
       CASE event WHEN 'FULL' THEN 'full' WHEN 'JOINEMPTY' THEN 'empty' ELSE 'unavailable' END AS left_by,
       CAST(NULL AS VARCHAR) AS agent, CAST(NULL AS VARCHAR) AS transfer,
       CAST(NULL AS VARCHAR) AS transferred_to, CAST(NULL AS DOUBLE) AS hold_s, CAST(NULL AS DOUBLE) AS wrapup_s,
       CAST(NULL AS BIGINT) AS connect_seq
FROM steps
WHERE event IN ('FULL', 'JOINEMPTY', 'JOINUNAVAIL') AND queue NOT IN ('', 'NONE')
