from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ops import clock, errors
from ops.errors import FloorwatchError, Mistake, SettingsError


def test_every_error_says_what_and_what_to_do_and_has_a_code_of_its_own() -> None:
    kinds: list[type[FloorwatchError]] = [FloorwatchError, *FloorwatchError.__subclasses__()]
    codes = [kind.exit_code for kind in kinds]
    assert sorted(codes) == list(range(1, len(kinds) + 1))
    for kind in kinds:
        error = kind("what", "what to do")
        assert (str(error), error.hint, kind("what").hint) == ("what", "what to do", "")
        # Errors cross from worker processes.
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.hint) == (kind, "what", "what to do")
        assert f"| {kind.exit_code}    | {kind.__name__} " in (errors.__doc__ or "")


def test_mistakes() -> None:
    mistakes = [Mistake("a.toml", 3, "bad", "mend it"), Mistake("b.conf", 0, "can't be read")]
    error = SettingsError.of(mistakes, "look it up")
    assert str(error) == "a.toml:3: bad — mend it\nb.conf: can't be read"
    assert (error.mistakes, error.hint) == (tuple(mistakes), "look it up")
    assert pickle.loads(pickle.dumps(error)).mistakes == tuple(mistakes)


def test_the_clock_is_utc_and_goes_on() -> None:
    assert clock.now().utcoffset() == timedelta()
    assert abs(clock.now_s() - clock.now().timestamp()) < 5
    assert clock.monotonic() <= clock.monotonic()


@pytest.mark.parametrize("s", [0, -1, -11_644_473_600, 1_795_376_761, 1_795_376_761.25, 1e11])
def test_instants_there_and_back(s: float) -> None:
    at = clock.instant(s)
    assert at.utcoffset() == timedelta()
    assert clock.epoch_s(at) == s
    assert clock.epoch_s(at.astimezone(timezone(timedelta(hours=5, minutes=30)))) == s


def test_instants_that_are_none() -> None:
    assert clock.instant(0) == datetime(1970, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="no time zone"):
        clock.epoch_s(datetime(2026, 1, 1))
    with pytest.raises(OverflowError):
        clock.instant(1e15)
