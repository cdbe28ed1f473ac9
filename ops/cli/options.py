"""Options that several commands share: a dataclass a group, and the decorator that unfolds them.

    @with_options
    def query(name: Name, place: PlaceOptions, output: OutputOptions) -> None: ...

has `--store`, `--settings`, `--format`, `--limit`, … without writing one of them twice.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, cast, get_type_hints

import typer

from ops.errors import UsageError


class Format(enum.StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    MD = "md"
    PARQUET = "parquet"


class TextOrJson(enum.StrEnum):
    """How a whole is written that is no rows."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOptions:
    """Which store, and which settings; both may stand before the command as well."""

    store: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The store's folder [default: the settings' or yours]",
            readable=False,
        ),
    ] = None
    settings: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The settings [default: looked for, see docs/settings.md]",
            readable=False,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentOptions:
    """As of when."""

    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANT", help="Answer as of a past moment; 'last' is the last event's"
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOptions:
    """Which calls, by when they were offered."""

    since: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="From when, or the whole of a day, week or month"),
    ] = None
    until: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="Before when; a day, week or month is included"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOptions:
    """What a query may be asked besides."""

    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="One queue only")] = None
    threshold: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="Instead of each queue's own threshold"),
    ] = None
    formula: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Service level formula, instead of each queue's own"),
    ] = None
    window: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Within how long a repeat counts: 7d, 36h, or seconds"),
    ] = None
    scope: Annotated[
        str | None,
        typer.Option(metavar="SCOPE", help="Which later contact is a repeat: any, queue or reason"),
    ] = None
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Another parameter of the query; repeatable"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealOptions:
    """Who is calling."""

    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show callers' whole numbers, if the settings allow it")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOptions:
    """How rows are written, and where."""

    format: Annotated[
        Format | None,
        typer.Option(help="How to write the rows [default: table, or as FILE is called]"),
    ] = None
    limit: Annotated[
        int | None, typer.Option(min=0, metavar="ROWS", help="So many rows at most [default: all]")
    ] = None
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write to a file instead of standard output", readable=False
        ),
    ] = None
    force: Annotated[
        bool, typer.Option("--force", help="Let --out replace a file that is there")
    ] = False


def with_options(function: Callable[..., None]) -> Callable[..., None]:
    """Let each parameter that is an options dataclass be given by its fields, as options."""
    hints = get_type_hints(function, include_extras=True)
    groups: dict[str, type] = {}
    unfolded = [_parameter("ctx", typer.Context, inspect.Parameter.empty)]
    for parameter in inspect.signature(function).parameters.values():
        hint = hints[parameter.name]
        if dataclasses.is_dataclass(hint):
            groups[parameter.name] = cast(type, hint)
            unfolded.extend(_options(groups[parameter.name]))
        else:
            unfolded.append(_parameter(parameter.name, hint, parameter.default))

    @functools.wraps(function)
    def call(ctx: typer.Context, **values: object) -> None:
        for name, group in groups.items():
            fields = {field.name: values.pop(field.name) for field in dataclasses.fields(group)}
            if group is PlaceOptions:
                fields = {k: v or getattr(ctx.obj, k, None) for k, v in fields.items()}
            values[name] = group(**fields)
        function(**values)

    call.__annotations__ = {each.name: each.annotation for each in unfolded} | {"return": None}
    call.__signature__ = inspect.Signature(unfolded)  # type: ignore[attr-defined]
    return call


def parameters(given: list[str] | None) -> dict[str, str]:
    """`--param NAME=VALUE`, repeated, as a mapping; UsageError for anything else."""
    found: dict[str, str] = {}
    for each in given or ():
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--param {each!r} is not NAME=VALUE", "as in --param interval_s=3600")
        if name.strip() in found:
            raise UsageError(f"--param {name.strip()} is given twice", "give it once")
        found[name.strip()] = value.strip()
    return found


def _options(group: type) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for field in dataclasses.fields(group):
        yield _parameter(field.name, hints[field.name], field.default)


def _parameter(name: str, hint: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
