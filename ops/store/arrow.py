"""Frames from Polars to DuckDB and back, in place: by Arrow's stream protocol alone."""

from __future__ import annotations

from typing import Protocol

import duckdb
import polars as pl


class _Streams(Protocol):
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class _Stream:
    """Only the protocol of `rows`: both libraries would take what they know by another way."""

    def __init__(self, rows: _Streams) -> None:
        self._rows = rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)


def show(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Make `frame` a relation of `connection`; it is read where it lies, whenever it is asked."""
    connection.register(name, _Stream(frame))


def taken(connection: duckdb.DuckDBPyConnection, select: str) -> pl.DataFrame:
    """The rows of `select` as a frame."""
    return pl.DataFrame(_Stream(connection.sql(select)))
