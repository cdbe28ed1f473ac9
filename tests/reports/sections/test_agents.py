"""What each agent handled, where sources tell little of their time."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import done
from tests.reports.conftest import Make, at, call, cells, section, table

HEAD = ("vru+line", "call_id", "customer_id", "priority", "type", "date", "vru_entry", "vru_exit",
        "vru_time", "q_start", "q_exit", "q_time", "outcome", "ser_start", "ser_exit", "ser_time",
        "server")  # fmt: skip
CALL = ("AA0101", "33116", "9664491", "2", "PS", "990104", "10:00:00", "10:00:05", "5", "10:00:05",
        "10:00:15", "10", "AGENT", "10:00:15", "10:02:15", "120", "AVI")  # fmt: skip


def test_where_no_source_says_who_was_ready_no_occupancy_is_told(tmp_path: Path) -> None:
    (tmp_path / "bank.txt").write_text("\t".join(HEAD) + "\n" + "\t".join(CALL) + "\n")
    kind = ("--kind", "anonymous-bank")
    done("collect", "--once", *kind, "--store", tmp_path / "store", tmp_path / "bank.txt")
    asked = ("report", "daily", "--day", "1999-01-04", "--format", "md", "--out", tmp_path)
    text = Path(done(*asked, "--store", tmp_path / "store").out.strip()).read_text()
    assert "1 agent answered 1 call." in text
    assert "| AVI | n/a | 2:00 | 0:00 | 0:00 |" in text  # and never 100 %
    assert "No occupancy is told of 1 of 1 agent: no source says when they were ready." in text
    assert "no source tells a reason" in text


def test_who_logged_in_has_an_occupancy(made: Make) -> None:
    lines = [*call("a", "2026-11-16 09:00", talk_s=60),
             (at("2026-11-16 08:59:03"), "NONE|sales|Ana|ADDMEMBER|"),
             (at("2026-11-16 09:01:03"), "NONE|sales|Ana|REMOVEMEMBER|")]  # fmt: skip
    report = made(lines, "2026-11-16")
    # 60 s of the 120 s she was there
    assert cells(table(report, "Time"))["Ana"]["Occupancy"] == 0.5
    assert not [part for part in section(report, "agents").parts if isinstance(part, str)]
