"""The mappings that ship, on real files: the counts that the samples' READMEs give."""

from __future__ import annotations

import gzip
import tomllib
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from ops.resources import data_dir
from ops.settings.across import across
from ops.settings.check import faults
from ops.settings.lines import Lines
from ops.settings.model import Tables
from ops.sources.kinds import kind, shipped


@cache
def decoded(name: str, *files: Path) -> pl.DataFrame:
    """The rows of whole files of a shipped kind."""
    found = []
    for number, file in enumerate(files):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        header = data[: data.index(b"\n") + 1]
        found.append(kind(name).opened(header).bulk(data, 1 + (number << 30), 0))
    told = pl.col("event").is_not_null() | pl.col("reason").is_not_null()
    return pl.concat(frame for frame in found if frame is not None).filter(told)


@pytest.fixture
def bank(samples: Path) -> pl.DataFrame:
    folder = samples / "anonymous_bank"
    rows = decoded("anonymous-bank", folder / "january.txt.gz", folder / "february.txt.gz")
    names = ("entered", "answer", "end", "wait", "talk")
    parts = pl.col("p3").str.split("|")
    return rows.with_columns(
        pl.col("p2").str.split("|").list.first().alias("outcome"),
        *(parts.list.get(at).cast(pl.Float64, strict=False).alias(name)
          for at, name in enumerate(names)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "path", sorted((data_dir() / "mappings").glob("*.toml")), ids=lambda p: p.stem
)
def test_every_shipped_mapping_is_without_mistakes(path: Path) -> None:
    text = path.read_text("utf-8")
    settings = {"mappings": {path.stem: tomllib.loads(text)}}
    assert [*faults(settings, Tables), *across(settings, Lines(text))] == []
    assert shipped()[path.stem].says


def test_the_banks_rows(bank: pl.DataFrame) -> None:
    assert bank.height == 64_943
    assert bank["reason"].null_count() == 64_943
    assert dict(bank.group_by("outcome").len().iter_rows()) == {
        "answered": 54_222, "abandoned": 7_064, "left_in_menu": 3_139, "ignored": 518,
    }  # fmt: skip
    assert bank["p4"].n_unique() == 64_943
    nobody = bank.filter(pl.col("p1").is_in(["0", ""]))
    assert (nobody.height, nobody.filter(pl.col("p1") == "").height) == (37_733 + 45, 45)


def test_the_banks_waits_and_services(bank: pl.DataFrame) -> None:
    answered = bank.filter(pl.col("outcome") == "answered")
    assert answered.filter(pl.col("talk") == 0).height == 362
    assert answered.filter(pl.col("agent") == "").height == 981
    assert answered.filter(pl.col("talk") > 3600).height == 7
    assert bank.filter(
        (pl.col("outcome") != "answered") & pl.col("answer").is_not_null()
    ).is_empty()
    assert bank.filter(pl.col("end") < pl.col("s")).is_empty()
    # the two queues' ends are told from the durations, so that midnight makes none negative
    midnight = (pl.col("s") + 2 * 3600) // 86_400
    crossing = answered.filter(midnight != (pl.col("end").cast(pl.Int64) + 2 * 3600) // 86_400)
    assert crossing.height >= 37


def test_the_call_that_joined_its_queue_at_midnight(bank: pl.DataFrame) -> None:
    local = pl.col("s") + 2 * 3600
    joined = bank.filter((local % 86_400 == 0) & (pl.col("wait") == 27))
    assert joined.height == 1
    assert joined["entered"][0] < joined["s"][0]


def test_the_banks_agents_of_may_and_june(samples: Path, bank: pl.DataFrame) -> None:
    """There "NA" had been replaced within names too; here it is, in January's."""
    data = gzip.decompress((samples / "anonymous_bank" / "january.txt.gz").read_bytes())
    header, *rows = data.splitlines(keepends=True)
    mangled = [
        b"\t".join([*cells, server.replace(b"NA", b"NO_SERVER")])
        for *cells, server in (row.split(b"\t") for row in rows)
        if b"NA" in server
    ]
    found = kind("anonymous-bank").opened(header).bulk(header + b"".join(mangled), 1, 0)
    assert found is not None
    answered = bank.filter((pl.col("seq") < 1 << 30) & pl.col("agent").is_in(["NAAMA", "ANAT"]))
    assert 0 < answered.height <= len(mangled)
    assert dict(found.filter(pl.col("agent") != "").group_by("agent").len().iter_rows()) == dict(
        answered.group_by("agent").len().iter_rows()
    )


def test_what_the_service_desk_knew_row_by_row(samples: Path) -> None:
    name = "incident_event_log_opened_2016-02-29_to_03-07.csv.gz"
    rows = decoded("incident-tickets", samples / "incident_tickets" / name)
    assert (rows.height, rows["reason"].null_count()) == (17_479, 17_479)
    assert rows["call_id"].n_unique() == 2_465
    assert dict(rows.group_by("p1").len().iter_rows()) == {"open": 12_418, "done": 5_061}
    assert rows["p5"].null_count() == 17_479  # no final value leaks into the past
    last = rows.sort("seq").group_by("call_id", maintain_order=True).last()
    assert set(last["p1"]) == {"done"}


def test_the_citys_requests(samples: Path) -> None:
    rows = decoded("requests-311", samples / "service_requests_311" / "boston311-100.csv")
    assert rows.height == 100
    due, closed = pl.col("p2").cast(pl.Int64), pl.col("p5").cast(pl.Int64)
    promised = rows.filter((pl.col("p1") == "done") & due.is_not_null())
    assert (promised.height, promised.filter(closed <= due).height) == (77, 72)
    assert rows.filter((pl.col("p1") == "done") & due.is_null()).height == 8
    still_open = rows.filter(pl.col("p1") == "open")
    assert (still_open.height, still_open.filter(due.is_null()).height) == (15, 3)
    assert still_open["p5"].null_count() == 15
