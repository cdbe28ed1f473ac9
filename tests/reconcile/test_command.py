"""`floorwatch reconcile` as a person or a script runs it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ops.cli.main import main
from tests.reconcile.tiny import LOG, text

SHOWN = (
    "support has 1 calls (max unlimited) in 'ringall' strategy (4s holdtime, 12s talktime), W:0, "
    "C:2, A:2, SL:50.0%, SL2:50.0% within 6s\n"
    "   No Members\n   Callers: \n      1. PJSIP/trunk-6 (wait: 0:07, prio: 0)\n"
)
"""As of second 37, the one after the last line of LOG."""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TZ", "UTC")
    (tmp_path / "queue_log").write_text(text(LOG))
    (tmp_path / "show.txt").write_text(SHOWN)
    (tmp_path / "floorwatch.toml").write_text('time_zone = "Europe/Berlin"\n')
    return tmp_path


def run(files: Path, *options: str, log_too: bool = True) -> int:
    settings = ["--settings", str(files / "floorwatch.toml")]
    logs = [str(files / "queue_log")] if log_too else []
    return main(["reconcile", *logs, *settings, *options])


def test_everything_agrees(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, "--asterisk", str(files / "show.txt")) == 0
    told = capsys.readouterr()
    head, *rows = told.out.splitlines()
    assert head.split() == [
        "QUEUE",
        "COUNTER",
        "OURS",
        "ASTERISK",
        "DIFFERENCE",
        "STATUS",
        "REASON",
    ]
    assert len(rows) == 8
    assert all("agrees" in row for row in rows)
    assert (
        "2023-11-15 09:00:37 Europe/Berlin (the log's last event; --at says otherwise)" in told.err
    )
    assert "support: counted within 6 s, as Asterisk does; the settings say 20 s" in told.err
    assert "8 counters: 8 agree, 0 differ and are explained, 0 differ and are not" in told.err


def test_the_waits_tell_how_long_after_the_last_event(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "show.txt").write_text(SHOWN.replace("wait: 0:07", "wait: 0:15"))
    assert run(files, "--asterisk", str(files / "show.txt")) == 0
    told = capsys.readouterr()
    assert (
        "09:00:45 Europe/Berlin (8 s after the log's last event, by the callers' waits)" in told.err
    )
    (files / "show.txt").write_text(SHOWN.replace("wait: 0:07", "wait: 0:03"))
    assert run(files, "--asterisk", str(files / "show.txt")) == 1
    assert "not the same callers" in capsys.readouterr().out


def test_a_moment_that_is_still_to_come(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--asterisk", str(files / "show.txt"), "--at", "2199-01-01T00:00Z"]
    assert run(files, *options) == 2
    assert "--at 2199-01-01T00:00Z lies in the future" in capsys.readouterr().err


def test_a_difference_nobody_can_explain(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "show.txt").write_text(SHOWN.replace("C:2", "C:9"))
    assert run(files, "--asterisk", str(files / "show.txt"), "--format", "json") == 1
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows[:1]] == [
        ["queue", "counter", "ours", "asterisk", "difference", "status", "reason"]
    ]
    (row,) = [row for row in rows if row["status"] == "unexplained"]
    assert (row["counter"], row["ours"], row["asterisk"], row["difference"]) == (
        "Completed",
        2,
        9,
        -7,
    )


def test_an_explained_difference_is_no_failure(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reset = SHOWN.replace("C:2, A:2, SL:50.0%, SL2:50.0%", "C:0, A:1, SL:0.0%, SL2:0.0%")
    (files / "show.txt").write_text(reset.replace("4s holdtime, 12s", "0s holdtime, 0s"))
    assert run(files, "--asterisk", str(files / "show.txt"), "--format", "csv") == 0
    told = capsys.readouterr().out
    assert "support,Completed,2,0,2,explained,counters reset between 09:00:12 and 09:00:36" in told


def test_from_a_pipe_at_a_moment_with_a_queues_conf(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.TextIOWrapper(io.BytesIO(SHOWN.replace("0:07", "0:10").encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    conf = files / "queues.conf"
    conf.write_text("[support]\nservicelevel = 6\n")
    options = ["--asterisk", "-", "--at", "2023-11-15T08:00:40Z", "--queues-conf", str(conf)]
    assert run(files, *options) == 0
    told = capsys.readouterr()
    assert "09:00:40 Europe/Berlin (--at)" in told.err
    assert "the settings say" not in told.err


def test_the_store_instead_of_a_log(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = ["--store", str(files / "store")]
    assert main(["collect", str(files / "queue_log"), "--once", *store]) == 0
    assert run(files, "--asterisk", str(files / "show.txt"), *store, log_too=False) == 0
    assert run(files, "--asterisk", str(files / "show.txt"), *store) == 2
    assert "both a LOG and --store" in capsys.readouterr().err
    wrong = ["--source", "nowhere"]
    assert run(files, "--asterisk", str(files / "show.txt"), *store, *wrong, log_too=False) == 2
    assert "no source 'nowhere' in the store; it has queue_log" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (SHOWN[:60], 4, "show.txt:1: a queue that can't be read"),
        ("", 4, "nothing of a queue in it"),
        (None, 4, "can't be read: No such file"),
    ],
)
def test_output_that_can_not_be_read(
    files: Path, capsys: pytest.CaptureFixture[str], content: str | None, code: int, says: str
) -> None:
    path = files / "show.txt"
    path.unlink() if content is None else path.write_text(content)
    assert run(files, "--asterisk", str(path)) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err


def test_the_real_run_by_command(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = samples / "asterisk"
    if not (folder / "queue_log").exists():
        pytest.skip(f"{folder}: no queue_log")
    files = ["--asterisk", str(folder / "queue_snapshots.jsonl.gz")]
    conf = ["--queues-conf", str(folder / "queues.conf")]
    assert main(["reconcile", str(folder / "queue_log"), *files, *conf, "--format", "json"]) == 0
    told = capsys.readouterr()
    rows = json.loads(told.out)
    assert {row["status"] for row in rows} == {"agrees", "explained"}
    completed = {row["queue"]: row for row in rows if row["counter"] == "Completed"}
    assert {name: (row["ours"], row["asterisk"]) for name, row in completed.items()} == {
        "billing": (285, 283), "sales": (330, 329), "support": (477, 477),
    }  # fmt: skip
    assert "(the time in Asterisk's output)" in told.err
