"""Contacts once more, by a plain loop over calls: what queries are held against."""

from __future__ import annotations

from typing import Any

from ops.warehouse.warehouse import Moment, Warehouse

Row = dict[str, Any]


def contacts_of(calls: list[Row]) -> list[Row]:
    """Contacts by grouping calls in a loop."""
    found: dict[tuple[str, str], list[Row]] = {}
    for call in sorted(calls, key=lambda call: call["seq"]):
        found.setdefault((call["source"], call["call_id"]), []).append(call)
    contacts = []
    for group in found.values():
        is_open = any(call["outcome"] in ("waiting", "talking") for call in group)
        ends = [call["end_s"] for call in group if call["end_s"] is not None]
        answered = any(
            call["outcome"] == "answered"
            or (call["outcome"].startswith("lost") and call.get("answer_s") is not None)
            for call in group
        )
        contacts.append({
            "s": group[0]["s"],
            "end_s": max(*ends, group[0]["s"]) if ends and not is_open else None,
            "customer": next((c["customer"] for c in group if c["customer"]), None),
            "outcome": "answered" if answered else "other",
        })  # fmt: skip
    return contacts


def real_calls(warehouse: Warehouse) -> list[Row]:
    cursor = warehouse.cursor(Moment((warehouse.last_event_s or 0) + 1))
    found = cursor.execute(
        "SELECT source, seq, call_id, s, end_s, answer_s, wait_s, customer, outcome FROM calls"
    )
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    cursor.close()
    return rows
