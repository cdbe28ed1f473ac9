-- name: model_stays
-- title: Stays with their lines
-- says: one row a stay in a queue: what the lines that began, answered and ended it say, their parameters as they are
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: seq, s, boot, call_id, queue, entry_p2, connect_seq, answer_s, agent, connect_p1, connect_p3, end_s, exit_event, p1, p2, p3, p4, p5
-- p1..p5 are those of the line that ended it. ops/store/rolling.py looks the same up by place, where there are many.
SELECT k.seq, e.s, e.boot, e.call_id, e.queue, e.p2 AS entry_p2,
       k.connect_seq, c.s AS answer_s, c.agent, c.p1 AS connect_p1, c.p3 AS connect_p3,
       x.s AS end_s, x.event AS exit_event, x.p1, x.p2, x.p3, x.p4, x.p5
FROM derived_keys AS k
JOIN steps AS e ON e.seq = k.seq
LEFT JOIN steps AS c ON c.seq = k.connect_seq
LEFT JOIN steps AS x ON x.seq = k.exit_seq
