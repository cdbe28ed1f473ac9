"""Stores that commands are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import done

START = 1_763_840_700
"""Sat 22 Nov 2025, 19:45:00 UTC."""


def line(after_s: int, rest: str) -> str:
    """A line of a queue_log, so many seconds after START."""
    return f"{START + after_s}|{rest}\n"


SMALL = "".join(
    [
        line(0, "NONE|NONE|NONE|QUEUESTART|"),
        line(1, "c1|sales|NONE|ENTERQUEUE||+49 30 1234567|1"),
        line(4, "c1|sales|Ana|CONNECT|3|m1|2"),
        line(10, "c2|sales|NONE|ENTERQUEUE||+49 30 1234567|1"),
        line(19, "c1|sales|Ana|COMPLETECALLER|3|15|1"),
        "this is no line of a queue_log, call 0301234567\n",
        line(40, "c2|sales|NONE|ABANDON|1|1|30"),
        line(41, "c3|support|NONE|ENTERQUEUE||1234|1"),
        line(60, "c4|support|NONE|ENTERQUEUE||anonymous|2"),
    ]
)
"""One answered, one abandoned after 30 s, two still waiting at the end; one line is none."""


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days and tables are the users' time zone's; here they are nowhere in particular."""
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def small_log(tmp_path: Path) -> Path:
    """A log of nine lines."""
    path = tmp_path / "logs" / "queue_log"
    path.parent.mkdir()
    path.write_text(SMALL)
    return path


@pytest.fixture
def small(small_log: Path, store_dir: Path) -> Path:
    """A store of that log."""
    done("collect", "--once", "--store", store_dir, small_log)
    return store_dir


@pytest.fixture(scope="session")
def real(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the real Asterisk's log; read it only."""
    store = tmp_path_factory.mktemp("real") / "store"
    done("collect", "--once", "--store", store, samples / "asterisk" / "queue_log")
    return store
