"""`floorwatch now`: the floor once."""

from __future__ import annotations

from pathlib import Path

from ops.warehouse.catalog import catalog
from tests.cli.conftest import START
from tests.cli.terminal import done, floorwatch


def test_a_log_that_has_ended_is_shown_as_of_its_last_event(small: Path) -> None:
    ran = done("now", "--store", small)
    assert "has ended" in ran.err
    assert "the log has ended: as of its last event, 2025-11-22 19:46:01 UTC" in ran.out
    lines = ran.out.splitlines()
    sales = next(each for each in lines if each.startswith("sales"))
    assert sales.split()[:3] == ["sales", "0", "–"]
    assert "50.0 %" in sales
    support = next(each for each in lines if each.startswith("support"))
    assert support.split()[:3] == ["support", "2", "0:20"]
    assert "··· 4567" in ran.out  # who gave up
    assert "+49" not in ran.out
    assert "+49 30 1234567" in done("now", "--store", small, "--reveal").out


def test_json_holds_the_whole_snapshot(small: Path) -> None:
    floor = done("now", "--store", small, "--format", "json").json
    assert floor["ended"] is True
    assert floor["as_of"] == "2025-11-22T19:46:01Z"
    assert floor["rejected"] == 1
    queues = {row["queue"]: row for row in floor["queues"]}
    assert set(catalog()["queues_now"].columns) <= set(queues["sales"])
    assert {"ready", "talking", "paused", "trend"} <= set(queues["sales"])
    assert queues["support"]["oldest_s"] == "2025-11-22T19:45:41Z"
    assert [(row["call_id"], row["caller"], row["wait_s"]) for row in floor["waiting"]] == [
        ("c3", "···", 20),
        ("c4", "anonymous", 1),
    ]
    assert [agent["agent"] for agent in floor["agents"]] == ["Ana"]
    assert [source["source"] for source in floor["sources"]] == ["queue_log"]


def test_the_numbers_are_those_of_the_query(small: Path) -> None:
    at = ("--store", small, "--as-of", "last", "--format", "json")
    columns = catalog()["queues_now"].columns
    told = done("query", "queues_now", *at).json
    assert [
        {name: row[name] for name in columns} for row in done("now", *at).json["queues"]
    ] == told


def test_a_past_moment(small: Path) -> None:
    floor = done("now", "--store", small, "--as-of", f"@{START + 11}", "--format", "json").json
    assert floor["ended"] is False
    assert floor["as_of"] == "2025-11-22T19:45:11Z"
    sales = floor["queues"][0]
    assert (sales["queue"], sales["waiting"], sales["talking"]) == ("sales", 1, 1)


def test_no_store_and_no_event(tmp_path: Path) -> None:
    assert floorwatch("now", "--store", tmp_path / "none").code == 5
    (tmp_path / "empty").mkdir()
    assert "no queue has been heard of" in done("now", "--store", tmp_path / "empty").out
    ran = floorwatch("now", "--store", tmp_path / "empty", "--as-of", "last")
    assert ran.code == 5
    assert "no event" in ran.err
