"""Documents as lines: JSON in every shape, Parquet, whole or not."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import msgspec
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.sources.documents import EndsTooSoonError, Unpacked, form_of, json_lines
from ops.sources.reading import LogFile, UnfinishedError

OBJECTS = [{"a": 1, "b": {"c": "x\ny"}}, {"a": 2.5}, {"a": "ü"}]
LINES = b"".join(msgspec.json.encode(each) + b"\n" for each in OBJECTS)
PRETTY = [msgspec.json.format(msgspec.json.encode(each), indent=2) for each in OBJECTS]
SHAPES = {
    "an array": msgspec.json.encode(OBJECTS),
    "a pretty array": msgspec.json.format(msgspec.json.encode(OBJECTS), indent=4),
    "one after the other": b"".join(PRETTY),
    "one a paragraph": b"\n\n".join(PRETTY) + b"\n",
    "with commas": b",\n".join(PRETTY),
    "in one line": LINES.replace(b"\n", b""),
    "after a BOM": b"\xef\xbb\xbf" + msgspec.json.encode(OBJECTS),
    "Windows": b"\r\n".join(each.replace(b"\n", b"\r\n") for each in PRETTY),
}


def whole(path: Path) -> bytes:
    with LogFile(path) as file:
        assert file.packed
        assert file.length() == len(LINES)
        return file.read_at(0, 1 << 20)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("packed", [False, True])
def test_every_shape_gives_the_same_lines(shape: str, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_bytes(gzip.compress(SHAPES[shape]) if packed else SHAPES[shape])
    assert whole(path) == LINES


def test_what_is_lines_stays_as_it_is(tmp_path: Path) -> None:
    for text in (LINES, b'{"a": 1}\n{"b"', b"1|x|y|z|E|\n", b"a,b\n[1],2\n", b"{broken}\n{}\n"):
        path = tmp_path / "log"
        path.write_bytes(text)
        with LogFile(path) as file:
            assert not file.packed
            assert file.read_at(0, 100) == text


def test_a_damaged_object_is_a_line_and_costs_no_other() -> None:
    text = b'{\n "a": 1\n}\n{\n "a": nonsense\n}\n{\n "a": 2\n}\n'
    assert [*json_lines(text)] == [b'{"a":1}\n', b'{ "a": nonsense }\n', b'{"a":2}\n']


def test_a_document_is_taken_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    text = SHAPES["a pretty array"]
    for end in (len(text) - 2, len(text) // 2, 20):
        path.write_bytes(text[:end])
        with LogFile(path) as file, pytest.raises(UnfinishedError, match="still being written"):
            file.length()
    with pytest.raises(EndsTooSoonError):
        [*json_lines(b'{"a": "x')]


def test_parquet_rows_are_objects(tmp_path: Path) -> None:
    path = tmp_path / "calls.parquet"
    at = datetime(2026, 5, 1, 10)
    pl.DataFrame({"id": ["a", "b"], "at": [at, None], "wait": [1.5, 2.0]}).write_parquet(path)
    with LogFile(path) as file:
        rows = [msgspec.json.decode(line) for line in file.read_at(0, 1000).splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[0]["at"].startswith("2026-05-01 10:00:00")
    assert rows[1] == {"id": "b", "at": None, "wait": 2.0}


def test_a_cut_off_parquet_file_is_unfinished(tmp_path: Path) -> None:
    path = tmp_path / "calls.parquet"
    pl.DataFrame({"id": ["a"] * 1000}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    with LogFile(path) as file, pytest.raises(UnfinishedError):
        file.length()


def test_forms() -> None:
    assert form_of(b"PAR1....") == "parquet"
    assert form_of(b"1800000000|NONE|") is None
    assert form_of(b"") is None


@given(pieces=st.lists(st.binary(max_size=9)), reads=st.lists(st.tuples(st.integers(0, 60),
       st.integers(0, 20)), max_size=8))  # fmt: skip
def test_reading_at_any_place(pieces: list[bytes], reads: list[tuple[int, int]]) -> None:
    data, unpacked = b"".join(pieces), Unpacked(lambda: iter(pieces))
    for offset, size in reads:
        assert unpacked.read_at(offset, size) == data[offset : offset + size]


def test_what_lies_far_behind_is_forgotten_and_found_again() -> None:
    piece = bytes(range(256)) * 256
    unpacked = Unpacked(lambda: iter([piece] * 40))
    assert unpacked.read_at(39 * len(piece), 10) == piece[:10]
    assert len(unpacked._buffer) < 8 * len(piece)
    assert unpacked.read_at(5, 10) == piece[5:15]
