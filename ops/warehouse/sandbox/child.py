"""The process in which ad-hoc SQL runs: `python -m ops.warehouse.sandbox.child FOLDER PIPE`.

It locks itself in before anything heavy is loaded, reads one Job from standard input, answers on
standard output and ends. Whoever started it may kill it at any time; where that process ends, its
end of PIPE is closed and this one ends too.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from ops.errors import FloorwatchError
from ops.store.quoting import sql_name, sql_paths, sql_text
from ops.warehouse.sandbox.kernel import bounded, only_write
from ops.warehouse.sandbox.wire import FAILED, MEGABYTE, ROWS, TOO_LONG, TOO_MUCH, Failure, Job

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from ops.settings import SqlSettings

_ODD = ("INTERVAL", "UNION", "BIT", "VARIANT", "GEOMETRY")
"""Types that have no place in a frame."""

_OVERHEAD_BYTES = 2 << 30
"""Libraries, thread stacks and result rows, besides what the engine may take."""


def main() -> None:
    """Answer the question on standard input."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the rows
    only_write(Path(sys.argv[1]))
    threading.Thread(target=_end_with, args=(int(sys.argv[2]), sys.argv[1]), daemon=True).start()
    os.environ["POLARS_MAX_THREADS"] = "1"
    import duckdb  # noqa: F401 (while the person is still typing)
    import polars as pl  # noqa: F401

    given = sys.stdin.buffer.read()
    if not given:
        return
    try:
        frame, more = answer(msgspec.json.decode(given, type=Job))
        out.write(ROWS + bytes([more]))
        frame.write_ipc_stream(out)
    except BaseException as error:
        out.write(FAILED + msgspec.json.encode(_failure(error)))
    out.flush()


def _end_with(pipe: int, scratch: str) -> None:
    """End when nobody holds the other end any more, and leave nothing in the folder."""
    os.read(pipe, 1)
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def answer(job: Job) -> tuple[pl.DataFrame, bool]:
    """The rows, at most `job.limit` of them, and whether there were more."""
    from ops.privacy import privacy
    from ops.settings import Settings, load
    from ops.warehouse.dictionary import relations
    from ops.warehouse.moment import Moment
    from ops.warehouse.sandbox.grammar import check
    from ops.warehouse.shown import CATALOG, make_shown
    from ops.warehouse.warehouse import Warehouse

    settings = load(Path(job.settings)) if job.settings is not None else Settings()
    bounded((job.limits.memory_mb * MEGABYTE) + _OVERHEAD_BYTES, job.limits.disk_mb * MEGABYTE)
    warehouse = Warehouse(Path(job.store), settings)
    warehouse.refresh()
    cursor = warehouse.cursor(Moment(job.asked_s))
    make_shown(cursor, privacy(settings, Path(job.store), reveal=job.reveal))
    lock(cursor, warehouse.files(), Path(job.scratch), job.limits)
    cursor.execute(f"USE {CATALOG}")
    check(cursor, job.sql, relations())
    return _rows(cursor, job)


def _rows(cursor: duckdb.DuckDBPyConnection, job: Job) -> tuple[pl.DataFrame, bool]:
    import polars as pl

    found = cursor.sql(job.sql, params=job.params) if job.params else cursor.sql(job.sql)
    if job.limit is None:
        return pl.DataFrame(_plain(found)), False
    frame = pl.DataFrame(_plain(found.limit(job.limit + 1)))
    return frame.head(job.limit), frame.height > job.limit


def _plain(found: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """`found` with every column under a name of its own, and of a type that a frame can hold."""
    names = _distinct(found.columns)
    odd = [str(kind).startswith(_ODD) for kind in found.types]
    if not any(odd) and names == found.columns:
        return found
    quoted = [sql_name(name) for name in names]
    columns = (
        f"CAST({name} AS VARCHAR) AS {name}" if is_odd else name
        for name, is_odd in zip(quoted, odd, strict=True)
    )
    listed = f"SELECT {', '.join(columns)} FROM answer AS answer ({', '.join(quoted)})"
    return cast("duckdb.DuckDBPyRelation", found.query("answer", listed))


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, those that came before with a number: `queue`, `queue_2`."""
    found: list[str] = []
    for name in names:
        free = (f"{name}_{n}" for n in count(2))
        found.append(next(f for f in free if f not in found) if name in found else name)
    return found


def lock(
    cursor: duckdb.DuckDBPyConnection, files: Sequence[Path], scratch: Path, limits: SqlSettings
) -> None:
    """From here on the engine reads the store's files and nothing else, for good."""
    for statement in (
        f"SET temp_directory = {sql_text(scratch)}",
        f"SET max_temp_directory_size = '{limits.disk_mb}MiB'",
        f"SET memory_limit = '{limits.memory_mb}MiB'",
        f"SET threads = {limits.threads}",
        f"SET max_execution_time = {int(limits.seconds * 1000)}",
        "SET python_enable_replacements = false",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        f"SET allowed_paths = {sql_paths(files)}",
        f"SET allowed_directories = [{sql_text(scratch)}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        cursor.execute(statement)


def _failure(error: BaseException) -> Failure:
    if isinstance(error, FloorwatchError):
        return Failure(str(error), error.hint)
    if isinstance(error, MemoryError) or "Out of Memory" in str(error):
        return Failure(*TOO_MUCH)
    if "maximum execution time" in str(error):
        return Failure(*TOO_LONG)
    return Failure(*_told(str(error)))


def _told(text: str) -> tuple[str, str]:
    """An engine's error as a message and a hint."""
    first, _, rest = text.partition("\n")
    return first, rest.strip()


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing is left to put in order
