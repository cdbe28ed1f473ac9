"""Which files are one log, and what its source is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.sources.naming import LogName, by_log, matches, meant, stem_of


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("queue_log", "queue_log"),
        ("queue_log.0", "queue_log"),
        ("queue_log.12", "queue_log"),
        ("queue_log.1.gz", "queue_log"),
        ("queue_log.gz", "queue_log"),
        ("queue_log-20260101", "queue_log"),
        ("queue_log-20260101.gz", "queue_log"),
        ("queue_log-2026010113", "queue_log"),
        ("queue_log-20260101-131500", "queue_log"),
        ("queue_log-1795376761.gz", "queue_log"),
        ("queue_log.2026-01-01", "queue_log"),
        ("queue_log-20260101.1.gz", "queue_log"),
        ("queue_log.old", "queue_log"),
        ("queue_log_2020", "queue_log_2020"),
        ("berlin.log", "berlin.log"),
        ("pbx2", "pbx2"),
        ("pbx-2", "pbx-2"),
        (".1", ".1"),
        (".gz", ".gz"),
    ],
)
def test_stem(name: str, stem: str) -> None:
    assert stem_of(name) == stem


def test_files_of_one_folder_and_stem_are_one_log(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    names = ("a/q.1", "link/q", "b/q", "a/p")
    found = by_log(tmp_path / name for name in names)
    assert [(log.folder.name, log.stem, len(files)) for log, files in found.items()] == [
        ("a", "q", 2),
        ("b", "q", 1),
        ("a", "p", 1),
    ]


@pytest.mark.parametrize(
    ("stem", "source"),
    [("queue_log", "queue_log"), ("büro log", "b-ro-log"), ("_x", "x"), ("***", "log")],
)
def test_the_name_of_a_source_is_one_a_folder_may_have(stem: str, source: str) -> None:
    assert LogName(Path("/"), stem).source == source


def test_a_glob_means_a_log_that_may_not_be_there_yet(tmp_path: Path) -> None:
    assert meant(f"{tmp_path}/queue_log*") == LogName(tmp_path, "queue_log")
    assert meant(f"{tmp_path}/queue_log-*.gz") == LogName(tmp_path, "queue_log")
    assert meant(f"{tmp_path}/queue_log") == LogName(tmp_path, "queue_log")
    assert meant(f"{tmp_path}/*") is None
    assert meant(f"{tmp_path}/*/queue_log") is None
    assert matches(f"{tmp_path}/queue_log*") == []
    for name in ("queue_log", "queue_log.1", "other"):
        (tmp_path / name).touch()
    assert [path.name for path in matches(f"{tmp_path}/queue_log*")] == ["queue_log", "queue_log.1"]
