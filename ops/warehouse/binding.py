"""What a text that somebody types as a query's parameter is bound as."""

from __future__ import annotations

Value = str | int | float | None


def bindable(text: str) -> Value:
    """A number where the text is one, None for "null" or nothing, else the text."""
    if text.lower() in ("", "null", "none"):
        return None
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text
