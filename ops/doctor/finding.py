"""One thing the doctor has found."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Level(enum.StrEnum):
    """How bad it is."""

    OK = "ok"
    NOTE = "note"
    """Worth knowing; numbers may mean less than they seem to."""
    WRONG = "wrong"
    """Something is broken or missing: somebody has to act."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about `topic`, and what to do about it ("" where nothing is)."""

    level: Level
    topic: str
    text: str
    hint: str = ""


def ok(topic: str, text: str) -> Finding:
    """As it should be."""
    return Finding(Level.OK, topic, text)


def note(topic: str, text: str, hint: str = "") -> Finding:
    """Worth knowing."""
    return Finding(Level.NOTE, topic, text, hint)


def wrong(topic: str, text: str, hint: str = "") -> Finding:
    """Somebody has to act."""
    return Finding(Level.WRONG, topic, text, hint)
