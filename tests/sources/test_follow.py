"""A growing log: partial lines, positions, restarts, what the state says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sources.following import Following, Stored, append, digest, event, stamp_of


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "queue_log"


def test_a_chunk_says_where_it_comes_from(log: Path) -> None:
    first, second = event(1700000000, "QUEUESTART"), event(1700000005)
    log.write_bytes(first + second + b"17000")
    following = Following(log)

    (chunk,) = following.follower.poll()

    assert (chunk.ordinal, chunk.start, chunk.end) == (1700000000, 0, len(first + second))
    assert chunk.data == first + second
    assert chunk.first_line == 1
    assert chunk.head == digest(first.rstrip(b"\n"))
    assert chunk.tail == digest(first + second)
    assert chunk.path == str(log)


def test_tail_is_of_the_last_4096_bytes(log: Path) -> None:
    data = b"".join(event(1700000000 + n, "y" * 50) for n in range(200))
    log.write_bytes(data)
    following = Following(log, chunk_bytes=1000)

    following.poll()

    assert len(following.stored.chunks) > 10
    for chunk in following.stored.chunks:
        assert chunk.tail == digest(data[max(0, chunk.end - 4096) : chunk.end])
        assert data[chunk.start : chunk.end] == chunk.data
    assert following.stored.data == data


def test_a_partial_line_waits_for_its_newline(log: Path) -> None:
    log.write_bytes(event(1700000000) + b"1700000001|a")
    following = Following(log)
    assert following.poll() == event(1700000000)
    state = following.follower.state()
    assert (state.pending_bytes, state.read_to, state.at_end) == (12, len(event(1700000000)), True)

    append(log, b"|b")
    assert following.poll() == b""
    append(log, b"|c\n")
    assert following.poll() == b"1700000001|a|b|c\n"
    assert following.stored.chunks[-1].first_line == 2
    assert following.follower.state().pending_bytes == 0


def test_the_very_first_line_may_be_partial(log: Path) -> None:
    following = Following(log)
    log.write_bytes(b"1700000000|NONE")
    assert following.poll() == b""
    assert following.follower.state().pending_bytes == 15
    append(log, b"|NONE|NONE|QUEUESTART|\n")
    assert following.poll() == event(1700000000, "QUEUESTART")
    assert following.stored.chunks[0].start == 0


def test_bytes_pass_through_untouched(log: Path) -> None:
    data = b"\x00\x00\xff\xfe|\r\n\n1700000000|\x80|a\rb\x00|\r\n"
    log.write_bytes(data)
    assert Following(log).poll() == data


def test_a_log_without_any_stamp_is_placed_by_its_file_time(log: Path) -> None:
    log.write_bytes(b"no event\n")
    os.utime(log, (1234567890, 1234567890))
    following = Following(log)
    following.poll()
    assert following.stored.chunks[0].ordinal == 1234567890


def test_an_empty_log_is_at_its_end(log: Path) -> None:
    log.touch()
    following = Following(log)
    assert following.poll() == b""
    state = following.follower.state()
    assert (state.error, state.at_end, state.read_to) == (None, True, 0)


def test_a_missing_log_is_waited_for(log: Path) -> None:
    following = Following(log)
    assert following.poll() == b""
    assert following.error == f"waiting for {log}: there is no such file yet"
    assert not following.follower.state().at_end

    log.write_bytes(event(1700000000))
    assert following.poll() == event(1700000000)
    assert following.error is None


def test_a_missing_folder_is_waited_for(tmp_path: Path) -> None:
    log = tmp_path / "asterisk" / "queue_log"
    following = Following(log)
    assert following.poll() == b""
    assert "waiting for" in (following.error or "")
    log.parent.mkdir()
    log.write_bytes(event(1700000000))
    assert following.poll() == event(1700000000)


@pytest.mark.parametrize("what", ["folder", "pipe"])
def test_what_is_no_file_is_an_error_and_never_blocks(log: Path, what: str) -> None:
    if what == "folder":
        log.mkdir()
    else:
        os.mkfifo(log)
    following = Following(log)
    assert following.poll() == b""
    assert str(log) in (following.error or "")
    assert "not a log file" in (following.error or "")

    log.rmdir() if what == "folder" else log.unlink()
    log.write_bytes(event(1700000000))
    assert following.poll() == event(1700000000)
    assert following.error is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_no_permission_is_said_and_tried_again(log: Path) -> None:
    log.write_bytes(event(1700000300))
    old = log.with_name("queue_log.1")
    old.write_bytes(event(1700000000))
    log.chmod(0)
    old.chmod(0)
    following = Following(log)
    assert following.poll() == b""
    assert f"can't read {log}: no permission" in (following.error or "")
    assert f"can't read {old}: no permission" in (following.error or "")

    log.chmod(0o600)
    assert following.later(6) == event(1700000300)
    assert str(old) in (following.error or "")

    old.chmod(0o600)
    assert following.later(6) == event(1700000000)
    assert following.error is None
    assert sorted(following.stored.known) == [1700000000, 1700000300]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed_does_not_stop_the_log(log: Path) -> None:
    log.write_bytes(event(1700000000))
    log.parent.chmod(0o100)
    try:
        following = Following(log)
        assert following.poll() == event(1700000000)
        assert "rotated logs beside queue_log are not found" in (following.error or "")
    finally:
        log.parent.chmod(0o700)


def test_what_was_not_asked_on_from_comes_again(log: Path) -> None:
    log.write_bytes(b"".join(event(1700000000 + n) for n in range(10)))
    following = Following(log, chunk_bytes=60)
    polled = following.follower.poll()
    following.stored.add(next(polled))
    refused = next(polled)  # the store fails here: disk full
    del polled

    again = next(following.follower.poll())

    assert (again.start, again.data[: len(refused.data)]) == (refused.start, refused.data)
    following.poll()
    assert following.stored.data == log.read_bytes()


def test_a_restart_goes_on_where_the_store_is(log: Path) -> None:
    log.write_bytes(b"".join(event(1700000000 + n) for n in range(10)))
    following = Following(log, chunk_bytes=60)
    following.stored.add(next(following.follower.poll()))
    following.restart()
    following.poll()
    assert following.stored.data == log.read_bytes()
    assert len(following.stored.known) == 1


def test_nothing_is_opened_or_listed_while_nothing_changes(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.write_bytes(event(1700000000))
    following = Following(log)
    following.poll()
    calls: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            calls.append(name)
            return real(*args, **options)

        return call

    for name in ("open", "listdir", "pread", "fstat"):
        monkeypatch.setattr(os, name, counted(name))
    for _ in range(10):
        following.later(0.25)
    assert calls == []
    append(log, event(1700000001))
    assert following.later(0.25) == event(1700000001)
    assert "listdir" not in calls
    assert "open" not in calls


def test_a_real_log_in_small_pieces(log: Path, samples: Path) -> None:
    real = (samples / "asterisk" / "queue_log").read_bytes()
    following = Following(log, chunk_bytes=10_000)
    for at in range(0, len(real), 7777):
        append(log, real[at : at + 7777])
        following.poll()
    assert following.stored.data == real
    assert following.stored.known.keys() == {stamp_of(real)}
    assert (
        Stored(known=dict(following.stored.known)).take(
            Following(log, stored=following.stored).follower.poll()
        )
        == b""
    )
