"""The simulated centre's journal: the same deeds at every run, and what is new since."""

from __future__ import annotations

from pathlib import Path

from ops.cli.demojournal import bring, entries, sample
from ops.resources import data_dir
from ops.simulate.promises import deeds
from ops.simulate.sample import SEED
from ops.store.access import Access
from ops.store.journal import Lines
from ops.store.layout import StorePaths
from tests.cli.terminal import done

LOG = data_dir() / "queue_log"
DAY_S = 1_794_970_800
"""The sample's first second."""


def test_the_sample_is_what_the_code_makes() -> None:
    assert (data_dir() / "followups.ndjson").read_bytes() == sample(LOG)


def test_a_later_run_only_adds(tmp_path: Path) -> None:
    with LOG.open("rb") as log:
        lines = log.readlines()
    until = DAY_S + 10 * 3600
    early = [line for line in lines if int(line[:10]) < until]
    first = list(entries(deeds(early, SEED, until)))
    later = list(entries(deeds(lines, SEED, until + 86_400)))
    assert 20 < len(first) < len(later)
    assert later[: len(first)] == first
    assert [entry.id for entry in later] == sorted({entry.id for entry in later})
    paths = StorePaths(tmp_path)
    bring(LOG, paths, Access(), SEED)
    size = paths.follow_ups.stat().st_size
    bring(LOG, paths, Access(), SEED)
    assert paths.follow_ups.stat().st_size == size
    assert not Lines(paths.follow_ups).look().unread


def test_the_sample_has_something_of_everything(tmp_path: Path) -> None:
    store = tmp_path / "store"
    done("collect", "--once", "--store", store, LOG)
    (store / "journal" / "followups.ndjson").write_bytes(sample(LOG))
    rows = done(
        "follow-up", "list", "--store", store, "--state", "all", "--format", "csv",
        "--as-of", f"@{DAY_S + 30 * 3600}",
    ).rows  # fmt: skip
    assert {row["kind"] for row in rows} == {"call-back", "promise", "complaint"}
    assert {row["closed_how"] for row in rows} >= {"", "done", "answered"}
    for sign in ("is_slipped", "is_overdue"):
        assert {row[sign] for row in rows} == {"true", "false"}
