"""Reading Asterisk's output from a file or a pipe, whatever form it has."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ops.errors import SourceError
from ops.reconcile import ami, show
from ops.reconcile.reading import Place, Reading

STDIN = "-"
_HINT = "give the text of `queue show`, AMI's answer to QueueStatus or QueueSummary, or JSON of it"


def read(path: str) -> list[Reading]:
    """All readings in a file ("-": standard input), in its order; at least one.

    JSON snapshots taken while Asterisk was down are passed over. Raises SourceError with file and
    line for what can't be read.
    """
    name = "standard input" if path == STDIN else path
    text = _text(path, name)
    stripped = text.lstrip()
    if stripped[:1] in ("{", "["):
        found = _json(text, name)
    elif show.looks_like(text):
        found = [show.parse(text, name)]
    elif ami.looks_like(text):
        found = [ami.reading(ami.raw_events(text, name), "AMI")]
    else:
        found = []
    told = [reading for reading in found if reading.queues]
    if not told:
        raise SourceError(f"{name}: nothing of a queue in it", _HINT)
    return told


def choose(readings: Sequence[Reading], at_s: float | None) -> Reading:
    """The last reading taken up to the second `at_s`; without one the last of all."""
    if at_s is None:
        return readings[-1]
    earlier = [one for one in readings if one.at_s is not None and one.at_s < int(at_s) + 1]
    if earlier:
        return max(earlier, key=lambda one: one.at_s or 0.0)
    if readings[-1].at_s is None:
        return readings[-1]
    what = f"the first of {len(readings)} readings was taken after --at"
    raise SourceError(what, "choose a later --at")


def _text(path: str, name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"{name}: a damaged gzip file: {error}", "copy it again") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise SourceError(
            f"{name}: can't be read: {why}", "check the name and its rights"
        ) from error
    return data.decode("utf-8-sig", errors="replace")


def _json(text: str, name: str) -> list[Reading]:
    """One JSON value, or one a line."""
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise Place(name, 1).error("JSON nested too deeply") from error
    except json.JSONDecodeError as error:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) < 2 or error.msg != "Extra data":
            raise Place(name, error.lineno).error(f"not JSON: {error.msg}") from error
        return _from_values([(n, _value(line, Place(name, n))) for n, line in lines], name)
    if isinstance(whole, list):
        return _from_values([(1, value) for value in whole], name)
    return _from_values([(1, whole)], name)


def _value(line: str, place: Place) -> object:
    try:
        value: object = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise place.error(f"not JSON: {getattr(error, 'msg', error)}") from error
    return value


def _from_values(values: list[tuple[int, object]], name: str) -> list[Reading]:
    """Snapshots are a reading each; AMI events are one reading together."""
    found: list[Reading] = []
    events: list[ami.Event] = []
    for line, value in values:
        place = Place(name, line)
        if not isinstance(value, dict):
            raise place.error(f"an object was expected, not {str(value)[:40]!r}")
        if "Event" in value:
            events.append(ami.Event(place, value))
        elif not value.get("down"):
            found.append(_snapshot(value, place))
    return [*found, ami.reading(events, "JSON")] if events else found


def _snapshot(value: dict[str, Any], place: Place) -> Reading:
    """{"t": epoch seconds, "summary": [events], "status": [events], "queue_show": text}."""
    t = value.get("t")
    if t is not None and (isinstance(t, bool) or not isinstance(t, int | float)):
        raise place.error(f"t is {t!r}, not epoch seconds")
    listed = [*_list(value, "summary", place), *_list(value, "status", place)]
    if listed:
        events = [ami.Event(place, event) for event in listed]
        return ami.reading(events, "JSON", t)
    if isinstance(text := value.get("queue_show"), str):
        return Reading("JSON", show.parse(text, f"{place.file}:{place.line}: queue_show").queues, t)
    raise place.error("neither status, summary nor queue_show in the object", _HINT)


def _list(value: dict[str, Any], key: str, place: Place) -> list[dict[str, Any]]:
    listed = value.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(event, dict) for event in listed):
        raise place.error(f"{key} is not a list of events")
    return listed
