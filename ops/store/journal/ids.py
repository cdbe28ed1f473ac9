"""Ids of lines: the millisecond they were written in, as nine letters that sort as time does.

They are given under the journal's lock, each greater than the one before, so that two processes
never give the same, whatever their clocks say.
"""

from __future__ import annotations

from typing import Final

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_LOOKALIKES: Final = str.maketrans("ILO", "110")
LENGTH: Final = 9


def made(ms: int) -> str:
    """The id of a millisecond since 1970."""
    letters = []
    for _ in range(LENGTH):
        ms, digit = divmod(ms, len(_LETTERS))
        letters.append(_LETTERS[digit])
    return "".join(reversed(letters))


def ms_of(given: str) -> int | None:
    """The millisecond an id was made of; None for what is no id."""
    if len(given) != LENGTH or any(letter not in _LETTERS for letter in given):
        return None
    ms = 0
    for letter in given:
        ms = ms * len(_LETTERS) + _LETTERS.index(letter)
    return ms


def typed(text: str) -> str:
    """An id, or the end of one, as somebody typed it: case and look-alike letters don't matter."""
    return text.strip().upper().translate(_LOOKALIKES)
