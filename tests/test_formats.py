from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ops.formats import cells, counted, duration, masked, ordinal, percent, safe

# Every character there is, weighted towards those that try something.
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp"]),
        st.sampled_from("\u200d\ufe0f\u202e\x1b\u0301日한👩🏽🇩a[ ]"),
    ),
    max_size=40,
)


def harmless(text: str) -> bool:
    """Nothing a terminal would act on, nor anything that is not shown."""
    categories = {unicodedata.category(character) for character in text}
    return not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Me", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("s", "said"),
    [
        (None, "–"),
        (0, "0:00"),
        (9, "0:09"),
        (134, "2:14"),
        (37.6, "0:38"),
        (59.5, "1:00"),
        (3599.4, "59:59"),
        (3599.5, "1:00:00"),
        (3661, "1:01:01"),
        (360_000, "100:00:00"),
        (-5, "−0:05"),
        (-0.2, "0:00"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_duration(s: float | None, said: str) -> None:
    assert duration(s) == said


@pytest.mark.parametrize(
    ("num", "den", "digits", "said"),
    [
        (284, 399, 1, "71.2 %"),
        (28, 400, 1, "7.0 %"),
        (0, 5, 1, "0.0 %"),
        (5, 5, 0, "100 %"),
        (0, 0, 1, "n/a"),
        (3, 0, 1, "n/a"),
        (None, 3, 1, "n/a"),
        (3, None, 1, "n/a"),
        (float("nan"), 2, 1, "n/a"),
        (-36, 100, 1, "−36.0 %"),
        (-1, 100_000, 1, "0.0 %"),
    ],
)
def test_percent(num: float | None, den: float | None, digits: int, said: str) -> None:
    assert percent(num, den, digits) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+49 30 9020147", "··· 0147"),
        ("0309020147", "··· 0147"),
        ("12345", "··· 2345"),
        ("1234", "···"),  # an extension names a person
        ("7", "···"),
        ("", "no number"),
        ("   ", "no number"),
        ("Anonymous", "anonymous"),
        ("restricted", "restricted"),
        ("alice@example.com", "···"),
        ("sip:+49309020147@10.99.99.99", "··· 0147"),
        ("٠١٢٣٤٥٦٧٨٩", "··· 6789"),
        ("\x1b[31m0309020147", "··· 0147"),
    ],
)
def test_masked(number: str, said: str) -> None:
    assert masked(number) == said


def test_masked_shows_as_many_digits_as_allowed_but_never_all() -> None:
    assert masked("0309020147", 2) == "··· 47"
    assert masked("0309020147", 0) == "···"
    assert masked("0309020147", -3) == "···"
    assert masked("0309020147", 99) == "··· 309020147"


@given(st.text(st.sampled_from("0123456789 +-"), max_size=20), st.integers(-2, 20))
def test_masked_hides_a_digit_of_every_number(number: str, shown: int) -> None:
    digits = [c for c in number if c.isdigit()]
    left = [c for c in masked(number, shown) if c.isdigit()]
    assert len(left) <= max(0, min(shown, len(digits) - 1))
    assert not left or len(digits) > 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("Ana Ruiz", "Ana Ruiz"),
        ("Zoë Ruíz", "Zoë Ruíz"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("\x1b[31mred\x1b[0m", "·[31mred·[0m"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x07", "·]8;;http://x·\\link·]8;;·"),
        ("\x9b31mred\x90x\x9c", "·31mred·x·"),  # C1: CSI, DCS, ST
        ("\x00\x08\x7f", "···"),
        ("a\u202egnp.exe\u202c", "a·gnp.exe·"),
        ("a\u200e\u200f\u061cb", "a···b"),
        ("a\u2066b\u2067c\u2068d\u2069", "a·b·c·d·"),
        ("a\u200bb\u2060c\ufeffd\u00ade", "a·b·c·d·e"),
        ("a\u200c\u200db", "ab"),
        ("\u200d", "·"),
        ("e\u0301", "é"),
        ("e\u200d\u0301", "é"),
        ("\u0301a", "·\u0301a"),
        ("a\tb\r\nc\u2028d\u2029e\x85f\u00a0g\u3000h", "a b  c d e f g h"),
        ("👩\u200d👩\u200d👧", "👩👩👧"),
        ("❤\ufe0f 1\ufe0f\u20e3 👍🏽", "❤ 1 👍"),
        ("日本語キュー", "日本語キュー"),
        ("\udc80x\ud800", "\ufffdx\ufffd"),
        ("\ue000\U000f0000\uffff", "\ufffd\ufffd\ufffd"),
        ("\U000e0041\U000e007f", "··"),  # tags
        ("\u3164\u115f", "\ufffd\ufffd"),  # letters that show nothing
        ("नमस्ते", "नमस्ते"),
    ],
)
def test_safe_shows_text_and_disarms_it(text: str, said: str) -> None:
    assert safe(text) == said
    assert harmless(said)


def test_safe_limits_a_pile_of_marks() -> None:
    assert safe("Z" + "\u0336" * 50 + "algo") == "Z" + "\u0336" * 3 + "algo"


@pytest.mark.parametrize(
    ("text", "width", "said"),
    [
        ("support", 7, "support"),
        ("support", 6, "suppo…"),
        ("support", 1, "…"),
        ("support", 0, ""),
        ("support", -4, ""),
        ("", 0, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("日本語", 2, "…"),
        ("é\u0336\u0336\u0336x", 1, "…"),
        ("e\u0301", 1, "é"),
        ("日", 1, "…"),
        ("👍👍👍", 5, "👍👍…"),
    ],
)
def test_safe_cuts_to_cells(text: str, width: int, said: str) -> None:
    assert safe(text, width) == said


def test_safe_of_300_characters() -> None:
    assert safe("q" * 300, 20) == "q" * 19 + "…"
    assert safe("é" * 300, 20) == "é" * 19 + "…"
    assert safe("\u200d" * 300 + "x", 4) in ("x", "·…")


@given(HOSTILE, st.one_of(st.none(), st.integers(-1, 30)))
def test_safe_is_harmless_one_line_and_never_wider_than_asked(text: str, width: int | None) -> None:
    said = safe(text, width)
    assert harmless(said)
    assert unicodedata.is_normalized("NFC", said)
    assert safe(said, width) == said
    if width is not None:
        assert cells(said) <= max(width, 0)
        assert cell_len(said) <= max(width, 0)  # what the screen's library makes of it
    if text and (width is None or width > 0):
        assert cells(said) > 0


@given(HOSTILE)
def test_text_that_fits_is_not_cut(text: str) -> None:
    whole = safe(text)
    assert safe(text, cells(whole)) == whole


@given(HOSTILE)
def test_cells_measures_as_the_screen_does(text: str) -> None:
    said = safe(text)
    # Spacing marks (Indic vowel signs) take a cell on most terminals and none in rich.
    spacing = sum(unicodedata.category(character) == "Mc" for character in said)
    assert cells(said) - spacing <= cell_len(said) <= cells(said)


def test_a_hostile_line_takes_no_time_to_speak_of() -> None:
    pile = "a" + "\u0301\u0323" * 300_000  # normalised as it is, this takes minutes
    before = time.process_time()
    assert cells(safe(pile, 20)) <= 20
    assert cells(safe(pile)) == 1
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    ("number", "says"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")],
)
def test_ordinals(number: int, says: str) -> None:
    assert ordinal(number) == says


def test_counted_things() -> None:
    assert [counted(n, "row") for n in (0, 1, 1234)] == ["0 rows", "1 row", "1,234 rows"]
    assert counted(2, "entry", "entries") == "2 entries"
