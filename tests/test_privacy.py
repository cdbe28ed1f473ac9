"""What of a number anybody gets to see."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.errors import UsageError
from ops.privacy import make_key, masked_but_times, masked_raw, privacy
from ops.settings import PrivacySettings, Settings


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "1795376773|1795376772.1|sales|NONE|ENTERQUEUE||+49 30 1234567|1",
            "1795376773|1795376772.1|sales|NONE|ENTERQUEUE||··· 4567|1",
        ),
        ("179537677x|c|q|NONE|ENTERQUEUE||1234|1", "··· 7677x|c|q|NONE|ENTERQUEUE||···|1"),
        ("1795376773|c|q|NONE|JOINEMPTY|12", "1795376773|c|q|NONE|JOINEMPTY|···"),
        (
            "1795376773|c|q|NONE|ENTERQUEUE||anonymous|1",
            "1795376773|c|q|NONE|ENTERQUEUE||anonymous|1",
        ),
        ("1795376773|pbx-1795376772.1|q", "1795376773|pbx-··· 6772.1|q"),
        ("0301234567", "··· 4567"),
        ("call (030) 123-456 or 12345", "call (··· 3456 or ··· 2345"),
        ("1795376773|c|q|a|COMPLETEAGENT|12|3456|1", "1795376773|c|q|a|COMPLETEAGENT|12|3456|1"),
        ("", ""),
    ],
)
def test_raw_lines_hold_no_whole_number(line: str, shown: str) -> None:
    assert masked_raw(line) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("offered: '03.11.2026 10:00:00' is", "offered: '03.11.2026 10:00:00' is"),
        ("1;31.02.2026 25:00;x", "1;31.02.2026 25:00;x"),
        ("at 2026-11-03T10:00:00.123456+01:00,", "at 2026-11-03T10:00:00.123456+01:00,"),
        ("2026-11-03,11/3/2026;03/11/2026", "2026-11-03,11/3/2026;03/11/2026"),
        ("2026-11-03 10:00:00 0301234567", "2026-11-03 10:00:00 ··· 4567"),
        ("2026-11-03 10:00:00+4930 1234567", "2026-11-03 10:00:00··· 4567"),
        ("2026-11-03 10:00:0012345", "2026-11-03 10:00:··· 2345"),
        ("2026-11-03 10:00:00,123456", "2026-11-03 10:00:00,··· 3456"),
        ("10:00:00;0301234567", "10:00:00;··· 4567"),
        # a number that looks like a date in some part is a number
        ("2026-11-03 4567", "··· 4567"),
        ("030 2026-11-03", "··· 1103"),
        ("+2026-11-03 10:00:00", "··· 0310:00:00"),
        ("030/12-03-2026 10:00", "··· 2610:00"),
        ("2026-13-03", "··· 1303"),
        ("20261103100000", "··· 0000"),
        ("030\ue0001234567", "··· 4567"),
        ("1795376773|c|q|NONE|ENTERQUEUE||7000|1", "1795376773|c|q|NONE|ENTERQUEUE||···|1"),
    ],
)
def test_times_can_be_read_where_numbers_cannot(line: str, shown: str) -> None:
    assert masked_but_times(line) == shown


@given(st.text("03456789 +-()/.:|xT", max_size=40))
def test_what_holds_no_year_is_masked_as_ever(line: str) -> None:
    assert masked_but_times(line) == masked_raw(line)


def test_a_customer_keeps_one_id_in_one_store(tmp_path: Path) -> None:
    here, there = tmp_path / "a", tmp_path / "b"
    here.mkdir()
    there.mkdir()
    seen = privacy(Settings(), here)
    number = seen.customer("+49 30 1234567")
    assert number == privacy(Settings(), here, reveal=True).customer("49301234567")
    assert number != privacy(Settings(), there).customer("49301234567")
    assert number is not None
    assert "1234567" not in number
    assert [seen.customer(nobody) for nobody in (None, "", "anonymous", "12")] == [None] * 4
    assert stat.S_IMODE(make_key(here).stat().st_mode) == 0o600


def test_revealing_can_be_forbidden(tmp_path: Path) -> None:
    closed = Settings(privacy=PrivacySettings(reveal_allowed=False, digits_shown=2))
    with pytest.raises(UsageError, match="do not allow"):
        privacy(closed, tmp_path, reveal=True)
    assert privacy(closed, tmp_path).caller("+49301234567") == "··· 67"
    assert privacy(Settings(), tmp_path, reveal=True).caller("+49301234567") == "+49301234567"
