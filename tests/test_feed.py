"""The app's feed over a real store, a real log and a real collector."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.errors import StoreError
from ops.feed import Reading, Replay, StoreFeed
from ops.settings import Settings, load
from ops.snapshot import About, Share, Snapshot
from ops.sources.naming import LogName
from ops.store.origins import Wanted
from ops.tui.app import FloorApp
from tests.cli.terminal import done

OLD_S = 1_763_840_700  # a Saturday evening in UTC
MONDAY_8_S = 1763971200


class Desk:
    """A log, a store, and the feeds opened on them."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "queue_log"
        self.store = folder / "store"
        self._feeds: list[StoreFeed] = []

    def writes(self, s: float, *lines: str) -> None:
        with self.log.open("a") as file:
            file.writelines(f"{int(s)}|{rest}\n" for rest in lines)

    def feed(self, **options: object) -> StoreFeed:
        wanted = Wanted("pbx", "asterisk", LogName.of(self.log), (self.log,))
        given = {"logs": [wanted]} | options
        opened = StoreFeed(self.store, Settings(), **given)  # type: ignore[arg-type]
        opened.open()
        self._feeds.append(opened)
        return opened

    def close(self) -> None:
        for each in self._feeds:
            each.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def with_settings(desk: Desk, text: str) -> Settings:
    path = desk.log.parent / "floorwatch.toml"
    path.write_text(f'time_zone = "UTC"\n{text}')
    return load(path)


def until(feed: StoreFeed, seen: Callable[[Snapshot], bool], patience_s: float = 30.0) -> Snapshot:
    """The first snapshot in which it is so."""
    end = time.monotonic() + patience_s
    while not seen(shot := feed.snapshot()):
        assert time.monotonic() < end, shot
        time.sleep(0.05)
    return shot


def waiting(shot: Snapshot) -> list[str]:
    return [each.call_id for each in shot.waiting]


class AsOf:
    """Asks of which moment it is asked, and where the log ends."""

    def answer(self, reading: Reading) -> tuple[int | None, int | None]:
        return reading.as_of_s, reading.ended_s


def test_what_is_written_is_seen(desk: Desk) -> None:
    desk.writes(time.time(), "a|sales|NONE|ENTERQUEUE||12345|1")
    feed = desk.feed()
    shot = until(feed, lambda shot: waiting(shot) == ["a"])
    assert shot.as_of_s is None
    desk.writes(time.time(), "b|sales|NONE|ENTERQUEUE||12345|2", "a|sales|Ana|CONNECT|1|m|1")
    shot = until(feed, lambda shot: waiting(shot) == ["b"])
    assert shot.queues[0].talking == 1
    assert feed.collecting
    assert until(feed, lambda shot: shot.sources[0].at_end).sources[0].heartbeat_s is not None


def test_another_app_takes_over(desk: Desk) -> None:
    desk.writes(time.time(), "a|sales|NONE|ENTERQUEUE||12345|1")
    first = desk.feed()
    until(first, lambda shot: waiting(shot) == ["a"])
    second = desk.feed()
    until(second, lambda shot: waiting(shot) == ["a"])
    assert (first.collecting, second.collecting) == (True, False)
    first.close()
    desk.writes(time.time(), "b|sales|NONE|ENTERQUEUE||12345|1")
    until(second, lambda shot: waiting(shot) == ["a", "b"])
    assert second.collecting


def test_a_log_that_has_ended_lives_when_a_line_comes(desk: Desk) -> None:
    desk.writes(OLD_S, "a|sales|NONE|ENTERQUEUE||12345|1")
    desk.writes(OLD_S + 9, "a|sales|NONE|ABANDON|1|1|9")
    feed = desk.feed(may_have_ended=True)
    shot = until(feed, lambda shot: shot.ended)
    assert shot.as_of_s == OLD_S + 10
    assert shot.queues[0].offered == 1
    assert feed.ask(AsOf()) == (None, OLD_S + 10)  # what is owed is of now
    assert feed.ask(AsOf(), OLD_S + 5) == (OLD_S + 5, OLD_S + 10)
    desk.writes(time.time(), "b|sales|NONE|ENTERQUEUE||12345|1")
    shot = until(feed, lambda shot: not shot.ended)
    assert shot.as_of_s is None
    assert waiting(shot) == ["b"]
    assert feed.ask(AsOf()) == (None, None)


def test_a_quiet_log_with_somebody_in_it_lives(desk: Desk) -> None:
    desk.writes(time.time() - 1000, "a|sales|NONE|ENTERQUEUE||12345|1")
    feed = desk.feed(may_have_ended=True)
    # the heartbeat may be a moment ahead of what this reader has taken in
    shot = until(feed, lambda shot: bool(waiting(shot)))
    assert feed.snapshot().ended is False
    assert waiting(shot) == ["a"]


def test_without_logs_it_only_reads(desk: Desk) -> None:
    desk.writes(OLD_S, "a|sales|NONE|ENTERQUEUE||12345|1")
    done("collect", "--once", "--store", desk.store, desk.log)
    feed = desk.feed(logs=())
    assert feed.snapshot().ended
    assert feed.ask(AsOf()) == (None, OLD_S + 1)
    assert not feed.collecting
    past = desk.feed(logs=(), as_of_s=OLD_S + 1).snapshot()
    assert (past.as_of_s, past.ended, waiting(past)) == (OLD_S + 1, False, ["a"])


def test_a_replay_looks_live_and_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.writes(OLD_S, "a|sales|NONE|ENTERQUEUE||12345|1")
    desk.writes(OLD_S + 30, "a|sales|NONE|ABANDON|1|1|30")
    done("collect", "--once", "--store", desk.store, desk.log)
    machine = [100.0]
    monkeypatch.setattr("ops.clock.monotonic", lambda: machine[0])
    feed = desk.feed(logs=(), play=Replay(OLD_S, OLD_S + 31, 10.0))
    feed.snapshot()
    machine[0] += 2.0
    shot = feed.snapshot()
    assert (shot.as_of_s, shot.ended, shot.taken_s) == (None, False, OLD_S + 20)
    assert waiting(shot) == ["a"]
    assert shot.replayed == 10.0
    assert shot.sources[0].heartbeat_s == OLD_S + 20
    assert feed.now() == OLD_S + 20
    machine[0] += 1.0
    assert feed.now() == OLD_S + 24  # it waits for its next picture
    machine[0] += 100.0
    shot = feed.snapshot()
    assert (shot.as_of_s, shot.ended, waiting(shot)) == (OLD_S + 31, True, [])
    assert feed.snapshot(OLD_S + 5).as_of_s == OLD_S + 5
    assert feed.explain(About("level", "sales")).share == Share(0, 1)


def test_a_store_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wanted = Wanted("pbx", "asterisk", LogName.of(tmp_path / "queue_log"))
    feed = StoreFeed(tmp_path / "file" / "store", Settings(), logs=[wanted])
    with pytest.raises(StoreError, match="file"):
        feed.open()
    feed.close()


async def test_the_app_shows_it(desk: Desk) -> None:
    desk.writes(time.time(), "a|sales|NONE|ENTERQUEUE||+49301234567|1")
    wanted = Wanted("pbx", "asterisk", LogName.of(desk.log), (desk.log,))
    feed = StoreFeed(desk.store, Settings(), logs=[wanted])
    app = FloorApp(feed, refresh_s=0.1, now=feed.now)
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(300):
            await pilot.pause(0.1)
            shot = app.scene.snapshot if app.scene else None
            if shot is not None and shot.waiting:
                break
        assert shot is not None
        assert [each.caller for each in shot.waiting] == ["··· 4567"]
    assert app.stopped


def test_breaches_and_closing_times_are_in_the_picture(desk: Desk) -> None:
    hours = with_settings(desk, '[defaults]\nopen = "Mon-Fri 08:00-18:00"\n')
    for at, call in enumerate("abc"):
        desk.writes(OLD_S + at, f"{call}|sales|NONE|ENTERQUEUE||12345|1")
    desk.writes(OLD_S + 40, *(f"{call}|sales|NONE|ABANDON|1|1|40" for call in "abc"))
    done("collect", "--once", "--store", desk.store, desk.log)
    shot = StoreFeed(desk.store, hours, as_of_s=OLD_S + 60)
    shot.open()
    floor = shot.snapshot()
    shot.close()
    texts = [(each.s - OLD_S, each.kind, each.text) for each in floor.happenings]
    assert texts == [
        (40, "abandoned", "··· 2345 gave up after 0:40, 3rd time today"),
        (40, "abandoned", "··· 2345 gave up after 0:40, 2nd time today"),
        (40, "abandoned", "··· 2345 gave up after 0:40"),
        (21, "breached", "fell under 80 %: 0.0 %"),
    ]
    assert (floor.queues[0].is_open, floor.queues[0].opens_s) == (False, MONDAY_8_S)
    assert floor.queues[0].under_since_s == OLD_S + 21


async def test_the_app_does_not_wait_to_show_what_is_written(desk: Desk) -> None:
    desk.writes(time.time(), "a|sales|NONE|ENTERQUEUE||12345|1")
    wanted = Wanted("pbx", "asterisk", LogName.of(desk.log), (desk.log,))
    feed = StoreFeed(desk.store, Settings(), logs=[wanted])
    app = FloorApp(feed, refresh_s=3600, now=feed.now)

    def seen() -> list[str]:
        return waiting(app.scene.snapshot) if app.scene else []

    async with app.run_test(size=(120, 40)) as pilot:
        for line, expected in (("", ["a"]), ("b|sales|NONE|ENTERQUEUE||12346|2", ["a", "b"])):
            if line:
                desk.writes(time.time(), line)
            for _ in range(300):
                await pilot.pause(0.1)
                if seen() == expected:
                    break
            assert seen() == expected


def test_news_are_what_a_commit_brings(desk: Desk) -> None:
    desk.writes(time.time(), "a|sales|NONE|ENTERQUEUE||12345|1")
    done("collect", "--once", "--store", desk.store, desk.log)
    feed = desk.feed(logs=())
    assert feed.has_news()
    feed.snapshot()
    assert not feed.has_news()
    desk.writes(time.time(), "b|sales|NONE|ENTERQUEUE||12345|2")
    assert not feed.has_news()
    done("collect", "--once", "--store", desk.store, desk.log)
    assert feed.has_news()
    assert waiting(feed.snapshot()) == ["a", "b"]
    assert not feed.has_news()
