-- name: steps
-- title: Steps of calls
-- says: the events that begin, answer, end or refuse a stay in a queue (step 0, 1, 2, 3), their parameters decoded; the one place that knows what p1..p5 mean
-- unit: row
-- grain: event
-- better: neither
-- params:
-- columns: seq, s, boot, call_id, queue, agent, event, step, wait_s, talk_s, ring_s, caller, transferred_to
-- The parameters, after Asterisk's app_queue.c (1.4 to 22):
--   ENTERQUEUE url|caller|position                 CONNECT hold|channel|ring
--   COMPLETEAGENT, COMPLETECALLER hold|talk|position
--   ABANDON, EXITWITHTIMEOUT, EXITEMPTY, WITHDRAW position|original position|wait
--   EXITWITHKEY key|position|original position|wait
--   BLINDTRANSFER, TRANSFER extension|context|hold|talk|position
--   FULL, JOINEMPTY, JOINUNAVAIL (QueueLog() of the site, after QUEUESTATUS) caller
--   CALLEND a record that ends the stay and tells it whole: see records.sql
--   ATTENDEDTRANSFER BRIDGE or APP|name|hold|talk|position, or LINK|one|other|hold|talk|position
SELECT
    seq, s, boot, call_id, queue, agent, event,
    CASE WHEN event = 'ENTERQUEUE' THEN 0 WHEN event = 'CONNECT' THEN 1
         WHEN event IN ('FULL', 'JOINEMPTY', 'JOINUNAVAIL') THEN 3 ELSE 2 END AS step,
    TRY_CAST(CASE
        WHEN event IN ('CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT') THEN p1
        WHEN event = 'EXITWITHKEY' THEN p4
        WHEN event = 'ATTENDEDTRANSFER' AND p1 = 'LINK' THEN p4
        WHEN event IN ('ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY', 'WITHDRAW',
                       'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER') THEN p3
    END AS DOUBLE) AS wait_s,
    TRY_CAST(CASE
        WHEN event IN ('COMPLETECALLER', 'COMPLETEAGENT') THEN p2
        WHEN event = 'ATTENDEDTRANSFER' AND p1 = 'LINK' THEN p5
        WHEN event IN ('BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER') THEN p4
    END AS DOUBLE) AS talk_s,
    TRY_CAST(CASE WHEN event = 'CONNECT' THEN p3 END AS DOUBLE) AS ring_s,
    nullif(CASE WHEN event = 'ENTERQUEUE' THEN p2
         WHEN event IN ('FULL', 'JOINEMPTY', 'JOINUNAVAIL') THEN p1 END, '') AS caller,
    nullif(CASE
        WHEN event IN ('BLINDTRANSFER', 'TRANSFER') THEN p1
        WHEN event = 'ATTENDEDTRANSFER' AND p1 IN ('APP', 'LINK') THEN p2
    END, '') AS transferred_to
FROM model_events
WHERE event IN ('ENTERQUEUE', 'CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT', 'ABANDON',
                'EXITWITHTIMEOUT', 'EXITWITHKEY', 'EXITEMPTY', 'WITHDRAW', 'SYSCOMPAT',
                'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER', 'FULL', 'JOINEMPTY', 'JOINUNAVAIL', 'CALLEND')
  AND call_id NOT IN ('', 'NONE')
