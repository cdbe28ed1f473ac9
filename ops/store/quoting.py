"""Text, names and files as SQL writes them, where nothing can be bound."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def sql_text(text: str | Path) -> str:
    """A text, or a file's name, in quotes."""
    return "'" + str(text).replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """The name of a column or a relation, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def sql_paths(paths: Iterable[Path]) -> str:
    """A list of files' names."""
    return f"[{', '.join(sql_text(path) for path in paths)}]"
