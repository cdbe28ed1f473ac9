"""`floorwatch metrics [NAME]`: what can be asked, or one definition with its SQL."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.options import OutputOptions, with_options

if TYPE_CHECKING:
    from ops.warehouse.catalog import Query

_FIELDS = ("unit", "grain", "better", "params", "columns")


@with_options
def metrics(
    output: OutputOptions,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="One of them; its definition")
    ] = None,
) -> None:
    """List what can be asked, or show one definition.

    With NAME: what it says, its unit, the options it takes as parameters, its columns and its SQL.
    """
    from ops.cli.narration import say
    from ops.cli.output import check, emit
    from ops.cli.query import known
    from ops.warehouse.own import all_queries, own_queries

    check(output)
    if name is not None:
        found = [known(name)]
    else:
        found = [query for query in all_queries() if query.folder != "model"]
        for error in own_queries()[1]:
            say(f"passed over: {error}", error.hint)
    if output.format is not None or output.out is not None:
        _rows(found, output)
        return
    lines = _definition(found[0]) if name is not None else _list(found[: output.limit])
    emit(f"{line}\n".encode() for line in lines)


def _list(found: list[Query]) -> Iterator[str]:
    width = max((len(query.name) for query in found), default=0)
    for folder in dict.fromkeys(query.folder for query in found):
        yield f"{folder}:"
        for query in found:
            if query.folder == folder:
                lines = textwrap.wrap(query.says, 96 - width)
                yield f"  {query.name:<{width}}  {lines[0]}"
                yield from (f"  {'':<{width}}  {line}" for line in lines[1:])


def _definition(query: Query) -> Iterator[str]:
    yield f"{query.name}: {query.title}"
    yield ""
    yield from textwrap.wrap(query.says, 98)
    yield ""
    for field in _FIELDS:
        value = getattr(query, field)
        yield f"{field + ':':<9}{', '.join(value) if isinstance(value, tuple) else value}"
    yield f"{'file:':<9}{_file(query)}"
    yield ""
    yield query.sql


def _rows(found: list[Query], output: OutputOptions) -> None:
    import polars as pl

    from ops.cli.output import write
    from ops.settings.zones import system_zone

    rows = [
        {
            "name": query.name,
            "title": query.title,
            "says": query.says,
            "unit": query.unit,
            "grain": query.grain,
            "better": query.better,
            "params": ", ".join(query.params),
            "columns": ", ".join(query.columns),
            "file": _file(query),
            "sql": query.sql,
        }
        for query in found
    ]
    write(pl.DataFrame(rows), output, system_zone())


def _file(query: Query) -> str:
    return (
        str(query.path) if query.folder == "user" else f"queries/{query.folder}/{query.path.name}"
    )
