-- name: model_tangled
-- title: Stays of tangled pairs
-- says: a call id that was in one queue more than once: its steps told apart, one row a stay
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: boot, call_id, queue, seq, s, caller, connect_seq, answer_s, agent, hold_s, ring_s, end_s, exit_event, left_after_s, talk_s, transferred_to
-- Within a call id, queue and boot, the stay of an ENTERQUEUE is its ordinal among ENTERQUEUEs; a terminal event
-- ends the oldest stay still open (so the ENTERQUEUE of a transfer back may stand before the transfer's own line),
-- and one that finds no open stay is an orphan and ignored. A CONNECT belongs to the oldest open stay.
WITH tangled AS (
    SELECT e.*
    FROM steps AS e
    JOIN derived_pairs AS p
      ON e.boot = p.boot AND e.call_id = p.call_id AND e.queue = p.queue
    WHERE e.step < 3 AND NOT p.is_simple
),
counted AS (
    SELECT *,
        sum(CASE WHEN step = 0 THEN 1 ELSE 0 END) OVER stay AS entered,
        sum(CASE WHEN step = 2 THEN 1 ELSE 0 END) OVER stay AS left_so_far
    FROM tangled
    WINDOW stay AS (PARTITION BY boot, call_id, queue ORDER BY seq ROWS UNBOUNDED PRECEDING)
),
matched AS (
    -- how many terminals so far ended a stay: orphans are where the balance falls to a new low below zero
    SELECT *,
        left_so_far + least(0, min(entered - left_so_far) OVER stay) AS ended
    FROM counted
    WINDOW stay AS (PARTITION BY boot, call_id, queue ORDER BY seq ROWS UNBOUNDED PRECEDING)
),
placed AS (
    SELECT *,
        CASE
            WHEN step = 0 THEN entered
            WHEN step = 1 AND ended < entered THEN ended + 1
            WHEN step = 2 AND ended > coalesce(lag(ended) OVER stay, 0) THEN ended
        END AS stay_no
    FROM matched
    WINDOW stay AS (PARTITION BY boot, call_id, queue ORDER BY seq)
),
first_connects AS (
    SELECT boot, call_id, queue, stay_no, min(seq) AS connect_seq
    FROM placed
    WHERE step = 1 AND stay_no IS NOT NULL
    GROUP BY boot, call_id, queue, stay_no
)
SELECT
    p.boot, p.call_id, p.queue,
    max(CASE WHEN step = 0 THEN seq END) AS seq,
    max(CASE WHEN step = 0 THEN s END) AS s,
    max(caller) AS caller,
    max(c.connect_seq) AS connect_seq,
    max(CASE WHEN seq = c.connect_seq THEN s END) AS answer_s,
    max(CASE WHEN seq = c.connect_seq THEN agent END) AS agent,
    max(CASE WHEN seq = c.connect_seq THEN wait_s END) AS hold_s,
    max(CASE WHEN seq = c.connect_seq THEN ring_s END) AS ring_s,
    max(CASE WHEN step = 2 THEN s END) AS end_s,
    max(CASE WHEN step = 2 THEN event END) AS exit_event,
    max(CASE WHEN step = 2 THEN wait_s END) AS left_after_s,
    max(CASE WHEN step = 2 THEN talk_s END) AS talk_s,
    max(CASE WHEN step = 2 THEN transferred_to END) AS transferred_to
FROM placed AS p
LEFT JOIN first_connects AS c
  ON p.boot = c.boot AND p.call_id = c.call_id AND p.queue = c.queue AND p.stay_no = c.stay_no
WHERE p.stay_no IS NOT NULL
GROUP BY p.boot, p.call_id, p.queue, p.stay_no
