-- name: find_contacts
-- title: Find contacts
-- says: the contacts that a customer or a reason picks out, the newest first, with how each ended and what it was coded as
-- unit: contact
-- grain: contact
-- better: neither
-- params: since, until, queue, customer, reason, most
-- columns: s, source, call_id, seq, customer, caller, last_queue, outcome, wait_s, talk_s, transfers, agent, reason, outcome_code, found
-- reach: 0, 0
--
-- customer: a number in its normal form. queue: where a contact began. last_queue: that which answered it last, else that in which
-- it ended. found is how many there are, of which most are listed (null: all).
WITH picked AS (
    SELECT c.s, c.source, c.call_id, c.seq, c.customer, c.caller, COALESCE(c.answered_queue, c.last_queue) AS last_queue, c.outcome,
           c.wait_s, c.talk_s, c.transfers, c.agent, k.reason, k.outcome_code,
           count(*) OVER () AS found,
           row_number() OVER (ORDER BY c.s DESC, c.source DESC, c.seq DESC) AS place
    FROM contacts AS c
    LEFT JOIN contact_codes AS k ON k.source = c.source AND k.call_id = c.call_id
    WHERE c.s >= CAST($since AS BIGINT) AND c.s < CAST($until AS BIGINT)
      AND (CAST($queue AS STRING) IS NULL OR c.first_queue = $queue)
      AND (CAST($customer AS STRING) IS NULL OR c.customer = $customer)
      AND (CAST($reason AS STRING) IS NULL OR k.reason = $reason)
)
SELECT p.s, p.source, p.call_id, p.seq, p.customer, p.caller, p.last_queue, p.outcome, p.wait_s, p.talk_s,
       CAST(p.transfers AS BIGINT) AS transfers, p.agent, p.reason, p.outcome_code, p.found
FROM picked AS p
WHERE p.place <= COALESCE(CAST($most AS BIGINT), p.found)
ORDER BY p.place
