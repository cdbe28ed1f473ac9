"""Which file is which generation: copies, gaps, namesakes, clocks set back."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest

from tests.sources.following import (
    LATER,
    A,
    B,
    C,
    D,
    Following,
    append,
    event,
    pack,
    sibling,
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "queue_log"


def test_a_generation_that_is_gone_is_a_gap_until_it_is_back(log: Path, tmp_path: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    append(log, B)
    log.rename(tmp_path / "moved away")
    log.write_bytes(LATER[0])
    following.restart()
    assert following.poll() == LATER[0]
    (gap,) = following.follower.state().gaps
    assert "generation 1700000000" in gap

    (tmp_path / "moved away").rename(sibling(log, ".1"))
    assert following.later(6) == B
    append(log, LATER[1])
    following.later(6)
    assert following.stored.chunks[-1].data == LATER[1]
    assert following.follower.state().gaps == ()


def test_copies_under_any_name_are_not_read_again(log: Path) -> None:
    log.write_bytes(A + B)
    following = Following(log)
    following.poll()
    log.rename(sibling(log, ".1"))
    log.write_bytes(LATER[0])
    following.later()
    shutil.copyfile(sibling(log, ".1"), sibling(log, ".backup"))
    sibling(log, "-old.gz").write_bytes(gzip.compress(A + B))
    sibling(log, ".part-copy").write_bytes(A)
    shutil.copyfile(log, sibling(log, ".save"))
    assert following.later(6) == b""
    following.restart()
    assert following.poll() == b""
    assert following.follower.state().warnings == ()


def test_a_shorter_copy_without_its_original_is_warned_of(log: Path) -> None:
    log.write_bytes(A + B)
    following = Following(log)
    following.poll()
    log.unlink()
    sibling(log, ".1").write_bytes(A)
    log.write_bytes(LATER[0])
    following.restart()
    following.poll()
    following.later()
    assert following.stored.data == A + B + LATER[0]
    assert "older copy" in following.follower.state().warnings[0]
    assert "not found again" in following.follower.state().gaps[0]


def test_a_restored_older_copy_as_the_live_log_waits(log: Path) -> None:
    log.write_bytes(A + B + C)
    following = Following(log)
    following.poll()
    backup = log.rename(sibling(log, ".1"))
    log.write_bytes(A)
    following.later()
    assert "only the beginning" in (following.error or "")
    append(log, B + C + D)  # grown to more than is stored: the same generation goes on
    backup.unlink()
    assert following.later() == D
    assert following.error is None


def test_two_starts_within_a_second_are_two_generations(log: Path) -> None:
    start = event(1700000000, "QUEUESTART")
    log.write_bytes(start + A)
    following = Following(log)
    following.poll()
    log.rename(sibling(log, ".1"))
    log.write_bytes(start + B)
    assert following.later() == start + B
    assert sorted(following.stored.known) == [1700000000, 1700000001]

    following.restart()
    append(log, C)
    assert following.poll() == C
    pack(sibling(log, ".1"))
    following.restart()
    assert following.later() == b""


def test_many_rotations_within_a_second_keep_their_order(log: Path) -> None:
    following = Following(log)
    written = b""
    for n in range(6):
        if n:
            for old in range(n - 1, 0, -1):
                sibling(log, f".{old}").rename(sibling(log, f".{old + 1}"))
            log.rename(sibling(log, ".1"))
        line = event(1700000000, f"generation {n}")
        log.write_bytes(line)
        os.utime(log, ns=(0, 2_000_000_000_000_000_000 + n * 1_000_000))
        written += line
        if n in (1, 2):
            following.later()
            following.restart()
    for _ in range(8):
        following.later()
    assert following.stored.data == written
    assert sorted(following.stored.known) == list(range(1700000000, 1700000006))


def test_the_clock_set_back_does_not_stop_the_log(log: Path) -> None:
    log.write_bytes(LATER[0])
    following = Following(log)
    following.poll()
    log.rename(sibling(log, ".1"))
    log.write_bytes(A)
    assert following.later() == A
    assert list(following.stored.known) == [1700001000, 1700001001]
    assert any("clock was set back" in note for note in following.follower.state().warnings)
    following.restart()
    append(log, B)
    assert following.poll() == B


def test_a_joined_archive_is_warned_of(log: Path) -> None:
    sibling(log, ".1").write_bytes(A + B + C)
    sibling(log, "-joined").write_bytes(B + C)
    following = Following(log)
    following.poll()
    following.later()
    assert any("joined archive" in note for note in following.follower.state().warnings)


def test_an_extract_beside_a_followed_log_is_left_alone(log: Path) -> None:
    log.write_bytes(A + B + C)
    following = Following(log)
    following.poll()
    sibling(log, ".found").write_bytes(B)
    assert following.later(6) == b""
    assert "queue_log.found" in following.follower.state().warnings[0]
    assert "collect --once" in following.follower.state().warnings[0]


def test_what_begins_alike_and_goes_on_otherwise_is_new(log: Path) -> None:
    start = event(1700000000, "QUEUESTART")
    log.write_bytes(start + A)
    following = Following(log)
    following.poll()
    log.write_bytes(start + B + C)  # the original is nowhere to compare it with
    following.restart()
    assert following.poll() == start + B + C
    assert sorted(following.stored.known) == [1700000000, 1700000001]
    following.restart()
    assert following.poll() == b""


def test_rotation_while_down_with_the_clock_set_back(log: Path) -> None:
    log.write_bytes(LATER[0])
    following = Following(log)
    following.poll()
    log.rename(sibling(log, ".1"))
    log.write_bytes(A)
    following.later()  # has the ordinal of a later time than its events
    sibling(log, ".1").rename(sibling(log, ".3"))
    log.rename(sibling(log, ".2"))
    sibling(log, ".1").write_bytes(B)
    log.write_bytes(C)
    following.restart()
    following.poll()
    assert following.stored.data == LATER[0] + A + B + C
    ordinals = [chunk.ordinal for chunk in following.stored.chunks]
    assert ordinals == sorted(ordinals)


def test_order_within_a_second_is_kept_though_stored_files_are_gone(log: Path) -> None:
    following = Following(log)
    for n in range(3):
        log.write_bytes(event(1700000000, f"generation {n}"))
        following.poll()
        log.rename(sibling(log, ".1"))
        log.write_bytes(event(1700000000, f"generation {n + 1}"))
        following.later()
        log.rename(sibling(log, ".1"))
    sibling(log, ".1").unlink()
    sibling(log, ".1").write_bytes(event(1700000000, "rotated while down"))
    log.write_bytes(LATER[0])
    following.restart()
    assert following.poll() == event(1700000000, "rotated while down") + LATER[0]


def test_a_newline_that_comes_late_to_a_finished_file_is_passed(log: Path) -> None:
    log.write_bytes(A.rstrip(b"\n"))
    following = Following(log)
    following.poll()
    old = log.rename(sibling(log, ".1"))
    log.write_bytes(LATER[0])
    for _ in range(2):
        following.later()
    assert following.stored.data == A + LATER[0]
    append(old, b"\n")
    append(log, LATER[1])
    assert following.later(6) == LATER[1]
    following.restart()
    append(log, LATER[2])
    assert following.poll() == LATER[2]
