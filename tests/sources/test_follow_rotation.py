"""Rotation and truncation: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.sources.following import (
    LATER,
    QUIET_S,
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


def test_the_renamed_log_is_read_until_it_is_quiet(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    old = log.rename(sibling(log, ".1"))
    log.touch()  # logrotate makes the new log before the phone system reopens it
    append(old, B)
    assert following.poll() == B
    assert following.later(2 * QUIET_S) == b""
    assert following.follower.state().at_end
    append(old, C)
    assert following.later(2 * QUIET_S) == C

    append(log, LATER[0])
    assert following.poll() == b""
    assert not following.follower.state().at_end
    append(old, D)
    assert following.later(QUIET_S - 1) == D
    assert following.later(QUIET_S - 1) == b""
    assert following.later(1) == LATER[0]
    assert [chunk.ordinal for chunk in following.stored.chunks[-2:]] == [1700000000, 1700001000]


def test_a_file_left_alone_long_ago_is_quiet_at_once(log: Path) -> None:
    log.write_bytes(A)
    os.utime(log, (1700000000, 1700000000))
    following = Following(log)
    following.poll()
    log.rename(sibling(log, ".1"))
    log.write_bytes(LATER[0])
    assert following.poll() == LATER[0]


def test_the_renamed_log_is_read_on_after_a_restart(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    old = log.rename(sibling(log, ".1"))
    log.touch()
    following.restart()
    following.poll()
    append(old, B)
    assert following.poll() == B
    append(log, LATER[0])
    assert following.later() == LATER[0]


def test_a_renamed_and_deleted_log_loses_nothing(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    append(log, B + b"1700000002|rest")
    log.unlink()
    log.write_bytes(LATER[0])
    assert following.poll() == B
    assert following.later() == b"1700000002|rest\n" + LATER[0]
    assert following.follower.state().gaps == ()


def test_a_last_line_without_newline_keeps_offsets_true(log: Path) -> None:
    log.write_bytes(A + b"1700000001|rest")
    following = Following(log)
    following.poll()
    old = log.rename(sibling(log, ".1"))
    log.write_bytes(LATER[0])
    following.later()
    last = following.stored.chunks[1]
    assert last.data == b"1700000001|rest\n"
    assert last.end == old.stat().st_size == last.start + len(last.data) - 1

    append(old, b"\n" + B)  # its newline comes after all, and more
    log.rename(sibling(log, ".0"))
    log.write_bytes(LATER[1])
    for _ in range(3):
        following.later()
    assert following.stored.data == A + last.data + LATER[0] + B + LATER[1]
    assert following.stored.known[1700000000].end == old.stat().st_size
    assert following.stored.known[1700000000].lines == 3

    following.restart()
    assert following.poll() == b""


def test_copytruncate_is_drained_from_the_copy_first(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    append(log, B + b"1700000002|half")
    shutil.copyfile(log, sibling(log, ".1"))
    os.truncate(log, 0)
    append(log, LATER[0])
    assert following.poll() == B + b"1700000002|half\n" + LATER[0]
    assert following.follower.state().gaps == ()


def test_copytruncate_is_seen_though_the_log_grew_longer(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    append(log, B)
    shutil.copyfile(log, sibling(log, ".1"))
    os.truncate(log, 0)
    append(log, b"".join(LATER) * 3)
    assert following.poll() == B + b"".join(LATER) * 3


def test_copytruncate_with_the_copy_gzipped_at_once(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    append(log, B)
    shutil.copyfile(log, sibling(log, ".1"))
    os.truncate(log, 0)
    pack(sibling(log, ".1"))
    assert following.poll() == B
    append(log, LATER[0])
    assert following.poll() == LATER[0]


def test_truncation_without_a_copy_is_told(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    os.truncate(log, 0)
    append(log, LATER[0])
    assert following.poll() == LATER[0]
    state = following.follower.state()
    assert state.gaps == ()  # nothing is known to have been unread
    assert any("was truncated" in warning for warning in state.warnings)

    append(log, b"x" * 100)
    following.poll()
    os.truncate(log, 0)
    append(log, event(1700002000))
    assert following.poll() == event(1700002000)
    (gap,) = following.follower.state().gaps
    assert "seen but not read" in gap


def test_lines_that_come_late_to_a_finished_file(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    old = log.rename(sibling(log, ".1"))
    log.write_bytes(LATER[0])
    assert following.later() == LATER[0]
    append(old, B)
    append(log, LATER[1])
    assert following.later(6) == B + LATER[1]
    assert following.stored.chunks[-2].ordinal == 1700000000


def test_a_last_line_found_renamed_waits_for_quiet(log: Path) -> None:
    old = sibling(log, ".1")
    old.write_bytes(A + B[:15])
    log.write_bytes(LATER[0])
    following = Following(log)
    assert following.poll() == A
    append(old, B[15:])
    assert following.poll() == B + LATER[0]
