"""The command line: its commands, what `floorwatch` alone does, and how every error ends.

Nothing heavy is imported here or at the top of a command's module, and a command's module only
when it is called, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.core import TyperGroup

from ops.errors import FloorwatchError, UsageError

if TYPE_CHECKING:
    from typer._click import Command, Context
    from typer._click.formatting import HelpFormatter

COMMANDS = {
    "collect": "Store a phone system's logs, once or as they grow.",
    "sources": "List the formats that can be read, or try a file.",
    "watch": "Open the floor on logs, or on the store.",
    "demo": "Open the floor on a simulated contact centre.",
    "now": "Print the floor once.",
    "query": "Ask the store a question and print the rows.",
    "report": "Write the report of a day, a week or a month.",
    "serve": "Open the floor to browsers.",
    "export": "Write rows of any number to a file, whole or not at all.",
    "sql": "Ask the store a question of your own, in SQL.",
    "metrics": "List what can be asked, or show one definition.",
    "find": "Find calls: by number, agent, queue, time, outcome or wait.",
    "customer": "Show a customer's contacts, and what is owed to them.",
    "follow-up": "What is owed to customers: add, list, assign, snooze, note, done and more.",
    "reconcile": "Compare the log with Asterisk's own counters, and say why they differ.",
    "doctor": "Say what was found, and what is wrong.",
    "forget": "Erase a caller's number from the store.",
}
"""Each is what has the same name in the module of the same name: a function, or a group of them."""

UNEXPECTED = 70
DUCKDB_INTERRUPTED = "Query interrupted"  # what it makes of Ctrl-C in a statement
INTERRUPTED = 130

EPILOG = """
\b
Exit codes:
  0    it worked
  1    something else is wrong (doctor: what it found is)
  2    the command was asked wrongly
  3    the settings are wrong or can't be read
  4    a log can't be read
  5    the store can't be read or written, or another process holds it
  6    a query is unknown or failed
  70   a bug; a file with the details is named
  130  interrupted (Ctrl-C)
  143  ended by SIGTERM while storing with --once
"""


class Commands(TyperGroup):
    """The commands, each imported when it is called; their list needs none of them."""

    def list_commands(self, ctx: Context) -> list[str]:
        """The commands' names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of that name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _command(cmd_name)
        return self.commands[cmd_name]

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """As ever, but with a word about what there is."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(COMMANDS)}"
            raise UsageError(f"no command is called {args[0]!r}", hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The list of commands for --help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _command(name: str) -> Command:
    own = name.replace("-", "_")
    found = getattr(importlib.import_module(f"ops.cli.{own}"), own)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(found)
    return typer.main.get_command(alone)


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def floorwatch(
    ctx: typer.Context,
    store: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The store's folder", readable=False)
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The settings, a floorwatch.toml", readable=False),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end")] = False,
) -> None:
    """A live floor, and its past, from a phone system's own logs.

    Without a command: the floor of the store, fed by the sources that the settings name.
    """
    from ops.cli.options import PlaceOptions

    ctx.obj = PlaceOptions(store=store, settings=settings)
    if version:
        from ops import __version__

        typer.echo(f"floorwatch {__version__}")
    elif ctx.invoked_subcommand is None:
        from ops.cli.watch import open_store

        open_store(ctx.obj)


def run() -> NoReturn:
    """The installed command: `main`, then an end without tearing Python down.

    That takes a good part of a short command's time, and where NumPy happens to be installed
    DuckDB complains on stderr of objects that nobody needs any more.
    """
    code = main()
    sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name; default `sys.argv`): the exit code."""
    try:
        command = typer.main.get_command(app)
        code = command.main(
            None if arguments is None else list(arguments),
            prog_name="floorwatch",
            standalone_mode=False,
        )
        sys.stdout.flush()
        if code == INTERRUPTED:  # what typer makes of Ctrl-C
            return _complain("interrupted", "", INTERRUPTED)
        return code if isinstance(code, int) else 0
    except FloorwatchError as error:
        return _complain(str(error), error.hint, error.exit_code)
    except typer.TyperException as error:
        path = getattr(getattr(error, "ctx", None), "command_path", "floorwatch")
        words = error.format_message().replace(": Value error, ", ": ", 1)  # Pydantic's prefix
        return _complain(words, f"see {path} --help", error.exit_code)
    except BrokenPipeError:  # whoever read us has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", "", INTERRUPTED)
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of a library is no Exception
        if isinstance(error, RuntimeError) and str(error) == DUCKDB_INTERRUPTED:
            return _complain("interrupted", "", INTERRUPTED)
        from ops.cli.bugs import note

        return _complain(*note(error), UNEXPECTED)


def _complain(message: str, hint: str, code: int) -> int:
    from ops.cli.narration import say

    say(message, hint)
    return code
