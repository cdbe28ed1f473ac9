-- name: steps
-- title: Steps of calls
-- says: the events that begin, answer, end or refuse a stay in a queue (step 0, 1, 2, 3)
-- unit: row
-- grain: event
-- better: neither
-- params:
-- columns: seq, s, boot, call_id, queue, agent, event, step, p1, p2, p3, p4, p5
-- CALLEND is a record that ends the stay and tells it whole: see records.sql. What p1..p5 mean is told in calls.sql.
SELECT
    seq, s, boot, call_id, queue, agent, event,
    CASE WHEN event = 'ENTERQUEUE' THEN 0 WHEN event = 'CONNECT' THEN 1
         WHEN event IN ('FULL', 'JOINEMPTY', 'JOINUNAVAIL') THEN 3 ELSE 2 END AS step,
    p1, p2, p3, p4, p5
FROM model_events
WHERE event IN ('ENTERQUEUE', 'CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT', 'ABANDON',
                'EXITWITHTIMEOUT', 'EXITWITHKEY', 'EXITEMPTY', 'WITHDRAW', 'SYSCOMPAT',
                'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER', 'FULL', 'JOINEMPTY', 'JOINUNAVAIL', 'CALLEND')
  AND call_id NOT IN ('', 'NONE')
