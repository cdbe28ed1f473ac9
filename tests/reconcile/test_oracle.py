"""The log replayed to every instant at which Asterisk told its own counters, in a real run.

Nobody here made the truth: 151 readings of 3 queues, and each number has to agree or to differ for
a reason that the log itself shows. How many differ and why is pinned, so that neither a wider
tolerance nor a reason that explains too much can pass unseen.
"""

import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ops.cli.main import main
from ops.reconcile import show
from ops.reconcile.compare import Row, compare
from ops.reconcile.counters import BRIDGE, REMOVED, FirstEnd, Rules, counted, holds_after
from ops.reconcile.moves import before, load
from ops.reconcile.reading import QueueReading, Reading
from ops.reconcile.waiting import present
from ops.warehouse.warehouse import Moment
from tests.reconcile.conftest import SOURCE, Run

SNAPSHOTS, QUEUES = 151, 3
EACH = SNAPSHOTS * QUEUES


def _rows(run: Run, reading: Reading) -> list[Row]:
    assert reading.at_s is not None
    asked_s = int(reading.at_s)
    return compare(run.warehouse, SOURCE, reading, replace(run.log, asked_s=asked_s))


@pytest.fixture(scope="module")
def rows(run: Run) -> list[Row]:
    """Every comparison of the run."""
    return [row for reading in run.readings for row in _rows(run, reading)]


def test_nothing_is_unexplained(rows: list[Row]) -> None:
    assert [row for row in rows if row.status == "unexplained"] == []


def test_everything_was_compared(rows: list[Row]) -> None:
    made = Counter(row.counter for row in rows)
    waits = made.pop("Wait")
    assert made == dict.fromkeys(
        ("Calls", "Completed", "Abandoned", "ServicelevelPerf", "ServicelevelPerf2", "TalkTime",
         "Holdtime"), EACH,
    )  # fmt: skip
    assert waits == 241  # where somebody waits


def test_most_numbers_agree_as_they_are(rows: list[Row]) -> None:
    assert Counter(row.status for row in rows) == {"agrees": 2807, "explained": 605}
    assert len(rows) == 7 * EACH + 241 == 3412


def test_how_many_differ_for_which_reason(rows: list[Row]) -> None:
    found = Counter((row.counter, reason) for row in rows for reason in row.reasons)
    assert found == {
        # two talks in billing, one in sales: every reading after the first of them
        ("Completed", "member removed"): 182,
        ("ServicelevelPerf", "member removed"): 152,
        ("ServicelevelPerf2", "member removed"): 164,
        ("TalkTime", "member removed"): 5,
        # billing only: ten answers given up, answers a second ahead of their CONNECT
        ("Holdtime", "memberdelay"): 11,
        # one caller came in the very second of one reading
        ("Calls", "same second"): 1,
        ("Wait", "same second"): 1,
        ("Wait", "whole seconds"): 89,
    }
    assert {row.queue for row in rows if row.reasons == ("memberdelay",)} == {"billing"}
    assert {row.queue for row in rows if "member removed" in row.reasons} == {"billing", "sales"}


def test_the_calls_whose_member_was_removed_are_found_not_listed(run: Run) -> None:
    removed = {
        name: [move.call_id for move in moves.ends if move.was_removed]
        for name, moves in run.log.queues.items()
    }
    assert {name: len(calls) for name, calls in removed.items()} == {
        "billing": 2, "sales": 1, "support": 0,
    }  # fmt: skip


def _told(run: Run) -> list[tuple[int, QueueReading]]:
    return [(int(reading.at_s or 0), queue) for reading in run.readings for queue in reading.queues]


def _rules(run: Run, told: QueueReading, *applied: str) -> Rules:
    policy = run.warehouse.settings.queue(told.queue)
    assert told.threshold_s == policy.threshold_s == 6
    return Rules(policy.threshold_s, int(policy.memberdelay_s), frozenset(applied))


def test_asterisks_rules_give_all_its_counters_of_ended_calls(run: Run) -> None:
    """Without any search: the lines of seconds that are over, and one rule."""
    wrong = []
    for asked_s, told in _told(run):
        ends = run.log.queue(told.queue).ends
        state = counted(ends[: before(ends, asked_s)], _rules(run, told, REMOVED))
        if told.ends.items() - state.values.items():
            wrong.append((asked_s, told.queue))
    assert wrong == []


def test_asterisks_rules_give_its_holdtime(run: Run) -> None:
    """The same of Holdtime; with a memberdelay answers are up to a second ahead of the log."""
    ahead: Counter[tuple[str, int]] = Counter()
    for asked_s, told in _told(run):
        moves = run.log.queue(told.queue)
        rules = _rules(run, told, BRIDGE)
        states = holds_after(moves.answers, FirstEnd.of(moves.ends), rules, 0)
        assert max(map(len, states.values())) <= 2, (
            "a wait the log leaves open moves it by one at most"
        )
        cut = before(moves.answers, asked_s)
        most = before(moves.answers, asked_s + rules.memberdelay_s + 1) - cut
        fits = (more for more in range(most + 1) if told.holdtime in states[cut + more])
        ahead[told.queue, next(fits)] += 1
    assert ahead == {("sales", 0): 151, ("support", 0): 151, ("billing", 0): 142, ("billing", 1): 9}


def test_every_callers_wait_is_asterisks_or_a_second_more(run: Run) -> None:
    found: Counter[int] = Counter()
    others = listed = 0
    for asked_s, told in _told(run):
        moves = run.log.queue(told.queue).waits
        ours = present(moves, before(moves, asked_s))
        theirs = {caller.call_id: caller.wait_s for caller in told.callers or ()}
        others += len(ours.keys() ^ theirs.keys())
        found.update(asked_s - ours[c] - theirs[c] for c in ours if c in theirs)
        listed += len(theirs)
    assert found == {0: 425, 1: 279}
    assert others == 1
    assert found.total() + others == listed == 705


def test_a_line_missing_from_the_log_is_noticed(run: Run) -> None:
    """One talk of the middle of the run taken out: everything after it has to be unexplained."""
    sales = run.log.queue("sales")
    talks = [move for move in sales.ends if move.kind == "completed"]
    taken = talks[len(talks) // 2]
    ends = tuple(move for move in sales.ends if move is not taken)
    damaged = replace(run.log, queues=run.log.queues | {"sales": replace(sales, ends=ends)})
    for reading in run.readings[::25]:
        asked_s = int(reading.at_s or 0)
        log = replace(damaged, asked_s=asked_s)
        rows = compare(run.warehouse, SOURCE, reading, log)
        wrong = {row.queue for row in rows if row.status == "unexplained"}
        assert wrong == ({"sales"} if asked_s > taken.s else set())


def test_queue_show_says_the_same(run: Run) -> None:
    """The same run by way of the text a person gets."""
    found: Counter[str] = Counter()
    with gzip.open(run.folder / "queue_snapshots.jsonl.gz", "rt") as snapshots:
        for number, line in enumerate(snapshots):
            if number % 10:
                continue
            told = json.loads(line)
            reading = replace(show.parse(told["queue_show"], "queue_show"), at_s=told["t"])
            found.update(row.status for row in _rows(run, reading))
    assert found["unexplained"] == 0
    assert found.total() > 16 * QUEUES * 7


@pytest.mark.parametrize("number", [5, 31, 53, 106, 127])
def test_a_log_that_ends_where_the_output_was_taken(
    run: Run, number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As people use it: the text of `queue show`, which tells no time, and the log of then."""
    with gzip.open(run.folder / "queue_snapshots.jsonl.gz", "rt") as snapshots:
        told = [json.loads(line) for line in snapshots][number]
    (tmp_path / "show.txt").write_text(told["queue_show"])
    lines = (run.folder / "queue_log").read_text(encoding="utf-8").splitlines(keepends=True)
    early = [line for line in lines if int(line.partition("|")[0]) < int(told["t"])]
    (tmp_path / "queue_log").write_text("".join(early), encoding="utf-8")
    conf = ["--queues-conf", str(run.folder / "queues.conf")]
    files = [str(tmp_path / "queue_log"), "--asterisk", str(tmp_path / "show.txt")]
    assert main(["reconcile", *files, *conf]) == 0, capsys.readouterr()


@pytest.mark.parametrize("number", [1, 37, 68, 110, 150])
def test_the_log_as_of_a_moment_is_the_beginning_of_the_whole(run: Run, number: int) -> None:
    """A warehouse asked as of then gives the same lines as one asked at the end."""
    asked_s = int(run.readings[number].at_s or 0)
    then = load(run.warehouse, SOURCE, asked_s)
    assert then.started_s == run.log.started_s
    for name in run.log.queues:
        own, whole = then.queue(name), run.log.queue(name)
        for part in ("waits", "answers", "ends"):
            mine, theirs = getattr(own, part), getattr(whole, part)
            upto = before(theirs, asked_s)
            assert mine[:upto] == theirs[:upto]


@pytest.mark.parametrize("number", [1, 49, 86, 150])
def test_the_metric_counts_as_the_replay_does(run: Run, number: int) -> None:
    """queries/metrics/asterisk_counters.sql from calls, ends_after from single lines."""
    asked_s = int(run.readings[number].at_s or 0)
    rows = run.warehouse.run("asterisk_counters", {}, Moment(asked_s)).to_dicts()
    assert len(rows) == (2 if number == 1 else QUEUES)  # billing had no call yet
    for row in rows:
        moves = run.log.queue(row["queue"])
        told = next(q for q in run.readings[0].queues if q.queue == row["queue"])
        last = counted(moves.ends[: before(moves.ends, asked_s)], _rules(run, told))
        waits = present(moves.waits, before(moves.waits, asked_s))
        assert row["completed"] == last.completed
        assert row["completed_in_time"] == last.completed_in_time
        assert row["abandoned"] == last.gone
        assert row["abandoned_in_time"] == last.gone_in_time
        assert row["waiting"] == len(waits)
        assert row["longest_wait_s"] == max((asked_s - s for s in waits.values()), default=None)


def test_the_last_counters_of_the_readme(run: Run) -> None:
    """Of the table at the end of the sample's README, the counts of the log."""
    asked_s = int(run.readings[-1].at_s or 0)
    rows = run.warehouse.run("asterisk_counters", {}, Moment(asked_s)).to_dicts()
    assert {row["queue"]: (row["completed"], row["abandoned"]) for row in rows} == {
        "billing": (285, 35), "support": (477, 65), "sales": (330, 124),
    }  # fmt: skip
