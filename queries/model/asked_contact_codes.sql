-- name: asked_contact_codes
-- title: What is said of contacts
-- says: one row a contact of which anything is said: the last outcome code, and the last code of the first kind of reason it has
-- unit: row
-- grain: contact
-- better: neither
-- params:
-- columns: source, call_id, s, outcome_code, reason, reason_kind
-- reason_kinds, a table of the settings, says which kinds of code are reasons, the first one first. Bounds as in asked_contacts.
SELECT source, call_id, min(s) AS s,
       arg_max(code, seq) FILTER (WHERE kind = 'outcome') AS outcome_code,
       arg_max(code, (-place, seq)) FILTER (WHERE place IS NOT NULL) AS reason,
       arg_max(kind, (-place, seq)) FILTER (WHERE place IS NOT NULL) AS reason_kind
FROM (
    SELECT c.source, c.call_id, c.s, c.seq, c.kind, c.code, k.place
    FROM codes AS c
    LEFT JOIN reason_kinds AS k ON k.kind = c.kind
    WHERE c.s >= coalesce(getvariable('contacts_from_s'), -9223372036854775808)
      AND c.s < coalesce(getvariable('contacts_until_s'), 9223372036854775807)
) AS said
GROUP BY source, call_id
