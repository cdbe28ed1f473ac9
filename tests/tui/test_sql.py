"""The SQL screen, over a real store and the real sandbox."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import polars as pl
import pytest

from ops.tui.screens.picking import TypedPage
from ops.tui.screens.sql import SqlScreen
from ops.tui.sql.history import Asked
from ops.tui.sql.result import Result
from ops.tui.widgets.answers import Answers
from ops.tui.widgets.grid import Grid
from ops.warehouse.own import all_queries
from tests.tui.driver import SIZES, USUAL, Person
from tests.tui.stored import at_the_store, store_of_a_day

WAITS = "SELECT queue, wait_s FROM calls WHERE wait_s > 5 ORDER BY wait_s"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_a_day(tmp_path_factory.mktemp("sql"))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@asynccontextmanager
async def at_the_console(folder: Path, size: tuple[int, int] = USUAL) -> AsyncIterator[Person]:
    async with at_the_store(folder, size) as person:
        await person.press("7")
        yield person


async def asks(person: Person, sql: str) -> None:
    """Type over what is there, and run it."""
    editor = person.app.screen.query_one("#editor")
    person.app.screen.set_focus(editor)
    editor.put("")  # type: ignore[attr-defined]
    await person.types(sql)
    await person.press("f5")
    await person.until(lambda: not screen(person).is_asking, 20)
    await person.settles()


def screen(person: Person) -> SqlScreen:
    whole = person.app.whole
    assert isinstance(whole, SqlScreen)
    return whole


def is_typed_into(person: Person) -> bool:
    """Whether a page lies on the screen."""
    return isinstance(person.app.screen, TypedPage)


def children() -> list[int]:
    """The processes this one has started and that still run."""
    found = Path(f"/proc/{os.getpid()}/task")
    pids = [pid for task in found.iterdir() for pid in (task / "children").read_text().split()]
    return [int(pid) for pid in pids]


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_is_answered_as_of_the_moment_shown(
    folder: Path, size: tuple[int, int]
) -> None:
    async with at_the_console(folder, size) as person:
        await asks(person, WAITS)
        assert person.row("5 rows", "as of Sat 22 Nov 08:45:00")
        assert person.row("sales", "90") and person.row("sales", "60")
        assert "7 SQL" in person.lines[-1]


async def test_an_error_is_said_where_it_is_and_nothing_else_is_lost(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await asks(person, WAITS)
        await asks(person, "SELECT wait_x FROM calls")
        assert person.sees("wait_x", "not found", "5 rows")
        assert person.style("wait_x").underline
        assert screen(person)._editor.cursor_location == (0, 7)
        await asks(person, "DELETE FROM calls")
        assert person.sees("this console only reads")


async def test_a_long_question_is_stopped_and_its_process_is_gone(folder: Path) -> None:
    long = "SELECT count(*) FROM range(1000000000000) a"
    async with at_the_console(folder) as person:
        editor = screen(person)._editor
        editor.put(long)
        await person.press("f5")
        await person.until(lambda: screen(person)._desk.busy, 20)
        assert person.sees("running")
        pid = screen(person)._desk._running.pid  # type: ignore[union-attr]
        await person.press("f8")
        await person.until(lambda: person.sees("cancelled"), 20)
        assert pid not in children()


async def test_nothing_is_left_when_one_leaves(folder: Path, tmp_path: Path) -> None:
    before = set(children())
    async with at_the_console(folder) as person:
        await person.until(lambda: set(children()) - before, 20)
        await person.press("escape", "1")
        await person.until(lambda: not set(children()) - before, 20)
        await person.press("7")
        await person.until(lambda: set(children()) - before, 20)
    assert not set(children()) - before
    assert not list(tmp_path.glob("floorwatch-sql-*"))


async def test_letters_are_letters_in_the_editor_and_keys_in_the_rows(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await person.types("q1?")
        assert screen(person)._editor.text == "q1?"
        await person.press("escape", "e")
        await person.types("e")
        assert "e" in screen(person)._editor.text[-4:]
        await person.press("escape", "1")
        assert person.sees("WAITING NOW")


@pytest.mark.parametrize("size", SIZES)
async def test_the_footer_names_keys_that_work_where_one_types(
    folder: Path, size: tuple[int, int]
) -> None:
    async with at_the_console(folder, size) as person:
        for where in ("editor", "params"):
            footer = person.lines[-1]
            assert "Esc rows" in footer and "F5 run" in footer and "Ctrl-Q quit" in footer, where
            assert not any(key in footer for key in ("/ filter", "? explain", "Space pause"))
            await person.press("f6")
        await person.press("escape")
        assert "/ filter" in person.lines[-1] and "Esc rows" not in person.lines[-1]
        assert "q quit" in person.lines[-1]


async def test_a_word_is_completed(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await person.until(lambda: screen(person)._editor.words.relations, 20)
        await person.types("SELECT wai FROM calls")
        await person.press("home", *["right"] * 10, "tab", "tab")
        assert screen(person)._editor.text == "SELECT wait_s FROM calls"
        await person.press("end")
        await person.types(" WHERE c.")
        assert not person.sees("relation  ")
        await person.types("x; SELECT * FROM cal")
        await person.until(lambda: person.sees("calls", "relation"))
        await person.press("tab")
        assert screen(person)._editor.text.endswith("SELECT * FROM calls")


async def test_the_explanation_opens_with_its_parameters_and_gives_the_same_number(
    folder: Path,
) -> None:
    async with at_the_store(folder) as person:
        await person.press("question_mark")
        await person.until(lambda: person.sees("opens it as SQL"), 20)
        await person.press("enter")
        await person.until(lambda: person.sees("since=2025-11-22T00:00"), 20)
        await person.press("f5")
        await person.until(lambda: person.sees("2 rows ·"), 20)
        assert person.row("sales", "0.5555")


async def test_charts_go_round_and_esc_comes_back(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await asks(person, "SELECT outcome, count(*) AS n FROM calls GROUP BY 1 ORDER BY 1")
        await person.press("f4")
        assert person.row("abandoned", "3", "███")
        await person.press("f4")
        assert person.sees("rows by n")
        await person.press("escape", "escape")
        assert not person.sees("rows by n") and person.sees("outcome")


async def test_esc_closes_a_page_and_the_arrows_move_its_cursor(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await asks(person, WAITS)
        for key in ("f2", "f3", "f7", "ctrl+o"):
            await person.press(key)
            assert is_typed_into(person), key
            await person.press("escape")
            assert not is_typed_into(person), key
        _, second, *_ = (query for query in all_queries() if query.folder != "model")
        await person.press("f3", "down", "down", "up", "enter")
        assert not is_typed_into(person)
        assert screen(person)._editor.text == second.sql.strip().removeprefix("--\n")


async def test_a_query_of_ones_own_is_saved_and_offered(folder: Path, tmp_path: Path) -> None:
    async with at_the_console(folder) as person:
        await asks(person, WAITS)
        await person.press("f2")
        await person.types("long_waits: who waited long")
        await person.press("enter")
        await person.until(lambda: person.sees("floorwatch query long_waits"))
        kept = (tmp_path / "config/floorwatch/queries/long_waits.sql").read_text()
        assert kept.startswith("-- name: long_waits\n") and kept.endswith(f"--\n{WAITS}\n")
        await person.press("f3")
        await person.types("long_waits who")
        await person.until(lambda: person.sees("long_waits"))
        await person.press("enter")
        await person.until(lambda: person.sees("-- columns: queue, wait_s"), 20)


async def test_a_result_is_taken_along(folder: Path, tmp_path: Path) -> None:
    async with at_the_console(folder) as person:
        await asks(person, WAITS)
        await person.press("ctrl+o", "enter")
        await person.until(lambda: person.clipboard.startswith("queue,wait_s\nsales,10\n"), 20)
        await person.press("ctrl+o")
        await person.types("write csv")
        await person.press("enter")
        await person.until(lambda: list(tmp_path.glob("*.csv")), 20)
        await person.until(lambda: person.sees("saved"))
        assert next(tmp_path.glob("*.csv")).read_text().splitlines()[-1] == "sales,90"


async def test_a_million_rows_scroll(folder: Path) -> None:
    async with at_the_console(folder) as person:
        frame = pl.DataFrame({"n": range(1_000_000)}).with_columns(text=pl.lit("x"))
        result = Result(Asked("SELECT n FROM calls"), frame, False, 1.0, None)
        screen(person).query_one(Answers).add(result)
        await person.press("escape", "pagedown", "pagedown")
        assert person.sees("1,000,000 rows")
        await person.press("ctrl+end")
        assert person.row("999999", "x")
        await person.press("ctrl+home", "down", "y")
        assert person.clipboard == "1\tx"
        assert isinstance(person.app.screen.focused, Grid)


async def test_more_rows_are_loaded_when_somebody_wants_them(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await asks(person, "SELECT * FROM range(1500) t(n)")
        assert person.sees("1,000 of more than 1,000 rows")
        await person.press("f9")
        await person.until(lambda: person.sees("1,500 rows"), 20)


async def test_numbers_are_shown_only_while_somebody_wants_them(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await person.press("escape", "r")
        await asks(person, "SELECT caller FROM calls WHERE outcome = 'waiting'")
        assert person.sees("03010009", "numbers shown")
        await person.press("escape", "r")
        assert not person.sees("03010009") and not person.sees("numbers shown")
        await asks(person, "SELECT caller FROM calls WHERE outcome = 'waiting'")
        assert person.sees("··· 0009") and not person.sees("03010009")


async def test_the_filter_is_for_the_rows_that_are_shown(folder: Path) -> None:
    async with at_the_console(folder) as person:
        await asks(person, WAITS)
        await person.press("escape", "slash", *"90", "enter")
        assert person.sees("1 of 5 rows") and person.row("sales", "90")
        assert not person.sees("sales  60")
        assert isinstance(person.app.screen.focused, Grid)
        await person.press("ctrl+o", "enter")
        await person.until(lambda: person.clipboard == "queue,wait_s\nsales,90\n", 20)
        await person.press("escape")
        assert person.sees("5 rows ·") and not person.sees("1 of 5")
