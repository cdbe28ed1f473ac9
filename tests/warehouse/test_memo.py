"""What is not asked again is what would be answered: compared with asking every time."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops.settings import Settings
from ops.settings.loading import load
from ops.warehouse.warehouse import Moment
from tests.store.logs import logs
from tests.warehouse.growing import LIVE, Growing, day_of, the_same, without_memory

FORMULAS = ("standard", "negative", "ignore", "positive", "answered", "asterisk", "asterisk2")


def _settings(folder: Path, formula: str, wrapup: int) -> Settings:
    path = folder / "floorwatch.toml"
    policy = f'formula = "{formula}"\nthreshold_s = 2\nwrapup_s = {wrapup}\n'
    path.write_text(f'time_zone = "UTC"\n[defaults]\n{policy}')
    return load(path)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=logs(most=20),
    formula=st.sampled_from(FORMULAS),
    wrapup=st.sampled_from([0, 3]),
    later=st.lists(st.sampled_from([0, 0.4, 1, 2, 5, 300, 1800, 15_000, 90_000]), max_size=5),
    cut_after=st.integers(0, 20),
)
def test_at_every_second_of_any_log(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[bytes],
    formula: str,
    wrapup: int,
    later: list[float],
    cut_after: int,
) -> None:
    folder = tmp_path_factory.mktemp("memo")
    told = [line.decode().rstrip("\n") for line in lines]
    with Growing(folder / "store", _settings(folder, formula, wrapup)) as store:
        reader = store.reader()
        at = float(told[0].split("|")[0])
        for number, (second, of_it) in enumerate(groupby(told, lambda t: t.split("|")[0])):
            store.add(of_it)
            if number == cut_after:
                store.cut()
            reader.refresh()
            for at in (float(second), float(second) + 0.7):
                the_same(reader, day_of(at), Moment(None, at))
        for more in later:
            at += more
            the_same(reader, day_of(at), Moment(None, at))
        the_same(reader, day_of(at - 3), Moment(None, at - 3))  # a clock set back


def test_nothing_is_asked_twice_while_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = 1_800_000_000
    with Growing(tmp_path / "store") as store:
        store.add(
            [
                f"{at}|1.1|support|NONE|ENTERQUEUE||0301234|1",
                f"{at + 2}|1.1|support|Ana|CONNECT|2|1.2|1",
            ]
        )
        reader = store.reader()
        the_same(reader, day_of(at), Moment(None, at + 400.0))
        asked: list[str] = []
        fetch = reader._live._fetch  # the one place where a live query is asked

        def counted(name: str, *rest: object) -> object:
            asked.append(name)
            return fetch(name, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(reader._live, "_fetch", counted)
        for name in LIVE:
            reader.rows(name, day_of(at), Moment(None, at + 401.0))
        assert not set(asked) & set(LIVE)
        store.add([f"{at + 60}|1.1|support|Ana|COMPLETEAGENT|2|58|1"])
        reader.refresh()
        now = Moment(None, at + 402.0)
        [row] = reader.rows("queues_now", day_of(at), now)
        assert row == without_memory(reader, "queues_now", day_of(at), now)[0]
        assert "queues_now" in asked


def test_an_answer_is_as_old_as_is_allowed_and_no_older(tmp_path: Path) -> None:
    at = 1_800_000_000
    with Growing(tmp_path / "store") as store:
        store.add([f"{at}|1.1|support|NONE|ENTERQUEUE||0301234|1"])
        reader = store.reader()

        def waiting(after_s: float, stale_s: float, asked_s: int | None = None) -> int:
            moment = Moment(asked_s, at + after_s)
            [row] = reader.rows("queues_now", day_of(at), moment, stale_s=stale_s)
            return int(row["waiting"])

        assert waiting(1.0, 0.0) == 1
        store.add([f"{at + 1}|2.1|support|NONE|ENTERQUEUE||0301235|2"])
        reader.refresh()
        assert waiting(2.9, 2.0) == 1
        assert waiting(3.0, 2.0) == 2
        assert waiting(3.5, 2.0, asked_s=at + 1) == 1  # the past is never the present's
        assert waiting(0.5, 2.0) == 2  # nor is what a clock that was set back shows
        assert waiting(0.6, 0.0) == 2
