-- name: rejects
-- title: Rejected lines
-- says: lines of a source that could not be read, with their place and the reason; raw is the line itself, escaped
-- unit: row
-- grain: source, generation, position
-- better: lower
-- params:
-- columns: source, generation, position, reason, raw
SELECT r.source, r.generation, r.position, r.reason, r.raw
FROM rejects AS r
ORDER BY r.source, r.generation, r.position
