"""Questions in processes of their own: answers, masks, limits, cancelling."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.errors import QueryError
from ops.privacy import privacy
from ops.settings import Settings, SqlSettings
from ops.warehouse.dictionary import relations
from ops.warehouse.sandbox.parent import Question
from ops.warehouse.sandbox.wire import Job
from tests.store.conftest import Shop, log
from tests.warehouse.sandbox.conftest import Ask
from tests.warehouse.sandbox.test_locks import contents


def test_rows_and_whether_there_were_more(ask: Ask) -> None:
    found = ask("SELECT call_id, wait_s FROM calls ORDER BY seq", limit=3)
    assert found.frame.rows() == [("c1", 3.0), ("c2", 30.0), ("c3", None)]
    assert found.more
    every = ask("SELECT call_id, INTERVAL 1 DAY AS pause FROM calls WHERE queue = $q", q="sales")
    assert every.frame.rows() == [("c1", "1 day"), ("c2", "1 day")]
    assert not every.more


def test_every_relation_of_a_store_with_cuts_can_be_asked(shop: Shop, tmp_path: Path) -> None:
    shop.load(log(tmp_path / "queue_log", 3))
    shop.cut()
    shop.load(log(tmp_path / "queue_log.2", 1, first=500, at=1_802_000_000))
    records = tmp_path / "contacts.json"
    records.write_text(
        '{"ContactId":"c1","InitiationTimestamp":"2026-01-01T00:00:00Z",'
        '"LastUpdateTimestamp":"2026-01-01T00:01:00Z","Channel":"VOICE"}'
    )
    shop.load(records, source="cloud", kind_name="amazon-connect")
    shop.cut("cloud")
    assert len(list(shop.paths.calls.glob("*/*/rejoined.parquet"))) == 2
    privacy(Settings(), shop.paths.root).key()  # made by whoever asks, not by the child
    counts = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in relations())
    question = Question()
    job = Job(
        store=str(shop.paths.root), settings=None, scratch=str(question.scratch),
        sql=f"SELECT {counts}", params={}, limit=None, limits=SqlSettings(), reveal=False,
    )  # fmt: skip
    [row] = question.ask(job).frame.to_dicts()
    assert (row["calls"], row["contacts"], row["menu_leavers"], row["repeats"]) == (4, 5, 1, 15)


def test_numbers_are_masked_wherever_they_stand(ask: Ask) -> None:
    found = ask("SELECT * FROM calls, rejects, (SELECT max(p2) AS p2 FROM events)").frame
    assert {"source", "source_2", "seq", "seq_2"} <= set(found.columns)
    text = str(found.rows())
    assert "1234567" not in text.replace(" ", "")
    assert "0301234567" not in text
    assert set(found["caller"]) == {"··· 4567", "···", "anonymous"}
    assert found["raw"][0].endswith("call ··· 4567")
    revealed = ask("SELECT caller FROM calls ORDER BY seq LIMIT 1", reveal=True).frame
    assert revealed["caller"].to_list() == ["+49 30 1234567"]


def test_an_attack_changes_nothing_and_says_why(ask: Ask, small: Path, tmp_path: Path) -> None:
    before = contents(small)
    with pytest.raises(QueryError, match="only reads"):
        ask(f"WITH x AS (COPY (SELECT 1 AS a) TO '{tmp_path}/f') SELECT * FROM x")
    assert contents(small) == before
    assert not list(tmp_path.iterdir())


def test_nothing_of_the_environment_is_there(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    question = Question()
    try:
        environment = Path(f"/proc/{question.pid}/environ").read_bytes()
    finally:
        question.cancel()
    assert b"s3cret" not in environment


SMALL, QUICK = (SqlSettings(seconds=s, memory_mb=64, disk_mb=64) for s in (60.0, 1.0))


@pytest.mark.parametrize(
    ("limits", "sql", "says"),
    [
        (SMALL, "SELECT repeat('x', 3_000_000_000) AS x", "more memory"),
        (SMALL, "SELECT sum(length(repeat('x', 2_000_000_000))) FROM range(9)", "more memory"),
        (QUICK, "SELECT sum(sqrt(a.range + b.range)) FROM range(10_000_000) a, range(10_000) b",
         "takes longer"),
        (SMALL, "SELECT a.range, random() AS r FROM range(30_000) a, range(3_000) ORDER BY r",
         "disk|memory"),
    ],
    ids=["memory", "memory in rows", "time", "disk"],
)  # fmt: skip
def test_what_takes_too_much_is_stopped(ask: Ask, limits: SqlSettings, sql: str, says: str) -> None:
    with pytest.raises(QueryError, match=says) as stopped:
        ask(sql, limits=limits)
    assert stopped.value.hint


def test_cancelling_ends_it_at_once(small: Path) -> None:
    question = Question()
    job = Job(
        store=str(small), settings=None, scratch=str(question.scratch),
        sql="SELECT sum(sqrt(a.range + b.range)) FROM range(10_000_000) a, range(100_000) b",
    )  # fmt: skip
    threading.Timer(0.3, question.cancel).start()
    began = time.monotonic()
    with pytest.raises(QueryError, match="cancelled"):
        question.ask(job)
    assert time.monotonic() - began < 30  # the question itself would take hours
    assert not question.scratch.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(question.pid, 0)


ASKS_FOR_EVER = """
import sys
from ops.settings import SqlSettings
from ops.warehouse.sandbox.parent import Question
from ops.warehouse.sandbox.wire import Job
question = Question()
print(question.pid, question.scratch, flush=True)
sql = "SELECT sum(sqrt(a.range + b.range)) FROM range(10_000_000) a, range(100_000) b"
question.ask(Job(store=sys.argv[1], settings=None, scratch=str(question.scratch), sql=sql,
                 limits=SqlSettings(seconds=600)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_ends_with_whoever_started_it(small: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ASKS_FOR_EVER, small], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid, _, scratch = parent.stdout.readline().strip().partition(" ")
    wait_until(lambda: cpu_s(pid) > 1.5)  # well into the question
    parent.kill()
    parent.communicate()
    wait_until(lambda: cpu_s(pid) == 0)
    assert not Path(scratch).exists() or not list(Path(scratch).iterdir())


def cpu_s(pid: str) -> float:
    """What a process has taken of the processors; 0 once it is gone, or dead and not buried."""
    try:
        state, *numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except FileNotFoundError:
        return 0
    ticks = int(numbers[10]) + int(numbers[11])
    return 0 if state == "Z" else ticks / os.sysconf("SC_CLK_TCK")


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_process_leaves_no_folder_behind(ask: Ask, tmp_path: Path) -> None:
    question = Question()
    scratch = question.scratch
    question.cancel()
    assert not scratch.exists()
