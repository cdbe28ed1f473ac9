"""Contacts of one stretch as of one moment, held in memory while many questions are about them.

A question sees what it would see without, and sooner; one that looks further asks the store.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ops.warehouse.moment import Moment
from ops.warehouse.reach import Bounds, set_bounds

_RELATIONS = ("contacts", "codes")
_BOUNDS = (
    "s >= coalesce(getvariable('contacts_from_s'), -9223372036854775808) "
    "AND s < coalesce(getvariable('contacts_until_s'), 9223372036854775807)"
)

SQL = ", ".join(_RELATIONS)
"""Names what `hold` reads."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held: the calls of these contacts were offered from `from_s` on, before `until_s`."""

    moment: Moment
    from_s: int
    until_s: int

    def covers(self, moment: Moment, between: Bounds) -> bool:
        """Whether it has all contacts within these bounds as of `moment`."""
        asked_s, (from_s, until_s) = moment.asked_s, between
        if asked_s is None or moment != self.moment or from_s is None:
            return False
        last_s = asked_s if until_s is None else min(until_s, asked_s)
        return self.from_s <= from_s and last_s <= self.until_s


def hold(cursor: duckdb.DuckDBPyConnection, moment: Moment, from_s: int, until_s: int) -> Held:
    """Read the contacts of that stretch as of `moment`, which is the one of `cursor`."""
    set_bounds(cursor, (from_s, until_s))
    for name in _RELATIONS:
        cursor.execute(
            f"CREATE OR REPLACE TABLE main.held_{name} AS SELECT * FROM {name} WHERE {_BOUNDS}"
        )
    return Held(moment, from_s, until_s)


def show(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let `cursor` read what is held instead of the store."""
    for name, where in (("contacts", f"WHERE {_BOUNDS}"), ("codes", "")):
        cursor.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.held_{name} {where}")
