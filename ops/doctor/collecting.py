"""The collector: whether one is at work, and what it says of the logs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ops import clock
from ops.doctor.finding import Finding, note, ok, wrong
from ops.formats import duration
from ops.settings import AmiSettings, Settings
from ops.store import known, status
from ops.store.layout import StorePaths

STALE_S = 30.0


def collecting(store: Path, settings: Settings) -> Iterator[Finding]:
    """The heartbeat, and each source's errors, gaps and warnings."""
    beat = status.read(StorePaths(store).status)
    if beat is None:
        if settings.sources:
            yield wrong("collector", "none has ever run here", "start one: floorwatch collect")
        return
    age_s = clock.now_s() - beat.beat_s
    if age_s <= STALE_S and beat.sources:
        yield ok("collector", f"at work (process {beat.pid}), last beat {age_s:.1f} s ago")
    elif settings.sources:
        yield wrong(
            "collector", f"none is at work; the last beat was {duration(age_s)} ago",
            "start one: floorwatch collect, or its service",
        )  # fmt: skip
    else:
        yield ok("collector", f"none is at work; the store was written {duration(age_s)} ago")
    if beat.error:
        yield wrong("collector", beat.error)
    for source, told in beat.sources.items():
        yield from _source(f"source {source}", told)
    yield from _listening(store, settings, is_at_work=age_s <= STALE_S)


def _listening(store: Path, settings: Settings, *, is_at_work: bool) -> Iterator[Finding]:
    """What the phone systems' manager interfaces tell."""
    heard = known.read(StorePaths(store).known)
    told = heard.sources if heard is not None and is_at_work else {}
    for source in settings.sources:
        if source.ami is None:
            continue
        topic, one = f"source {source.name}", told.get(source.name)
        if one is None:
            yield note(topic, "nobody listens to its AMI: agents' states are inferred")
        elif one.error:
            yield wrong(topic, one.error)
        else:
            queues, members = len(one.picture.queues), len(one.picture.members)
            yield ok(
                topic,
                f"AMI: {queues} queues with {members} members, {len(one.picture.callers)} callers",
            )
        yield from _secret(topic, source.ami, settings.path)


def _secret(topic: str, ami: AmiSettings, settings: Path | None) -> Iterator[Finding]:
    """Whether everybody could read the secret."""
    file = settings if ami.secret_file is None else Path(ami.secret_file)
    with contextlib.suppress(OSError):  # who has to read it and can't, says so
        if file is not None and file.stat().st_mode & 0o004:
            yield wrong(topic, f"{file}: everybody may read the AMI secret", f"chmod o-rwx {file}")


def _source(topic: str, told: status.SourceStatus) -> Iterator[Finding]:
    if told.error:
        yield wrong(topic, told.error)
    for gap in told.gaps:
        yield wrong(topic, gap, "lines are missing, unless their file is put back")
    for warning in told.warnings:
        yield note(topic, warning)
    if not told.at_end and not told.error:
        yield note(topic, f"{told.path} is not read to its end yet")
