"""What keeps a refresh cheap and the memory of thousands of them flat."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import duckdb

SWEEP_EVERY = 64
"""Refreshes between two sweeps."""


@contextlib.contextmanager
def few_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Plan for statements over few rows: optimizing them costs more than running them."""
    connection.execute("PRAGMA disable_optimizer")
    try:
        yield
    finally:
        connection.execute("PRAGMA enable_optimizer")


@contextlib.contextmanager
def optimized(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The optimizer on, for a statement it is worth it for, where it is off otherwise."""
    connection.execute("PRAGMA enable_optimizer")
    try:
        yield
    finally:
        connection.execute("PRAGMA disable_optimizer")


def sweep(connection: duckdb.DuckDBPyConnection) -> None:
    """Free the rows deleted from tables in memory: they stay until a checkpoint comes by."""
    with contextlib.suppress(duckdb.TransactionException):  # somebody writes: the next time
        connection.execute("CHECKPOINT")
