"""The real run: what AMI sent, byte for byte, when, and what it answered every ten seconds."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ops.sources.ami.floor import Picture

Events = list[dict[str, Any]]
Members = set[tuple[object, ...]]


@dataclass(frozen=True)
class Capture:
    """`marks[k]` is how many bytes and events had been sent when snapshot k was taken."""

    raw: bytes
    events: Events
    """As `raw`, with `t`; the recorder of these stopped a little earlier."""
    snapshots: Events
    marks: tuple[tuple[int, int], ...]


@cache
def capture(samples: Path) -> Capture:
    """The sample run, both recordings of it laid side by side."""
    folder = samples / "asterisk"
    raw = gzip.decompress((folder / "ami_wallboard_raw.log.gz").read_bytes())
    raw = raw[raw.index(b"Event: ") :]  # without the banner and the answer to the login
    ends, at = [0], 0
    while (at := raw.find(b"\r\n\r\n", at)) >= 0:
        at += 4
        ends.append(at)
    names = {line[7:].strip().decode() for line in raw.split(b"\n") if line.startswith(b"Event: ")}
    events = [event for event in _lines(folder / "ami_events.jsonl.gz") if event["Event"] in names]
    snapshots = [one for one in _lines(folder / "queue_snapshots.jsonl.gz") if not one.get("down")]
    marks, number = [], 0
    for snapshot in snapshots:
        while number < len(events) and events[number]["t"] <= snapshot["t_status_done"]:
            number += 1
        marks.append((ends[number], number))
    return Capture(raw, events, snapshots, tuple(marks))


def _lines(file: Path) -> Events:
    with gzip.open(file, "rt") as lines:
        return [json.loads(line) for line in lines]


def told(snapshot: Mapping[str, Any]) -> tuple[Members, set[tuple[str, str]]]:
    """What a snapshot says of members and callers, as `shown` says it of a picture."""
    members: Members = {
        (
            m["Queue"], m["Location"], m["Name"], m["StateInterface"], int(m["Status"]),
            m["InCall"] == "1", m["Paused"] == "1", m["PausedReason"] if m["Paused"] == "1" else "",
            int(m["LastPause"]), int(m["LoginTime"]), int(m["Penalty"]),
            m["Membership"] == "static",
        )
        for m in snapshot["status"] if m["Event"] == "QueueMember"
    }  # fmt: skip
    entries = [e for e in snapshot["status"] if e["Event"] == "QueueEntry"]
    return members, {(entry["Queue"], entry["Uniqueid"]) for entry in entries}


def shown(picture: Picture) -> tuple[Members, set[tuple[str, str]]]:
    """A picture, but for what only a listener knows."""
    members: Members = {
        (
            m.queue, m.interface, m.name, m.state_interface, int(m.device), m.in_call, m.paused,
            m.reason, m.last_pause_s, m.login_s, m.penalty, m.static,
        )
        for m in picture.members
    }  # fmt: skip
    return members, {(caller.queue, caller.call_id) for caller in picture.callers}
