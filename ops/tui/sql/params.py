"""Values of parameters as one types them: `since=2026-11-23T08:00 queue=sales formula=null`.

Instants are local time of the users' zone, as everywhere one types them (`ops.periods`).
"""

import shlex
from collections.abc import Mapping
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from ops import clock
from ops.errors import UsageError
from ops.warehouse.binding import Value, bindable

INSTANTS = frozenset({"since", "until", "as_of", "at_s"})


def shown(params: Mapping[str, Value], zone: tzinfo) -> str:
    """The line that `parsed` reads."""
    return " ".join(shlex.quote(f"{name}={_text(name, v, zone)}") for name, v in params.items())


def _text(name: str, value: Value, zone: tzinfo) -> str:
    if value is None:
        return "null"
    if name in INSTANTS and isinstance(value, int):
        at = clock.instant(value).astimezone(zone).replace(tzinfo=None)
        return at.isoformat(timespec="seconds").removesuffix(":00")
    return str(value)


def words(line: str) -> dict[str, str]:
    """What stands for each name, as typed; UsageError where the line can't be read."""
    try:
        parts = shlex.split(line)
    except ValueError as error:
        raise UsageError(f"parameters: {error}", "close the quotation mark") from error
    found: dict[str, str] = {}
    for word in parts:
        name, equals, text = word.partition("=")
        if not equals or not name.removeprefix("$").isidentifier():
            raise UsageError(f"parameters: {word!r} is no name=value", "as in since=today queue=x")
        found[name.removeprefix("$")] = text
    return found


def parsed(line: str, zone: ZoneInfo, now_s: float) -> dict[str, Value]:
    """The values by name; UsageError where there are none. `now_s` is what `now` means."""
    return {name: _value(name, text, zone, now_s) for name, text in words(line).items()}


def _value(name: str, text: str, zone: ZoneInfo, now_s: float) -> Value:
    value = bindable(text)
    if name in INSTANTS and isinstance(value, str):
        return _instant(value, zone, now_s, end=name == "until")
    return value


def _instant(text: str, zone: ZoneInfo, now_s: float, *, end: bool) -> int:
    """Epoch second of a moment, or of a span's beginning or end."""
    from ops.periods import period

    span = period(text, text, zone=zone, now=datetime.fromtimestamp(now_s, zone))
    return span.until_s if end else span.since_s
