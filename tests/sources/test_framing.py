"""Where records end: at newlines, but not at those inside quotes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.sources.framing import LONGEST_RECORD, Framing

QUOTED = Framing(quoted=True)


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (b"", 0),
        (b"a,b", 0),
        (b"a,b\nc", 4),
        (b'a,"b\nc"\n', 8),
        (b'a,"b\nc', 0),
        (b'1,2\na,"b\nc', 4),
        (b'a,"say ""x""\n"\nd', 15),
    ],
)
def test_a_newline_in_quotes_ends_nothing(data: bytes, whole: int) -> None:
    assert QUOTED.whole(data, len(data)) == whole


def test_without_quotes_every_newline_ends_a_record() -> None:
    assert Framing().whole(b'a,"b\nc"\nd', 99) == 8
    assert Framing().whole(b"ab\ncd\n", 4) == 3
    assert [*Framing().records(b'a,"b\nc"\n')] == [(0, b'a,"b'), (1, b'c"')]


def test_a_record_is_known_by_its_first_line() -> None:
    assert [*QUOTED.records(b'1\n2,"a\nb\nc"\n3\n')] == [(0, b"1"), (1, b'2,"a\nb\nc"'), (4, b"3")]


def test_a_stray_quote_costs_its_own_line_only() -> None:
    rest = b"1,2\n" * (LONGEST_RECORD // 4 + 1)
    assert QUOTED.whole(b'5" pipe\n' + rest, 1 << 20) == 8
    records = [*QUOTED.records(b'5" pipe\n' + rest)]
    assert records[:2] == [(0, b'5" pipe'), (1, b"1,2")]
    assert len(records) == rest.count(b"\n") + 1


cells = st.text(alphabet='ab,"\n', max_size=6)


@given(rows=st.lists(st.lists(cells, min_size=2, max_size=3), min_size=1, max_size=6))
def test_what_a_csv_writer_writes_is_framed_as_its_rows(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    data = text.getvalue().encode()
    framed = [raw for _, raw in QUOTED.records(data)]
    assert [next(csv.reader(io.StringIO(raw.decode()))) for raw in framed] == rows
    assert QUOTED.whole(data, len(data)) == len(data)
