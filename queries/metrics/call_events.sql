-- name: call_events
-- title: A call's events
-- says: everything that a system tells of one call id, in the order it was told, each as a line of a queue_log
-- unit: event
-- grain: event
-- better: neither
-- params: since, until, call_id, source
-- columns: at, event, queue, agent, line, source, generation, position
--
-- Of the period only: the log of years is not looked through for one call. position is the line's number in its generation of the
-- log. call_id null: of all calls. Of other formats than a queue_log, line is what their records were read as.
SELECT TIMESTAMP '1970-01-01 00:00:00' + e.s * INTERVAL '1' SECOND AS at,
       e.event, NULLIF(e.queue, 'NONE') AS queue, NULLIF(e.agent, 'NONE') AS agent,
       regexp_replace(
           concat_ws('|', CAST(e.s AS STRING), e.call_id, COALESCE(e.queue, 'NONE'), COALESCE(e.agent, 'NONE'), e.event,
                     COALESCE(e.p1, ''), COALESCE(e.p2, ''), COALESCE(e.p3, ''), COALESCE(e.p4, ''), COALESCE(e.p5, ''), e.more),
           '[|]+$', '') AS line,
       e.source, e.generation, e.position
FROM events AS e
WHERE (CAST($call_id AS STRING) IS NULL OR e.call_id = $call_id)
  AND e.s >= CAST($since AS BIGINT) AND e.s < CAST($until AS BIGINT)
  AND (CAST($source AS STRING) IS NULL OR e.source = $source)
ORDER BY e.source, e.generation, e.position
