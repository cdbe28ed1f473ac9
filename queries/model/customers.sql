-- name: model_customers
-- title: Whose calls they are
-- says: calls with the caller's number in its normal form: digits, without the prefixes of the settings; null is nobody
-- unit: row
-- grain: call
-- better: neither
-- params:
-- columns: seq, call_id, queue, caller, s, answer_s, end_s, wait_s, talk_s, ring_s, outcome, ended_by, left_by, agent, transfer, transferred_to, hold_s, wrapup_s, connect_seq, customer
-- The one definition of who is who; ops/numbers.py says the same of one number. Variables of the connection, null where the
-- settings are silent: country_prefix, trunk_prefix, own_numbers (normal forms).
SELECT * EXCLUDE (digits, bare, national),
       CASE WHEN length(national) >= 3 AND coalesce(NOT list_contains(getvariable('own_numbers'), national), true)
            THEN national END AS customer
FROM (
    SELECT *, CASE
        WHEN starts_with(bare, getvariable('country_prefix')) THEN substr(bare, length(getvariable('country_prefix')) + 1)
        WHEN bare = digits AND starts_with(digits, getvariable('trunk_prefix'))
            THEN substr(digits, length(getvariable('trunk_prefix')) + 1)
        ELSE bare
    END AS national
    FROM (
        SELECT *, CASE WHEN starts_with(digits, '00') THEN substr(digits, 3) ELSE digits END AS bare
        FROM (
            -- nearly every number is digits alone, and to see that costs half of taking out what is none
            SELECT *, CASE WHEN regexp_full_match(caller, '[+]?[0-9]*') THEN replace(caller, '+', '')
                           ELSE regexp_replace(caller, '[^0-9]', '', 'g') END AS digits
            FROM model_calls
        ) AS dialled
    ) AS international
) AS shortened
