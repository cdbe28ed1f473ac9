"""Lines of any length, with bounded memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.following import Following, append, digest, event


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "queue_log"


def test_a_long_line_is_delivered_whole(log: Path) -> None:
    long = b"1700000001|" + b"z" * 10_000_000 + b"\n"
    data = event(1700000000) + long + event(1700000002)
    log.write_bytes(data[:5_000_000])
    following = Following(log, chunk_bytes=1 << 16)
    assert following.poll() == event(1700000000)
    append(log, data[5_000_000:])
    following.poll()
    assert following.stored.data == data
    assert long in [chunk.data for chunk in following.stored.chunks]


@pytest.mark.parametrize("chunk_bytes", [1 << 16, 32 << 20])
def test_an_over_long_line_is_cut_and_passed(log: Path, chunk_bytes: int) -> None:
    with log.open("wb") as file:
        file.write(event(1700000000) + b"\xff" * (40 << 20))
    following = Following(log, chunk_bytes=chunk_bytes)
    assert following.poll() == event(1700000000)
    append(log, b"\xff" * (40 << 20))
    assert following.poll() == b""
    assert following.follower.state().pending_bytes == 80 << 20

    append(log, b"\n" + event(1700000001) + event(1700000002))
    polled = following.follower.poll()
    refused = next(polled)
    del polled
    polled = following.follower.poll()
    cut = next(polled)
    following.stored.add(cut)
    rest = following.stored.take(polled)

    assert cut == refused
    assert cut.data == b"\xff" * (1 << 20) + b"\n"
    assert (cut.first_line, cut.end - cut.start) == (2, (80 << 20) + 1)
    assert cut.tail == digest(b"\xff" * 4095 + b"\n")
    assert rest == event(1700000001) + event(1700000002)
    assert following.stored.chunks[-1].end == log.stat().st_size
    assert any("was cut" in warning for warning in following.follower.state().warnings)

    following.restart()  # and the place behind it is found again
    append(log, event(1700000003))
    assert following.poll() == event(1700000003)
    assert len(following.stored.known) == 1


def test_an_over_long_first_line_begins_a_generation(log: Path) -> None:
    with log.open("wb") as file:
        file.write(b"\x00" * (65 << 20) + b"\n")
    following = Following(log)
    following.poll()
    assert following.stored.chunks[0].head == digest(b"\x00" * (65 << 20))
    following.restart()
    append(log, event(1700000001))
    assert following.poll() == event(1700000001)
    assert len(following.stored.known) == 1


@pytest.mark.parametrize("chunk_bytes", [70_000, 1 << 17, 200_000])
def test_lines_longer_than_the_look_ahead_are_all_delivered(log: Path, chunk_bytes: int) -> None:
    lines = [event(1700000000 + n, "w" * width) for n, width in enumerate(
        [10, 90_000, 20, 150_000, 300_000, 5, 66_000, 66_000, 66_000, 1]
    )]  # fmt: skip
    log.write_bytes(b"".join(lines) + b"1700000100|part")
    following = Following(log, chunk_bytes=chunk_bytes)
    assert following.poll() == b"".join(lines)
    assert following.follower.state().pending_bytes == 15
