"""`floorwatch query`: rows, their formats, periods, moments, privacy, and what it refuses."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import START
from tests.cli.terminal import done, floorwatch

DAY = ("--since", "2026-11-22")
SATURDAY = ("--since", "2025-11-22")


def test_a_real_log_gives_asterisks_counts(real: Path) -> None:
    rows = {row["queue"]: row for row in done("query", "outcomes", *DAY, "--store", real,
                                              "--format", "csv").rows}  # fmt: skip
    every = rows[""]
    assert every["entered"] == "1332"
    assert every["answered"] == "1094"
    assert every["abandoned"] == "208"
    assert [every[f"by_{how}"] for how in ("timeout", "empty", "key", "withdrawal")] == [
        "10", "4", "14", "2",
    ]  # fmt: skip
    calls = done("query", "calls", *DAY, "--store", real, "--format", "csv").rows
    assert len(calls) == 1332  # no row limit
    ended = [row["ended_by"] for row in calls if row["outcome"] == "answered"]
    assert (len(ended) - ended.count("transfer"), ended.count("transfer")) == (1002, 92)
    assert sum(row["outcome"] == "abandoned" for row in calls) == 208


def test_today_is_the_day_of_the_asked_moment(real: Path) -> None:
    last = done("query", "outcomes", "--as-of", "last", "--store", real, "--format", "json").json
    assert last[-1]["queue"] is None
    assert last[-1]["entered"] == 1332
    before = floorwatch("query", "outcomes", "--as-of", "2026-11-21", "--store", real,
                        "--format", "json")  # fmt: skip
    assert before.json[-1]["entered"] == 0


def test_midnight_belongs_to_the_day_before(small: Path) -> None:
    at = ("--as-of", "2025-11-23T00:00Z", "--store", small, "--format", "json")
    assert done("query", "outcomes", *at).json[-1]["entered"] == 4
    # Two waited at the last event: four hours later they are taken for lost, not for offered.
    assert sum(queue["offered"] for queue in done("now", *at).json["queues"]) == 2


def test_a_past_moment_knows_nothing_later(small: Path) -> None:
    def calls(after_s: int) -> list[tuple[str, str]]:
        rows = done("query", "calls", "--store", small, "--as-of", f"@{START + after_s}",
                    "--format", "csv").rows  # fmt: skip
        return [(row["call_id"], row["outcome"]) for row in rows]

    assert calls(1) == []  # only seconds that are over count
    assert calls(2) == [("c1", "waiting")]
    assert calls(11) == [("c1", "talking"), ("c2", "waiting")]
    assert calls(50) == [("c1", "answered"), ("c2", "abandoned"), ("c3", "waiting")]


def test_waiting_callers_wait_to_the_asked_moment(small: Path) -> None:
    rows = done("query", "waiting_now", "--store", small, "--as-of", "last",
                "--format", "json").json  # fmt: skip
    assert [(row["queue"], row["call_id"], row["wait_s"]) for row in rows] == [
        ("support", "c3", 20.0),
        ("support", "c4", 1.0),
    ]


def test_json_has_the_headers_columns_nulls_and_instants(small: Path) -> None:
    rows = done("query", "calls", *SATURDAY, "--store", small, "--format", "json").json
    assert list(rows[0]) == [
        "call_id", "visit", "queue", "caller", "customer", "offered_at", "answered_at", "ended_at",
        "wait_s", "talk_s", "outcome", "ended_by", "left_by", "agent", "transferred_to", "source",
    ]  # fmt: skip
    assert rows[0]["offered_at"] == "2025-11-22T19:45:01Z"
    assert rows[0]["wait_s"] == 3
    assert rows[1]["answered_at"] is None
    level = done("query", "service_level", *SATURDAY, "--store", small, "--format", "json").json
    assert [row["queue"] for row in level] == ["sales", "support", None]
    assert (level[0]["numerator"], level[0]["denominator"], level[0]["value"]) == (1, 2, 0.5)
    # A day without a call is n/a, neither 0 nor 1.
    none = done("query", "service_level", "--since", "2025-11-20", "--store", small,
                "--format", "json").json  # fmt: skip
    assert none[-1]["value"] is None


def test_live_instants_are_instants_too(small: Path) -> None:
    rows = done("query", "queues_now", "--as-of", "last", "--store", small, "--format", "json").json
    oldest = {row["queue"]: row["oldest_s"] for row in rows}
    assert oldest == {"sales": None, "support": "2025-11-22T19:45:41Z"}


def test_every_format_tells_the_same(small: Path, tmp_path: Path) -> None:
    asked = ("query", "calls", *SATURDAY, "--store", small)
    rows = done(*asked, "--format", "json").json
    ndjson = done(*asked, "--format", "ndjson").out.splitlines()
    assert [json.loads(each) for each in ndjson] == rows
    table = done(*asked, "--format", "table").out.splitlines()
    assert table[0].split() == [name.upper() for name in rows[0]]
    assert len(table) == 1 + len(rows)
    assert "2025-11-22 19:45:01" in table[1]
    md = done(*asked, "--format", "md").out.splitlines()
    assert md[0].startswith("| call_id | visit |")
    assert set(md[1]) <= set("| -:")
    assert len(md) == 2 + len(rows)
    parquet = pl.read_parquet(io.BytesIO(done(*asked, "--format", "parquet").data))
    assert parquet.columns == list(rows[0])
    assert parquet["wait_s"].to_list() == [row["wait_s"] for row in rows]
    assert str(parquet["offered_at"][0]) == "2025-11-22 19:45:01+00:00"
    written = done(*asked, "--format", "csv")
    assert [row["wait_s"] for row in written.rows][:2] == ["3", "30"]
    out = tmp_path / "calls.csv"  # the file's name says how
    assert done(*asked, "--out", out).data == b""
    assert out.read_bytes() == written.data


def test_no_rows_are_an_answer(small: Path) -> None:
    asked = ("query", "calls", "--since", "2025-11-20", "--store", small, "--format")
    assert done(*asked, "json").json == []
    assert done(*asked, "ndjson").out == ""
    assert done(*asked, "csv").out.startswith("call_id,visit,queue,caller,customer,")
    assert len(done(*asked, "table").out.splitlines()) == 1


def test_an_empty_today_says_when_the_log_ended(small: Path) -> None:
    ran = done("query", "outcomes", "--since", "2026-01-01", "--store", small)
    assert "nothing was stored after 2025-11-22" in ran.err
    assert "--as-of last" in ran.err


def test_what_is_owed_goes_on_where_the_log_has_ended(small: Path) -> None:
    done("follow-up", "add", "--title", "form", "--store", small)
    for name in ("follow_up_trend", "kept_promises"):
        assert done("query", name, "--store", small).err == ""
    assert "nothing was stored" in done("query", "lost_callers", "--store", small).err


def test_contacts_without_a_reason_are_no_total(small: Path) -> None:
    (line,) = done("query", "reasons", *SATURDAY, "--store", small).out.splitlines()[1:]
    assert line.startswith("no reason given ") and " 4 " in line
    assert done("query", "outcomes", *SATURDAY, "--store", small).out.splitlines()[-1][:4] == "all "


def test_a_limit_is_told(small: Path) -> None:
    ran = done("query", "calls", *SATURDAY, "--store", small, "--limit", "1", "--format", "json")
    assert len(ran.json) == 1
    assert "1 of 4 rows" in ran.err


def test_out_replaces_nothing_unless_forced(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "kept.json"
    out.write_text("precious")
    asked = ("query", "calls", *SATURDAY, "--store", small, "--out", out)
    ran = floorwatch(*asked)
    assert (ran.code, out.read_text()) == (2, "precious")
    assert "--force" in ran.err
    done(*asked, "--force")
    assert len(json.loads(out.read_text())) == 4
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# ---- who is calling


def test_numbers_are_masked_and_still_group(small: Path) -> None:
    asked = ("query", "calls", *SATURDAY, "--store", small, "--format", "csv")
    rows = done(*asked).rows
    assert [row["caller"] for row in rows] == ["··· 4567", "··· 4567", "···", "anonymous"]
    first, second, extension, nobody = (row["customer"] for row in rows)
    assert first == second != extension
    assert len(first) == 12
    assert nobody == ""
    revealed = done(*asked, "--reveal").rows
    assert revealed[0]["caller"] == "+49 30 1234567"
    assert [row["customer"] for row in revealed] == [row["customer"] for row in rows]


def test_the_settings_can_forbid_to_reveal(small: Path) -> None:
    (small / "floorwatch.toml").write_text("[privacy]\nreveal_allowed = false\ndigits_shown = 2\n")
    asked = ("query", "calls", *SATURDAY, "--store", small, "--format", "csv")
    ran = floorwatch(*asked, "--reveal")
    assert (ran.code, ran.out) == (2, "")
    assert "reveal_allowed" in ran.err
    assert done(*asked).rows[0]["caller"] == "··· 67"


def test_rejected_lines_are_masked_too(small: Path) -> None:
    asked = ("query", "rejects", "--store", small, "--format", "csv")
    (row,) = done(*asked).rows
    assert row["position"] == "6"
    assert row["reason"]
    assert row["raw"] == "this is no line of a queue_log, call ··· 4567"
    assert "0301234567" in done(*asked, "--reveal").rows[0]["raw"]


# ---- what it refuses


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["nothing_like_it"], 6, "metrics"),
        (["service_levels"], 6, "service_level"),
        (["outcomes", "--threshold", "20"], 2, "does not take --threshold"),
        (["rejects", "--since", "today"], 2, "--as-of"),
        (["outcomes", "--since", "someday"], 2, "2026-W47"),
        (["outcomes", "--since", "2025-11-23", "--until", "2025-11-22"], 2, "exchange"),
        (["outcomes", "--as-of", "2100-01-01"], 2, "future"),
        (["service_level", "--formula", "mine"], 2, "asterisk2"),
        (["service_level", "--threshold", "-1"], 2, "seconds"),
        (["service_level", "--param", "since=1"], 2, "--since"),
        (["service_level", "--param", "interval_s=900"], 2, "does not take"),
        (["service_level", "--param", "interval_s"], 2, "NAME=VALUE"),
        (["outcomes", "--format", "xml"], 2, "csv"),
        (["outcomes", "--limit", "-1"], 2, "limit"),
        (["outcomes", "--force"], 2, "--out"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_meant_is_refused(
    small: Path, options: list[str], code: int, says: str
) -> None:
    ran = floorwatch("query", *options, "--store", small)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("floorwatch: ")
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_queue_is_found_in_any_case(small: Path) -> None:
    asked = ("query", "service_level", *SATURDAY, "--store", small, "--format", "csv")
    ran = done(*asked, "--queue", "SALES")
    assert (ran.out, ran.err) == (done(*asked, "--queue", "sales").out, "")


def test_an_unknown_queue_is_told(small: Path) -> None:
    ran = done("query", "service_level", *SATURDAY, "--queue", "sale", "--store", small)
    assert "no queue is called 'sale'" in ran.err
    assert "sales, support" in ran.err


def test_threshold_formula_queue_and_params_reach_the_query(small: Path) -> None:
    asked = ("query", "service_level", *SATURDAY, "--store", small, "--format", "json")
    (row,) = [r for r in done(*asked, "--queue", "sales", "--formula", "negative",
                              "--threshold", "2").json if r["queue"]]  # fmt: skip
    assert (row["formula"], row["threshold_s"]) == ("negative", 2)
    assert (row["numerator"], row["denominator"]) == (0, 2)
    hours = done("query", "intervals", *SATURDAY, "--store", small, "--param", "interval_s=3600",
                 "--format", "json").json  # fmt: skip
    assert {row["interval_at"] for row in hours if row["queue"]} == {"2025-11-22T19:00:00Z"}


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    ran = floorwatch("query", "calls", "--store", tmp_path / "none")
    assert (ran.code, ran.out) == (5, "")
    assert "floorwatch collect" in ran.err
    assert not (tmp_path / "none").exists()


def test_a_terminal_is_spared_what_could_harm_it(small_log: Path, store_dir: Path) -> None:
    with small_log.open("a") as file:
        file.write(f"{START + 70}|c9|\x1b[31mred\u202e|NONE|ENTERQUEUE||12345|1\n")
    done("collect", "--once", "--store", store_dir, small_log)
    asked = ("query", "calls", *SATURDAY, "--store", store_dir)
    for form in ("table", "csv", "json", "md"):
        shown = floorwatch(*asked, "--format", form, terminal=True).out
        assert "red" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "\x1b[31mred\u202e" in done(*asked, "--format", "csv").out  # data stay data


def test_parquet_is_not_for_a_terminal(small: Path) -> None:
    ran = floorwatch("query", "calls", "--format", "parquet", "--store", small, terminal=True)
    assert (ran.code, ran.out) == (2, "")
    assert "--out" in ran.err


def test_window_and_scope_reach_the_query(small: Path) -> None:
    asked = ("query", "fcr", *SATURDAY, "--store", small, "--format", "json")
    row = done(*asked, "--window", "36h", "--scope", "queue").json[-1]
    assert (row["queue"], row["window_s"], row["scope"]) == (None, 129_600, "queue")
    assert done(*asked).json[-1]["window_s"] == 604_800
    for wrong in (("--window", "soon"), ("--window", "0"), ("--scope", "anything")):
        ran = floorwatch(*asked, *wrong)
        assert (ran.code, ran.out) == (2, "")
        assert wrong[1] in ran.err
    refused = floorwatch("query", "outcomes", *SATURDAY, "--store", small, "--window", "7d")
    assert "outcomes does not take --window" in refused.err


def test_customers_are_keyed_and_callers_masked(small: Path) -> None:
    asked = ("query", "repeat_callers", *SATURDAY, "--store", small, "--format", "json")
    [row] = done(*asked).json
    assert (len(row["customer"]), row["caller"], row["contacts"]) == (12, "··· 4567", 2)
    [shown] = done(*asked, "--reveal").json
    assert (shown["customer"], shown["caller"]) == (row["customer"], "+49 30 1234567")
