"""Taking stored lines back: a number to be forgotten, or everything older than the site keeps.

Both rewrite segments in place, under the collector's lock, and bump `erasures`, which makes every
cut stale and every reader start over. A line keeps its position, so that nothing is read again.
A number is taken out of the journal too, under that one's own lock.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from ops.numbers import digits, forms
from ops.settings import NumberSettings
from ops.sources.events import PARAMS
from ops.store.access import Access, publish, sync_file, sync_folder, temporary_beside
from ops.store.derive import RECORD_EVENTS
from ops.store.journal.erase import erase_from_journal, erase_old_from_journal
from ops.store.layout import StorePaths, whole_listing
from ops.store.quoting import sql_text
from ops.store.segments import SCHEMA

_EMPTY = "''"
_BLANKED = {
    "p2": f"CASE WHEN event IN {RECORD_EVENTS} THEN regexp_replace(p2, '[^|]*$', '') ELSE '' END"
}
"""What takes an erased text's place, if not ''. Of a record's outcome one part may be a number."""

SHORTEST = 6
"""Inside longer text only forms of so many digits are looked for: shorter ones are chance."""

_TEXTS = (*PARAMS, "more", "raw")
_CALLER = {
    "p1": "event IN ('FULL', 'JOINEMPTY', 'JOINUNAVAIL', 'RECORD', 'CALLEND', 'SURVEY')",
    "p2": "event = 'ENTERQUEUE'",
    "p4": "event = 'FOLLOWUP'",
}
"""Where `queries/model` finds the caller."""

_FIGURES_IN = {
    "p2": ("FOLLOWUP", "SURVEY"),
    "p3": ("FOLLOWUP", "SURVEY", *RECORD_EVENTS),
    "p4": ("SURVEY", *RECORD_EVENTS),
    "p5": ("FOLLOWUP", "SURVEY"),
}
"""Further such events of a parameter; a record's p4 is its key, without which it would be twice."""

_FIGURES = ", ".join(
    f"'{event}'"
    for event in (
        "CONNECT", "COMPLETEAGENT", "COMPLETECALLER", "ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY",
        "EXITEMPTY", "WITHDRAW", "ATTENDEDTRANSFER", "RINGNOANSWER", "RINGCANCELED",
    )
)  # fmt: skip
"""Events whose parameters are figures and ids of channels, never a caller's number."""


def erase_number(
    paths: StorePaths,
    access: Access,
    connection: duckdb.DuckDBPyConnection,
    number: str,
    rules: NumberSettings | None = None,
) -> int:
    """Blank `number` wherever a stored line has it; the calls stay, without a caller.

    Returns the lines changed. The caller holds the store's lock.
    """
    wanted = forms(number, rules or NumberSettings())
    if not wanted:
        return 0
    alike = ", ".join(f"'{form}'" for form in wanted)
    inside = [form for form in wanted if len(form) >= SHORTEST]

    def has(column: str) -> str:
        found = f"regexp_replace({column}, '[^0-9]', '', 'g')"
        anywhere = [f"contains({found}, '{form}')" for form in inside]
        # a short number is only looked for where a caller stands: elsewhere it may be a duration
        caller = _CALLER.get(column)
        tests = [f"({caller} AND {found} IN ({alike}))"] if caller else []
        figures = ", ".join([_FIGURES, *(f"'{event}'" for event in _FIGURES_IN.get(column, ()))])
        tests += [f"(coalesce(event, '') NOT IN ({figures}) AND ({' OR '.join(anywhere)}))"] * bool(
            anywhere
        )
        return f"({column} IS NOT NULL AND ({' OR '.join(tests) or 'false'}))"

    changed = " OR ".join(has(column) for column in _TEXTS)
    columns = ", ".join(
        f"CASE WHEN {has(column)} THEN {_BLANKED.get(column, _EMPTY)} ELSE {column} END AS {column}"
        if column in _TEXTS
        else column
        for column in SCHEMA
    )
    written = erase_from_journal(
        paths,
        access,
        lambda text, is_caller: (
            (is_caller and digits(text) in wanted) or any(form in digits(text) for form in inside)
        ),
    )
    return written + _rewrite(paths, access, connection, changed, columns)


def erase_before(
    paths: StorePaths, access: Access, connection: duckdb.DuckDBPyConnection, before_s: int
) -> int:
    """Erase every line stamped before the epoch second `before_s`; returns how many.

    And what the journal says of the customers of follow-ups settled before it.
    """
    changed = f"(s < {before_s} AND event IS NOT NULL)"
    keep = {"seq", "s", "restarts"}
    columns = ", ".join(
        column
        if column in keep
        else f"CASE WHEN {changed} THEN {'NULL' if column != 'reason' else repr('erased')} "
        f"ELSE {column} END AS {column}"
        for column in SCHEMA
    )
    old = erase_old_from_journal(paths, access, before_s)
    return old + _rewrite(paths, access, connection, changed, columns)


def _rewrite(
    paths: StorePaths,
    access: Access,
    connection: duckdb.DuckDBPyConnection,
    changed: str,
    columns: str,
) -> int:
    lines = 0
    for source in paths.sources():
        for segment in whole_listing(paths.source_folder(source)).segments:
            lines += _rewrite_segment(segment.path, access, connection, changed, columns)
    if lines:
        _note_erasure(paths, access)
        for source in paths.sources():
            _drop_cuts(paths.calls / source)
    return lines


def _rewrite_segment(
    path: Path, access: Access, connection: duckdb.DuckDBPyConnection, changed: str, columns: str
) -> int:
    found = connection.execute(
        f"SELECT count(*) FROM read_parquet({sql_text(path)}) WHERE {changed}"
    ).fetchone()
    if not found or not found[0]:
        return 0
    metadata = pl.read_parquet_metadata(path)
    kept = ", ".join(
        f"{key}: '{metadata[key]}'" for key in ("first_line", "lines", "tail", "restarts")
    )
    temporary = temporary_beside(path)
    try:
        connection.execute(
            f"COPY (SELECT {columns} FROM read_parquet({sql_text(path)})) "
            f"TO {sql_text(temporary)} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{kept}}})"
        )
        access.file(temporary)
        publish(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    return int(found[0])


def _note_erasure(paths: StorePaths, access: Access) -> None:
    with paths.erasures.open("ab") as file:
        file.write(b".")
    access.file(paths.erasures)
    sync_file(paths.erasures)
    sync_folder(paths.root)


def _drop_cuts(folder: Path) -> None:
    """Their rows hold what was erased: they go at once, not after a grace."""
    cuts: Sequence[Path] = list(folder.iterdir()) if folder.is_dir() else []
    for cut in cuts:
        shutil.rmtree(cut, ignore_errors=True)
