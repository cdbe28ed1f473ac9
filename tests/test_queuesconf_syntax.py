from __future__ import annotations

import pytest

from ops.queuesconf.syntax import arguments, uncommented


@pytest.mark.parametrize(
    ("text", "depth", "kept", "after"),
    [
        ("a ; b", 0, "a ", 0),
        ("a ;-- b --; c", 0, "a  c", 0),
        ("a ;-- b", 0, "a ", 1),
        ("b --; c ; d", 1, " c ", 0),
        ("b ;-- c --; d", 1, "", 1),
        ("b --; c", 2, "", 1),
        (";---- a", 0, "", 0),
        ("a --; b", 0, "a --", 0),
        ("a \\; b ; c", 0, "a ; b ", 0),
        ("a \\;-- b", 0, "a ;-- b", 0),
        ("a --\\; b --; c", 1, " c", 0),
    ],
)
def test_uncommented(text: str, depth: int, kept: str, after: int) -> None:
    assert uncommented(text, depth) == (kept, after)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PJSIP/1", ["PJSIP/1"]),
        (" PJSIP/1 , 0,Ana Ruiz ,hint:1@x", ["PJSIP/1", "0", "Ana Ruiz", "hint:1@x"]),
        ('PJSIP/1,,"Ruiz, Ana"', ["PJSIP/1", "", "Ruiz, Ana"]),
        ("a\\,b,(c,d),e", ["a,b", "(c,d)", "e"]),
        ("", [""]),
        ("a)),b", ["a))", "b"]),
    ],
)
def test_arguments(text: str, words: list[str]) -> None:
    assert arguments(text) == words
