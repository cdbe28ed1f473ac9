"""A segment's metadata as it was written, whoever wrote the file and whatever the log says."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from ops.errors import StoreError
from ops.store.layout import Segment
from ops.store.tails import Tail, read_tail

TAIL = Tail(lines=1_234_567, tail="00ff" * 4, restarts=3)
METADATA = TAIL.metadata(first_line=7)


def segment(folder: Path) -> Segment:
    return Segment.at(folder, 1, "0" * 16, 0, 100)


def test_of_a_file_by_polars(tmp_path: Path) -> None:
    made = segment(tmp_path)
    pl.DataFrame({"seq": [1, 2]}).write_parquet(made.path, metadata=METADATA)
    assert read_tail(made) == TAIL


def test_of_a_file_by_duckdb_with_a_footer_longer_than_one_read(tmp_path: Path) -> None:
    made = segment(tmp_path)
    pairs = ", ".join(f"{key}: '{value}'" for key, value in METADATA.items())
    columns = ", ".join(f"i AS c{n}" for n in range(100))
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {columns} FROM range(20480) AS t(i)) TO '{made.path}' "
            f"(FORMAT parquet, ROW_GROUP_SIZE 2048, KV_METADATA {{{pairs}}})"
        )
    assert int.from_bytes(made.path.read_bytes()[-8:-4], "little") > 1 << 16
    assert read_tail(made) == TAIL


def test_a_log_that_looks_like_metadata_is_not_taken_for_it(tmp_path: Path) -> None:
    made = segment(tmp_path)
    forged = "".join(f"\x18{chr(len(k))}{k}\x18\x019\x00" for k in ("lines", "tail", "restarts"))
    frame = pl.DataFrame({"queue": [forged]})
    frame.write_parquet(made.path, metadata=METADATA, statistics=True)
    assert forged.encode() in made.path.read_bytes()[-2000:]  # as the least and greatest value
    assert read_tail(made) == TAIL


@pytest.mark.parametrize("content", [b"", b"PAR1", b"x" * 50, b"\xff" * 4 + b"PAR1"])
def test_what_is_no_segment_is_told(tmp_path: Path, content: bytes) -> None:
    made = segment(tmp_path)
    made.path.write_bytes(content)
    with pytest.raises(StoreError, match="not a segment"):
        read_tail(made)


def test_a_parquet_file_of_somebody_else_is_told(tmp_path: Path) -> None:
    made = segment(tmp_path)
    pl.DataFrame({"seq": [1]}).write_parquet(made.path)
    with pytest.raises(StoreError, match="not a segment"):
        read_tail(made)
