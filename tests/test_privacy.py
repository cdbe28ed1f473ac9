"""What of a number anybody gets to see."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ops.errors import UsageError
from ops.privacy import make_key, masked_raw, privacy
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
