"""`floorwatch`, `floorwatch watch` and `floorwatch demo`, with and without a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ops.cli import place as places
from ops.cli import watch as watching
from ops.feed import StoreFeed
from tests.cli.conftest import START, line
from tests.cli.terminal import done, floorwatch


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[StoreFeed]:
    """The feeds that would have been shown, in a terminal that is none."""
    found: list[StoreFeed] = []

    def run(feed: StoreFeed, *_: Any) -> None:  # noqa: ANN401
        feed.open()
        found.append(feed)

    monkeypatch.setattr(watching, "run", run)
    return found


def test_without_a_terminal_a_log_is_printed_once(small_log: Path) -> None:
    ran = done("watch", small_log)
    assert "no terminal" in ran.err
    assert "the log has ended: as of its last event, 2025-11-22 19:46:01 UTC" in ran.out
    assert "support" in ran.out
    past = done("watch", small_log, "--as-of", f"@{START + 11}")
    assert "as of 2025-11-22 19:45:11 UTC" in past.out


def test_a_log_that_is_looked_at_leaves_the_own_store_alone(
    small_log: Path, tmp_path: Path
) -> None:
    done("watch", small_log)
    assert not places.data_folder().exists()
    (kept,) = (places.cache_folder() / "watch").iterdir()
    assert kept.name.startswith("queue_log-")
    with small_log.open("a") as file:
        file.write(line(90, "c5|sales|NONE|ENTERQUEUE||12345|1"))
    assert "1 line stored" in done("watch", small_log).err  # the same store is found again
    named = tmp_path / "named"
    done("watch", small_log, "--store", named)
    assert (named / "events").is_dir()


def test_a_log_that_is_not_there(tmp_path: Path) -> None:
    ran = floorwatch("watch", tmp_path / "none")
    assert str(tmp_path / "none") in ran.err
    assert "Traceback" not in ran.err


def test_alone_it_needs_something_to_show(small_log: Path, tmp_path: Path) -> None:
    ran = floorwatch()
    assert ran.code == 2
    assert "floorwatch demo" in ran.err
    settings = tmp_path / "mine.toml"
    settings.write_text(f'[[sources]]\nname = "pbx"\npaths = ["{small_log}"]\n')
    ran = done("--settings", settings)
    assert "source pbx" in ran.out
    assert places.data_folder().is_dir()
    assert "source pbx" in done().out  # what is stored can be shown without settings


@pytest.mark.parametrize("speed", ["0", "-1x", "fast", "nan", "1e9x"])
def test_speeds_that_are_none(small_log: Path, speed: str) -> None:
    ran = floorwatch("watch", small_log, "--replay", speed)
    assert ran.code == 2
    assert "10x" in ran.err


def test_in_a_terminal_the_app_is_opened(small_log: Path, opened: list[StoreFeed]) -> None:
    ran = floorwatch("watch", small_log, terminal=True)
    assert (ran.code, ran.out) == (0, "")
    (feed,) = opened
    feed.close()


def test_a_replay_starts_with_the_first_event(small_log: Path, opened: list[StoreFeed]) -> None:
    assert floorwatch("watch", small_log, "--replay", "10x", terminal=True).code == 0
    assert floorwatch("watch", small_log, "--replay", "10", "--as-of", f"@{START + 20}",
                      terminal=True).code == 0  # fmt: skip
    starts = []
    for feed in opened:
        shot = feed.snapshot()
        assert (shot.as_of_s, shot.ended) == (None, False)
        starts.append(shot.taken_s - START)
        feed.close()
    assert [int(s) for s in starts] == [0, 20]


def test_a_past_moment_is_shown(small_log: Path, opened: list[StoreFeed]) -> None:
    assert floorwatch("watch", small_log, "--as-of", f"@{START + 11}", terminal=True).code == 0
    shot = opened[0].snapshot()
    assert shot.as_of_s == START + 11
    opened[0].close()


def test_the_last_moment_is_the_stores_to_tell(small_log: Path, opened: list[StoreFeed]) -> None:
    assert floorwatch("watch", small_log, "--as-of", "last", terminal=True).code == 0
    assert opened[0].snapshot().as_of_s == START + 61
    opened[0].close()


def test_the_app_paints_before_the_store_is_opened(
    small_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[StoreFeed] = []
    monkeypatch.setattr(watching, "run", lambda feed, *_: shown.append(feed))
    done("watch", small_log)  # stored by now
    monkeypatch.setattr(places.Place, "warehouse", None)
    for wanted in (("--as-of", "last"), ("--as-of", f"@{START}"), ("--replay", "9x")):
        assert floorwatch("watch", small_log, *wanted, terminal=True).code == 0
    assert len(shown) == 3


@pytest.mark.parametrize(("moment", "says"), [("tomorow", "tomorow"), ("2099-01-01", "future")])
def test_a_moment_that_is_none_is_told_before_the_app(
    small_log: Path, opened: list[StoreFeed], moment: str, says: str
) -> None:
    ran = floorwatch("watch", small_log, "--as-of", moment, terminal=True)
    assert (ran.code, opened) == (2, [])
    assert says in ran.err


def test_the_demo_is_printed_once_and_goes_on(tmp_path: Path) -> None:
    first = done("demo", "--weeks", "0")
    assert "no terminal" in first.err
    assert "Acme Support" in first.out
    (folder,) = (places.cache_folder() / "demo").iterdir()
    log = folder / "queue_log"
    size = log.stat().st_size
    again = done("demo", "--weeks", "0")
    assert log.stat().st_size >= size
    assert "source demo" in again.out
    assert not places.data_folder().exists()
    elsewhere = tmp_path / "demo-store"
    done("demo", "--weeks", "0", "--store", elsewhere)
    assert (elsewhere / "events" / "demo").is_dir()


def test_the_demo_lives_in_a_terminal(opened: list[StoreFeed]) -> None:
    assert floorwatch("demo", "--weeks", "0", "--speed", "60x", terminal=True).code == 0
    (feed,) = opened
    assert feed.snapshot().as_of_s is None
    feed.close()


def test_in_a_browser_one_acts_under_ones_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOORWATCH_USER", "eve")
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert watching.acting_user() is None  # this process's user, whatever the environment says
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert watching.acting_user() == "eve"
    monkeypatch.setenv("FLOORWATCH_USER", "")
    assert watching.acting_user() is None
