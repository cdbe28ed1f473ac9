"""Finished files, read once in the order given."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest

from tests.sources.following import Following, Stored, event

A, B, C, D = (event(1700000000 + 100 * n, f"event {n}") for n in range(4))


def test_files_in_the_order_given(tmp_path: Path) -> None:
    old, new = tmp_path / "queue_log.0.gz", tmp_path / "queue_log"
    old.write_bytes(gzip.compress(A + B))
    new.write_bytes(C + D)
    stored = Stored()
    once = stored.once(old, new, chunk_bytes=40)
    stored.take(once.chunks())
    assert stored.data == A + B + C + D
    assert list(stored.known) == [1700000000, 1700000200]
    assert [(s.path, s.read_to, s.at_end, s.error) for s in once.states()] == [
        (str(old), len(A + B), True, None),
        (str(new), len(C + D), True, None),
    ]


def test_an_older_file_later_takes_its_own_place(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(A)
    new.write_bytes(C)
    stored = Stored()
    stored.take(stored.once(new).chunks())
    stored.take(stored.once(old).chunks())
    assert list(stored.known) == [1700000200, 1700000000]


def test_generations_of_one_second_get_ordinals_of_their_own(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(A + B)
    two.write_bytes(A + C)
    stored = Stored()
    stored.take(stored.once(one, two).chunks())
    assert list(stored.known) == [1700000000, 1700000001]
    assert stored.take(stored.once(two, one).chunks()) == b""


@pytest.mark.parametrize("how", ["same", "copy", "gzip", "link"])
def test_what_is_stored_is_not_read_again(tmp_path: Path, how: str) -> None:
    first, again = tmp_path / "queue_log", tmp_path / "elsewhere"
    first.write_bytes(A + B)
    stored = Stored()
    stored.take(stored.once(first).chunks())
    if how == "same":
        again = first
    elif how == "copy":
        shutil.copyfile(first, again)
    elif how == "gzip":
        again.write_bytes(gzip.compress(first.read_bytes()))
    else:
        again.symlink_to(first)
    once = stored.once(again)
    assert stored.take(once.chunks()) == b""
    assert once.states()[0].at_end


def test_copies_among_the_files_are_read_once(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("short", "whole", "packed.gz")]
    paths[0].write_bytes(A)
    paths[1].write_bytes(A + B)
    paths[2].write_bytes(gzip.compress(A + B))
    stored = Stored()
    stored.take(stored.once(*paths).chunks())
    assert stored.data == A + B


def test_a_grown_file_is_gone_on_with(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_bytes(A)
    stored = Stored()
    stored.take(stored.once(log).chunks())
    log.write_bytes(A + B)
    assert stored.take(stored.once(log).chunks()) == B
    assert stored.chunks[-1].first_line == 2


def test_a_big_gzip_that_is_stored_is_not_unpacked(tmp_path: Path) -> None:
    packed = tmp_path / "queue_log.1.gz"
    data = b"".join(event(1700000000 + n, os.urandom(40).hex()) for n in range(1000))
    packed.write_bytes(gzip.compress(data))
    stored = Stored()
    stored.take(stored.once(packed).chunks())
    assert stored.data == data
    damaged = bytearray(packed.read_bytes())
    damaged[-2000:-1900] = bytes(100)  # not looked at: the first line and the length are known
    packed.write_bytes(damaged)
    once = stored.once(packed)
    assert stored.take(once.chunks()) == b""
    assert once.states()[0].error is None


@pytest.mark.parametrize("packed", [False, True])
def test_a_last_line_without_newline_counts(tmp_path: Path, packed: bool) -> None:
    log = tmp_path / "queue_log"
    data = A + B.rstrip(b"\n")
    log.write_bytes(gzip.compress(data) if packed else data)
    stored = Stored()
    once = stored.once(log)
    assert stored.take(once.chunks()) == A + B
    assert once.states()[0].read_to == len(data)
    assert stored.take(stored.once(log).chunks()) == b""


def test_a_live_log_goes_on_behind_its_late_newline(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_bytes(A + B.rstrip(b"\n"))
    stored = Stored()
    stored.take(stored.once(log).chunks())
    log.write_bytes(A + B + C)
    following = Following(log, stored=stored)
    assert following.poll() == C
    assert stored.known[1700000000].end == len(A + B + C)
    assert following.follower.state().warnings == ()


def test_a_line_that_was_not_whole_after_all_is_warned_of(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_bytes(A + B[:20])
    stored = Stored()
    stored.take(stored.once(log).chunks())
    log.write_bytes(A + B + C)
    following = Following(log, stored=stored)
    assert following.poll() == B[20:] + C
    assert "its rest follows" in following.follower.state().warnings[0]


def test_a_file_of_one_line_without_newline(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_bytes(A.rstrip(b"\n"))
    stored = Stored()
    assert stored.take(stored.once(log).chunks()) == A
    assert stored.take(stored.once(log).chunks()) == b""
    log.write_bytes(A + B)
    assert Following(log, stored=stored).poll() == B


def test_what_cannot_be_read_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    folder, missing, broken, empty, good = (
        tmp_path / name for name in ("folder", "missing", "broken.gz", "empty", "good")
    )
    folder.mkdir()
    broken.write_bytes(gzip.compress(A + B)[:-3])
    empty.touch()
    good.write_bytes(C)
    stored = Stored()
    once = stored.once(folder, missing, broken, empty, good)
    assert stored.take(once.chunks()) == C
    errors = [state.error for state in once.states()]
    assert "is a directory" in (errors[0] or "")
    assert "No such file" in (errors[1] or "")
    assert "until it is whole" in (errors[2] or "")
    assert errors[3:] == [None, None]


def test_what_was_refused_comes_again(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_bytes(A + B + C)
    stored = Stored()
    once = stored.once(log, chunk_bytes=40)
    chunks = once.chunks()
    stored.add(next(chunks))
    refused = next(chunks)
    del chunks
    assert next(once.chunks()) == refused
    stored.take(once.chunks())
    assert stored.data == A + B + C
