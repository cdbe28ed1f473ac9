-- name: find_calls
-- title: Find calls
-- says: the calls that a number, agent, queue, time, outcome or wait picks out, the newest first
-- unit: call
-- grain: call
-- better: neither
-- params: since, until, queue, queue_has, number, agent, agent_has, outcome, least_wait_s, most_wait_s, call_id
-- columns: offered_at, queue, caller, customer, outcome, left_by, wait_s, talk_s, agent, ended_by, transferred_to, answered_at, ended_at, call_id, source, seq
--
-- number: the end of a customer's number in its normal form, or all of it. outcome: answered is also who is talking; lost is also lost?.
-- queue_has and agent_has: a part of the name, whatever its case.
SELECT c.offered_at, c.queue, c.caller, c.customer, c.outcome, c.left_by, c.wait_s, c.talk_s, c.agent, c.ended_by,
       c.transferred_to, c.answered_at, c.ended_at, c.call_id, c.source, c.seq
FROM calls AS c
WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
  AND (CAST($queue AS STRING) IS NULL OR c.queue = $queue)
  AND (CAST($queue_has AS STRING) IS NULL OR contains(lower(c.queue), lower(CAST($queue_has AS STRING))))
  AND (CAST($number AS STRING) IS NULL OR c.customer LIKE concat('%', CAST($number AS STRING)))
  AND (CAST($agent AS STRING) IS NULL OR c.agent = $agent)
  AND (CAST($agent_has AS STRING) IS NULL OR contains(lower(c.agent), lower(CAST($agent_has AS STRING))))
  AND (CAST($outcome AS STRING) IS NULL OR c.outcome = $outcome
       OR ($outcome = 'answered' AND c.outcome = 'talking') OR ($outcome = 'lost' AND c.outcome = 'lost?'))
  AND (CAST($least_wait_s AS DOUBLE) IS NULL OR c.wait_s >= $least_wait_s)
  AND (CAST($most_wait_s AS DOUBLE) IS NULL OR c.wait_s <= $most_wait_s)
  AND (CAST($call_id AS STRING) IS NULL OR c.call_id = $call_id)
ORDER BY c.s DESC, c.source, c.seq DESC
