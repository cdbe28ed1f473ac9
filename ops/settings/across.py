"""Mistakes that show only between keys: doubled names, one alias for two agents, odd windows.

The data may have other mistakes, so nothing is taken to be of its right type.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping
from typing import Any

from ops.settings.check import Fault
from ops.settings.kinds import did_you_mean
from ops.settings.lines import Lines, Path
from ops.settings.mappings import FIELDS, NEEDED, ColumnSettings
from ops.settings.model import AlertSettings


def across(data: Mapping[str, Any], lines: Lines) -> Iterator[Fault]:
    """Every such mistake in a parsed file."""
    yield from _doubled_sources(data, lines)
    yield from _doubled_queues(data, lines)
    yield from _shared_aliases(data, lines)
    yield from _burn_windows(data)
    yield from _alert_levels(data)
    yield from _homeless_paths(data)
    yield from _secrets(data)
    for name, mapping in _table(data.get("mappings")).items():
        yield from _contradictions(mapping, ("mappings", name))


def _doubled_sources(data: Mapping[str, Any], lines: Lines) -> Iterator[Fault]:
    seen: dict[str, Path] = {}
    for index, source in enumerate(_list(data.get("sources"))):
        name = _table(source).get("name")
        path: Path = ("sources", index, "name")
        if isinstance(name, str) and seen.setdefault(name.casefold(), path) != path:
            first = lines.line(seen[name.casefold()])
            what = f"the source {name!r} stands in line {first} already"
            yield Fault(path, what, "give each source a name of its own, or one source all paths")


def _doubled_queues(data: Mapping[str, Any], lines: Lines) -> Iterator[Fault]:
    # Queues whose names differ in case only are one queue to Asterisk.
    seen: dict[str, str] = {}
    for name in _table(data.get("queues")):
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            what = f"the queue {name!r} stands in line {lines.line(('queues', first))} as {first!r}"
            yield Fault(("queues", name), what, "keep one of the two")


def _shared_aliases(data: Mapping[str, Any], lines: Lines) -> Iterator[Fault]:
    agents = _table(data.get("agents"))
    owners: dict[str, tuple[str, Path]] = {name: (name, ("agents", name)) for name in agents}
    for name, aliases in agents.items():
        for index, alias in enumerate(_list(aliases)):
            if not isinstance(alias, str):
                continue
            path: Path = ("agents", name, index)
            owner, first = owners.setdefault(alias, (name, path))
            if owner != name:
                said = "is an agent's own name" if owner == alias else f"is an alias of {owner!r}"
                what = f"{alias!r} of {name!r} {said} in line {lines.line(first)}"
                yield Fault(path, what, "an alias belongs to one agent: remove one of the two")


def _burn_windows(data: Mapping[str, Any]) -> Iterator[Fault]:
    alerts = _table(data.get("alerts"))
    short = alerts.get("burn_short_s", AlertSettings().burn_short_s)
    long = alerts.get("burn_long_s", AlertSettings().burn_long_s)
    if isinstance(short, int) and isinstance(long, int) and short >= long:
        key = "burn_short_s" if "burn_short_s" in alerts else "burn_long_s"
        what = f"burn_short_s = {short} is not shorter than burn_long_s = {long}"
        yield Fault(("alerts", key), what, "make the short window the shorter one")


def _contradictions(data: object, path: Path) -> Iterator[Fault]:
    """What is wrong between the keys of one mapping, which may have other mistakes."""
    table = data if isinstance(data, dict) else {}
    record, columns = table.get("record"), table.get("columns")
    if record not in FIELDS or not isinstance(columns, dict):
        return
    for field in columns:
        if field in ColumnSettings.__struct_fields__ and field not in FIELDS[record]:
            fits = ", ".join(FIELDS[record])
            yield Fault(
                (*path, "columns", field), f"a {record} has no {field}", f"a {record} has {fits}"
            )
    for field in NEEDED[record]:
        if field not in columns:
            yield Fault((*path, "columns"), f"a {record} needs {field}", "say which column it is")
    yield from _idle_replacements(table, columns, path)
    if "closed" not in columns and record == "ticket" and not table.get("states"):
        yield Fault(path, "no state is told by its word", 'add states: {"Closed" = "done", …}')
    if "outcome" in columns and not table.get("outcomes"):
        yield Fault(path, "no outcome is told by its word", 'add outcomes: {"ANS" = "answered", …}')


def _idle_replacements(
    table: Mapping[str, Any], columns: Mapping[str, Any], path: Path
) -> Iterator[Fault]:
    """Cells put right in a column that the mapping does not read."""
    named = [*columns.values(), table.get("date"), *_table(table.get("not_queued"))]
    named += _list(table.get("keep"))
    told = (name for said in named for name in (said if isinstance(said, list) else [said]))
    known = sorted({name for name in told if isinstance(name, str)})
    for column in _table(table.get("replace")):
        if column not in known:
            near = did_you_mean(column, known)
            to_do = f"{near} the mapping reads {', '.join(known)}".strip()
            yield Fault((*path, "replace", column), f"no field is in the column {column!r}", to_do)


def _alert_levels(data: Mapping[str, Any]) -> Iterator[Fault]:
    """An alert that would end where it is raised, or beyond, would never be quiet."""
    alerts = _table(data.get("alerts"))
    for raises, ends in (("burn", "burn_clear"), ("longest_wait_s", "longest_wait_clear_s"),
                         ("under_target", "under_target_clear")):  # fmt: skip
        high = alerts.get(raises, getattr(AlertSettings(), raises))
        low = alerts.get(ends, getattr(AlertSettings(), ends))
        if isinstance(high, int | float) and isinstance(low, int | float) and low > high:
            key = ends if ends in alerts else raises
            what = f"{ends} = {low:g} is beyond {raises} = {high:g}"
            yield Fault(
                ("alerts", key), what, f"an alert ends at less than raises it: lower {ends}"
            )


def _homeless_paths(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Paths that begin with the "~" of a user there is not."""
    said: list[tuple[Path, object]] = [(("store", "path"), _table(data.get("store")).get("path"))]
    for index, source in enumerate(_list(data.get("sources"))):
        table = _table(source)
        said.append((("sources", index, "queues_conf"), table.get("queues_conf")))
        secret = _table(table.get("ami")).get("secret_file")
        said.append((("sources", index, "ami", "secret_file"), secret))
        for place, path in enumerate(_list(table.get("paths"))):
            said.append((("sources", index, "paths", place), path))
    for where, path in said:
        if isinstance(path, str) and os.path.expanduser(path).startswith("~"):
            yield Fault(where, f"{path!r}: no such user's home", "write the whole path")


def _secrets(data: Mapping[str, Any]) -> Iterator[Fault]:
    """An AMI without a secret, or with two."""
    for index, source in enumerate(_list(data.get("sources"))):
        ami = _table(source).get("ami")
        if isinstance(ami, dict) and ("secret" in ami) == ("secret_file" in ami):
            what = "has both secret and" if "secret" in ami else "has neither secret nor"
            to_do = 'keep one: secret_file = "/etc/floorwatch/ami.secret"'
            yield Fault(("sources", index, "ami"), f"[sources.ami] {what} secret_file", to_do)


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
