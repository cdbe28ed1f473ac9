-- name: model_tangled
-- title: Stays of tangled pairs
-- says: a call id that was in one queue more than once: its steps told apart, one row a stay
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: boot, call_id, queue, seq, connect_seq, exit_seq
-- Within a call id, queue and boot, the stay of an ENTERQUEUE is its ordinal among ENTERQUEUEs; a terminal event
-- ends the oldest stay still open (so the ENTERQUEUE of a transfer back may stand before the transfer's own line),
-- and one that finds no open stay is an orphan and ignored. A CONNECT belongs to the oldest open stay.
WITH tangled AS (
    SELECT e.boot, e.call_id, e.queue, e.seq, e.step
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
    max(c.connect_seq) AS connect_seq,
    max(CASE WHEN step = 2 THEN seq END) AS exit_seq
FROM placed AS p
LEFT JOIN first_connects AS c
  ON p.boot = c.boot AND p.call_id = c.call_id AND p.queue = c.queue AND p.stay_no = c.stay_no
WHERE p.stay_no IS NOT NULL
GROUP BY p.boot, p.call_id, p.queue, p.stay_no
