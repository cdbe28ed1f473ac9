"""One question's rows as a file: streamed in bounded memory, under its name only when whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import duckdb

from ops.errors import FloorwatchError, UsageError
from ops.export.cells import for_csv, for_json, for_parquet
from ops.export.source import Told, Value, columns
from ops.store.quoting import sql_text

if TYPE_CHECKING:
    import polars as pl

_POLL_S = 0.1
_COPIED: dict[str, tuple[Callable[[list[tuple[str, str]]], str], str]] = {
    "csv": (for_csv, "FORMAT csv, HEADER"),
    "ndjson": (for_json, "FORMAT json"),
    "parquet": (for_parquet, "FORMAT parquet, COMPRESSION zstd"),
}
FORMATS = (*_COPIED, "xlsx", "duckdb")


@dataclass(frozen=True, slots=True)
class Rows:
    """A SELECT and what to bind, named for where a format has a place for a name."""

    name: str
    sql: str
    params: Mapping[str, Value]


def write(cursor: duckdb.DuckDBPyConnection, rows: Rows, form: str, path: Path, told: Told) -> int:
    """Write `rows` to `path`; returns how many. FloorwatchError where the disk refuses.

    `told` hears of every further percent.
    """
    with whole_or_nothing(path) as part:
        if form == "xlsx":
            from ops.export.spreadsheet import write_xlsx

            count = write_xlsx(cursor, rows, part, told)
        elif form == "duckdb":
            from ops.export.database import write_table

            count = write_table(cursor, rows, part, told)
        else:
            count = copy(cursor, rows, form, part, told)
    return count


@contextlib.contextmanager
def framed(name: str, frame: pl.DataFrame) -> Iterator[tuple[duckdb.DuckDBPyConnection, Rows]]:
    """Rows that are there already, where `write` and `stream` can read them.

    By way of a file: the engine reads a frame only with pyarrow.
    """
    with tempfile.TemporaryDirectory(prefix="floorwatch-export-") as folder:
        file = Path(folder) / "rows.parquet"
        frame.write_parquet(file)
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            yield connection, Rows(name, f"SELECT * FROM read_parquet({sql_text(file)})", {})


def check(path: Path, *, force: bool) -> None:
    """Raise UsageError where `path` can't be written or is not to be replaced."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder", "name a file")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", "let it be replaced with --force")


@contextlib.contextmanager
def whole_or_nothing(path: Path) -> Iterator[Path]:
    """The name to write to: at the end the file gets its own, or is taken away.

    FloorwatchError where the disk refuses.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, duckdb.IOException) as error:
        why = getattr(error, "strerror", None) or error
        raise FloorwatchError(f"{path}: {why}", "make room, or name another file") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def stream(cursor: duckdb.DuckDBPyConnection, rows: Rows, form: str, out: BinaryIO) -> int:
    """Write `rows` to an open stream, through a pipe: nothing of them stays on disk."""
    if form not in _COPIED:
        raise UsageError(f"{form} is not for a stream", "name a file")
    with tempfile.TemporaryDirectory(prefix="floorwatch-export-") as folder:
        pipe = Path(folder) / "rows"
        os.mkfifo(pipe)
        statement = _copying(cursor, rows, form, pipe)  # one that fails never opens the pipe
        pump = _Pump(pipe, out)
        try:
            return _copied(cursor, statement, rows, lambda _: None)
        finally:
            pump.join()
            if pump.error is not None:  # whoever reads us has enough, or has no room
                raise pump.error from None


class _Pump(threading.Thread):
    """Carries what arrives in a pipe to a stream; ends when the stream takes no more."""

    def __init__(self, pipe: Path, out: BinaryIO) -> None:
        super().__init__(daemon=True)
        self._pipe, self._out = pipe, out
        self.error: OSError | None = None
        self.start()

    def run(self) -> None:
        with self._pipe.open("rb") as rows:
            try:
                shutil.copyfileobj(rows, self._out)
                self._out.flush()
            except OSError as error:
                self.error = error


def copy(cursor: duckdb.DuckDBPyConnection, rows: Rows, form: str, path: Path, told: Told) -> int:
    """`COPY ... TO path` in one of the engine's own formats; returns how many rows."""
    return _copied(cursor, _copying(cursor, rows, form, path), rows, told)


def _copying(cursor: duckdb.DuckDBPyConnection, rows: Rows, form: str, path: Path) -> str:
    shape, options = _COPIED[form]
    shaped = shape(columns(cursor, rows.sql, rows.params))
    return (
        f"COPY (SELECT {shaped} FROM ({rows.sql}) AS answer) "
        f"TO {sql_text(path)} ({options}, USE_TMP_FILE false)"
    )


def _copied(cursor: duckdb.DuckDBPyConnection, statement: str, rows: Rows, told: Told) -> int:
    with progress(cursor, told):
        found = cursor.execute(statement, dict(rows.params)).fetchall()
    return int(found[0][0])


@contextlib.contextmanager
def progress(cursor: duckdb.DuckDBPyConnection, told: Told) -> Iterator[None]:
    """Tell of the percents of the statement that runs meanwhile."""
    over = threading.Event()

    def watch() -> None:
        done = 0
        while not over.wait(_POLL_S):
            with contextlib.suppress(duckdb.Error):
                percent = int(cursor.query_progress())
                if percent > done:
                    told(percent - done)
                    done = percent

    cursor.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
