"""`floorwatch sql`: a question nobody foresaw, asked of the store in SQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.options import (
    MomentOptions,
    OutputOptions,
    PlaceOptions,
    RevealOptions,
    parameters,
    with_options,
)
from ops.errors import UsageError

if TYPE_CHECKING:
    from ops.cli.place import Place
    from ops.settings import SqlSettings
    from ops.warehouse.sandbox.parent import Answer

_EXAMPLE = 'floorwatch sql "SELECT queue, count(*) FROM calls GROUP BY queue"'


@with_options
def sql(
    moment: MomentOptions,
    output: OutputOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
    statement: Annotated[
        str | None, typer.Argument(metavar="SQL", help="One SELECT; '-' reads standard input")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", metavar="FILE", help="Read it from a file", readable=False),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="What $NAME stands for; repeatable"),
    ] = None,
) -> None:
    """Ask the store a question of your own, in SQL.

    One SELECT in DuckDB's dialect over calls, agent_states, rings, events, … (`DESCRIBE calls`
    tells the columns). It only reads, sees masked numbers, and is stopped when it takes more time
    or memory than the settings' [sql] give it. In a pipe the SELECT may come from there.
    """
    from ops.cli.output import check, write
    from ops.cli.place import place as placed
    from ops.privacy import privacy
    from ops.warehouse.binding import bindable

    text = _text(statement, file)
    check(output)
    where = placed(place)
    privacy(where.settings, where.store, reveal=reveal.reveal)  # does the site allow it?
    params = {name: bindable(value) for name, value in parameters(param).items()}
    answer = ask(where, text, params, moment.as_of, limit=output.limit, reveal=reveal.reveal)
    write(answer.frame, output, where.settings.zone)
    _tell(answer)


def ask(
    where: Place,
    text: str,
    params: dict[str, str | int | float | None],
    as_of: str | None = None,
    *,
    limit: int | None = None,
    reveal: bool = False,
    limits: SqlSettings | None = None,
) -> Answer:
    """The rows of one SELECT, from the sandbox. QueryError where it has none to give."""
    from ops.warehouse.sandbox.parent import Question
    from ops.warehouse.sandbox.wire import Job

    where.reading()
    question = Question()
    try:
        settings = where.settings.path
        return question.ask(Job(
            store=str(where.store), settings=str(settings) if settings else None,
            scratch=str(question.scratch), sql=text, params=params, asked_s=_moment(where, as_of),
            limit=limit, reveal=reveal, limits=limits or where.settings.sql,
        ))  # fmt: skip
    finally:
        question.cancel()


def _moment(where: Place, as_of: str | None) -> int | None:
    if as_of is None:
        return None
    from ops.cli.moments import asked_s

    warehouse = where.warehouse()
    try:
        return asked_s(as_of, warehouse)
    finally:
        warehouse.close()


def _text(statement: str | None, file: Path | None) -> str:
    """The SQL that was given, in whichever way."""
    if file is not None:
        if statement is not None:
            raise UsageError("the SELECT is given twice", "either as words or with --file")
        try:
            return file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: can't be read: {error}", "name a text file") from error
    if statement is None and sys.stdin.isatty():
        raise UsageError("there is no SELECT", f"as in {_EXAMPLE}")
    text = sys.stdin.read() if statement in (None, "-") else statement
    if not (text or "").strip():
        raise UsageError("the SELECT is empty", f"as in {_EXAMPLE}")
    return text or ""


def _tell(answer: Answer) -> None:
    from ops.cli.narration import say

    rows = f"{answer.frame.height:,}"
    more = f"{rows} of more than {rows}" if answer.more else rows
    say(f"{more} rows in {answer.elapsed_s:.2f} s")
