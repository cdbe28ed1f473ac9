"""The floor's session answers what the whole store answers, wherever the rows come from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ops.settings.loading import load
from ops.warehouse.warehouse import Moment
from tests.store.conftest import Shop
from tests.warehouse.growing import LIVE, Growing, day_of, the_same, without_memory

DAY = 86_400
AT = 1_800_000_000 // DAY * DAY


def call(s: int, call_id: str, queue: str = "support", wait: int = 5, talk: int = 60) -> list[str]:
    """The lines of an answered call."""
    return [
        f"{s}|{call_id}|{queue}|NONE|ENTERQUEUE||+4930{s % 10_000}|1",
        f"{s + wait}|{call_id}|{queue}|Ana|CONNECT|{wait}|{call_id}9|1",
        f"{s + wait + talk}|{call_id}|{queue}|Ana|COMPLETECALLER|{wait}|{talk}|1",
    ]


@pytest.mark.parametrize("is_cut", [False, True])
def test_where_the_log_runs_ahead_the_present_is_what_has_happened(
    tmp_path: Path, is_cut: bool
) -> None:
    with Growing(tmp_path / "store") as store:
        today = [line for n in range(0, DAY, 600) for line in call(AT + n, f"{AT + n}.1")]
        store.add([*today, f"{AT + DAY}|7.7|support|NONE|ENTERQUEUE||0301234|1"])
        now = Moment(None, AT + DAY + 30.5)
        first = store.reader()
        # the clock of the phone system is set wrong, and right again later
        store.add(call(AT + 400 * DAY, "8.8"))
        first.refresh()
        assert first.last_event_s == AT + 400 * DAY + 65
        second = store.reader()
        if is_cut:
            store.cut()
        store.add([f"{AT + DAY + 20}|9.9|support|NONE|ENTERQUEUE||0305678|1"])
        for reader in (first, second):
            reader.refresh()
            for name in LIVE:
                told = reader.rows(name, day_of(now.clock_s), now)
                as_then = Moment(int(now.clock_s) + 1)
                assert told == without_memory(reader, name, day_of(now.clock_s), as_then), name
            [row] = reader.rows("queues_now", day_of(now.clock_s), now)
            assert (row["waiting"], row["offered"], row["oldest_s"]) == (2, 2, AT + DAY)
            [agent] = reader.rows("agents_now", day_of(now.clock_s), now)
            assert (agent["agent"], agent["calls"]) == ("Ana", 0)


@pytest.mark.parametrize("is_cut", [False, True])
def test_in_memory_in_the_files_and_between(tmp_path: Path, is_cut: bool) -> None:
    lines = [line for n in range(0, 9 * DAY, 3_600) for line in call(AT + n, f"{AT + n}.1")]
    with Growing(tmp_path / "store") as store:
        store.add(lines)
        if is_cut:
            store.cut()
        store.add([f"{AT + 9 * DAY}|7.7|support|NONE|ENTERQUEUE||0301234|1"])
        reader = store.reader()
        assert reader.last_event_s == AT + 9 * DAY
        for days in (9, 8.9, 7.01, 7, 6.5, 4, 1.0007, 0.0005, -1):
            at = AT + int(days * DAY)
            the_same(reader, day_of(at - 1), Moment(at))
        now = Moment(None, AT + 9 * DAY + 30.0)
        the_same(reader, day_of(now.clock_s), now)
        [row] = reader.rows("queues_now", day_of(now.clock_s), now)
        assert (row["waiting"], row["offered"]) == (1, 1)


def test_the_real_sample_at_many_moments(samples: Path, shop: Shop) -> None:
    log = samples / "asterisk" / "queue_log"
    shop.load(log)
    reader = shop.warehouse()
    first, last = (int(line.split("|")[0]) for line in _ends(log))
    for at in (*range(first + 60, last, (last - first) // 6), last + 1):
        the_same(reader, day_of(at - 1), Moment(at))
        the_same(reader, day_of(last), Moment(None, float(at)))  # all events, an earlier clock


def _ends(log: Path) -> tuple[str, str]:
    lines = log.read_text().splitlines()
    return lines[0], lines[-1]


def test_two_systems_with_a_queue_of_one_name_are_one_queue_on_the_floor(tmp_path: Path) -> None:
    with Growing(tmp_path / "store") as store:
        store.add(call(AT, "1.1"), "pbx")
        store.add([*call(AT, "1.1"), f"{AT + 9}|2.1|support|NONE|ENTERQUEUE||1|1"], "pbx-2")
        reader = store.reader()
        now = Moment(None, AT + 100.0)
        [row] = reader.rows("queues_now", day_of(AT), now)
        assert (row["offered"], row["answered"], row["waiting"]) == (3, 2, 1)
        assert set(reader.last_events) == {"pbx", "pbx-2"}
        the_same(reader, day_of(AT), now)


def test_hostile_queue_and_agent_names(tmp_path: Path) -> None:
    queue, agent = 'o\'brien "x"; DROP TABLE calls; -- $since', "A'na $queue"
    settings = tmp_path / "floorwatch.toml"
    settings.write_text(f"[queues.{json.dumps(queue)}]\nthreshold_s = 7\n")
    lines = [line.replace("Ana", agent) for line in call(AT, "1.1", queue)]
    with Growing(tmp_path / "store", load(settings)) as store:
        store.add(lines)
        store.cut()
        store.add([f"{AT + 99}|2.1|{queue}|NONE|ENTERQUEUE||1|1"])
        reader = store.reader()
        now = Moment(None, AT + 100.0)
        the_same(reader, day_of(AT), now)
        [row] = reader.rows("queues_now", day_of(AT), now)
        assert (row["queue"], row["threshold_s"]) == (queue, 7)
        assert [r["agent"] for r in reader.rows("agents_now", day_of(AT), now)] == [agent]
        [row] = reader.run("outcomes", day_of(AT) | {"queue": queue}, now).to_dicts()[:1]
        assert (row["queue"], row["offered"]) == (queue, 2)


def test_a_log_off_takes_an_agent_out_of_every_queue(tmp_path: Path) -> None:
    settings = tmp_path / "floorwatch.toml"
    settings.write_text('[agents]\nAna = ["PJSIP/201", "Agent/7"]\n')
    with Growing(tmp_path / "store", load(settings)) as store:
        reader = store.reader()

        def state(*lines: str) -> tuple[object, ...]:
            store.add(lines)
            reader.refresh()
            now = Moment(None, float(lines[-1].split("|")[0]) + 5)
            the_same(reader, day_of(AT), now)
            [agent] = reader.rows("agents_now", day_of(AT), now)
            counts = reader.rows("members_now", day_of(AT), now)
            return agent["state"], agent["since_s"] - AT, sum(row["ready"] for row in counts)

        added = f"{AT + 1}|NONE|support|PJSIP/201|ADDMEMBER|"
        assert state(added) == ("ready", 1, 1)
        assert state(f"{AT + 10}|NONE|NONE|Agent/7|AGENTLOGOFF|x|9") == ("out", 10, 0)
        # who logs on again is a member of what they were never taken out of
        assert state(f"{AT + 20}|NONE|NONE|Agent/7|AGENTLOGIN|x")[::2] == ("ready", 1)
        assert state(f"{AT + 30}|NONE|NONE|Agent/7|AGENTLOGOFF|x|10") == ("out", 30, 0)
        assert state(f"{AT + 40}|NONE|sales|PJSIP/201|ADDMEMBER|") == ("ready", 40, 1)


def test_a_wrap_up_in_a_queue_one_is_no_member_of_counts_nowhere(tmp_path: Path) -> None:
    settings = tmp_path / "floorwatch.toml"
    settings.write_text("[defaults]\nwrapup_s = 60\n")
    with Growing(tmp_path / "store", load(settings)) as store:
        store.add([*call(AT, "1.1"), f"{AT + 66}|NONE|support|Ana|REMOVEMEMBER|"])
        reader = store.reader()
        [row] = reader.rows("members_now", day_of(AT), Moment(None, AT + 70.0))
        assert sum(v for k, v in row.items() if k != "queue") == 0


def test_the_rows_are_named_as_the_header_says(tmp_path: Path) -> None:
    with Growing(tmp_path / "store") as store:
        store.add([*call(AT, "1.1"), f"{AT + 99}|2.1|support|NONE|ENTERQUEUE||1|1"])
        reader = store.reader()
        for name in (*LIVE, "service_level"):
            rows = reader.rows(name, day_of(AT), Moment(None, AT + 100.0))
            frame = without_memory(reader, name, day_of(AT), Moment(None, AT + 100.0))
            assert [list(row) for row in rows] == [list(row) for row in frame]
