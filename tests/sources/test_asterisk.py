"""Lines of a queue_log, sound and damaged, by the decoder and in bulk alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ops.sources.asterisk import LONGEST_LINE, Asterisk
from ops.sources.events import COLUMNS
from ops.store.segments import frame

ASTERISK = Asterisk()
GOOD = b"1795376773|1795376773.5|sales|NONE|ENTERQUEUE||+49306844799|1\n"


def reason_of(line: bytes) -> str | None:
    rows = ASTERISK.decode(line + b"\n", 1, 0)
    assert len(rows) == 1
    assert (rows.event[0] is None) == (rows.reason[0] is not None)
    return rows.reason[0]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "empty line"),
        (b"1795376773|1|sales|NONE", "4 fields, an event has at least 5"),
        (b"yesterday|1|sales|NONE|ENTERQUEUE|", "the first field is not a time in epoch seconds"),
        (b"-5|1|sales|NONE|ENTERQUEUE|", "the first field is not a time in epoch seconds"),
        (b"99999999999|1|sales|NONE|X|", "the first field is not a time in epoch seconds"),
        (b"1795376773|1|sales|NONE||", "no event name"),
        (b"1795376773|1|sa\0les|NONE|X|", "NUL byte"),
        (b"1795376773|1|sa\rles|NONE|X|", "carriage return inside the line"),
        (b"1795376773|1|sa\xffles|NONE|X|", "not UTF-8 at byte 16"),
        (b"1|" + b"x" * LONGEST_LINE, f"line of {LONGEST_LINE + 2:,} bytes, longer than 1,048,576"),
    ],
)
def test_a_bad_line_is_kept_with_its_reason(line: bytes, reason: str) -> None:
    assert reason_of(line) == reason


@pytest.mark.parametrize(
    ("line", "params", "more"),
    [
        (b"1|2.3|sales|NONE|ENTERQUEUE||+49|1", ("", "+49", "1", None, None), None),
        (b"1|2.3|sales|NONE|ENTERQUEUE||+49", ("", "+49", None, None, None), None),
        (b"1|NONE|NONE|NONE|QUEUESTART|", ("", None, None, None, None), None),
        (b"1|NONE|NONE|NONE|QUEUESTART", (None, None, None, None, None), None),
        (b"1|2.3|sales|Ana|ATTENDEDTRANSFER|LINK|a|b|3|9|1", ("LINK", "a", "b", "3", "9"), "1"),
        (b"1|2.3|NONE|NONE|WEATHER|a|b|c|d|e|f|g|h", ("a", "b", "c", "d", "e"), "f|g|h"),
    ],
)
def test_parameters_are_kept_as_they_are(
    line: bytes, params: tuple[str | None, ...], more: str | None
) -> None:
    rows = ASTERISK.decode(line + b"\n", 1, 0)
    assert (rows.p1[0], rows.p2[0], rows.p3[0], rows.p4[0], rows.p5[0]) == params
    assert rows.more[0] == more
    assert rows.reason[0] is None


def test_windows_line_ends_are_accepted() -> None:
    assert ASTERISK.decode(GOOD[:-1] + b"\r\n", 1, 0).p3 == ["1"]


def test_restarts_are_counted_by_line() -> None:
    start = b"1795376761|NONE|NONE|NONE|QUEUESTART|\n"
    data = start + GOOD + b"1795376761|x|y|z|OTHER|QUEUESTART|\n" + start + GOOD
    assert ASTERISK.decode(data, 1, 7).restarts == [8, 8, 8, 9, 9]
    assert ASTERISK.restarts_in(data) == 2


_cell = st.text(alphabet="ab ü\"'\\,;|\t€", max_size=6)
_line = st.builds(
    lambda stamp, cells: "|".join([stamp, *cells]),
    st.sampled_from(
        [
            "1795376773",
            "1795376774",
            "5",
            "+5",
            "+179537677",
            "99999999999",
            " 5",
            "1e9",
            "007",
            "x",
            "",
        ]
    ),
    st.lists(_cell, min_size=3, max_size=13),
)


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(_line | st.just(""), min_size=1, max_size=6))
def test_bulk_gives_the_decoders_rows_or_declines(
    lines: list[str],
) -> None:
    data = "".join(f"{line}\n" for line in lines).encode()
    fast = ASTERISK.bulk(data, 5, 2)
    if fast is not None:
        slow = frame(ASTERISK.decode(data, 5, 2))
        assert fast.select(COLUMNS).rows() == slow.select(COLUMNS).rows()
        assert slow["reason"].null_count() == slow.height


def test_plain_lines_do_go_in_bulk(samples: Path) -> None:
    data = (samples / "asterisk" / "queue_log").read_bytes()
    fast = ASTERISK.bulk(data, 5, 2)
    assert fast is not None
    assert fast.select(COLUMNS).equals(frame(ASTERISK.decode(data, 5, 2)).select(COLUMNS))


@pytest.mark.parametrize(
    "odd", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\r", b"\0", b"\n", b"x" * LONGEST_LINE]
)
@pytest.mark.parametrize("at", [0, 3, 30, len(GOOD) - 1])
def test_odd_lines_are_left_to_the_decoder(odd: bytes, at: int) -> None:
    assert ASTERISK.bulk(GOOD * 3, 1, 0) is not None
    assert ASTERISK.bulk(GOOD + GOOD[:at] + odd + GOOD[at:] + GOOD, 1, 0) is None
