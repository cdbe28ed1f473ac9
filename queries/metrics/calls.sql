-- name: calls
-- title: Calls
-- says: every stay of a caller in a queue that was offered in the period; visit counts the stays of a call id in that queue over the whole log
-- unit: call
-- grain: call
-- better: neither
-- params: since, until, queue
-- columns: call_id, visit, queue, caller, offered_at, answered_at, ended_at, wait_s, talk_s, outcome, ended_by, left_by, agent, transferred_to, source
--
-- The order within a source is that of its log (seq), not of its clock. Visits are counted for the returned calls only.
WITH picked AS (
    SELECT c.source, c.seq, c.call_id, c.queue, c.caller, c.s, c.offered_at, c.answered_at, c.ended_at,
           c.wait_s, c.talk_s, c.outcome, c.ended_by, c.left_by, c.agent, c.transferred_to
    FROM calls AS c
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
),
stays AS (
    SELECT a.source, a.seq,
           row_number() OVER (PARTITION BY a.source, a.call_id, a.queue ORDER BY a.seq) AS visit
    FROM calls AS a
    JOIN (SELECT DISTINCT source, call_id, queue FROM picked) AS p
      ON p.source = a.source AND p.call_id = a.call_id AND p.queue = a.queue
)
SELECT p.call_id, v.visit, p.queue, p.caller, p.offered_at, p.answered_at, p.ended_at,
       p.wait_s, p.talk_s, p.outcome, p.ended_by, p.left_by, p.agent, p.transferred_to, p.source
FROM picked AS p
JOIN stays AS v ON v.source = p.source AND v.seq = p.seq
ORDER BY p.s, p.source, p.seq
