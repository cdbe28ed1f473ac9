"""A log of a few lines, what Asterisk would say of it, and both compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ops import queuesconf
from ops.reconcile.compare import Row, compare
from ops.reconcile.moves import load
from ops.reconcile.reading import Caller, QueueReading, Reading
from ops.settings import Settings
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.collector import Collector
from ops.store.derive import Identities
from ops.store.layout import StorePaths
from ops.warehouse.warehouse import Warehouse

START = 1_700_035_200
"""2023-11-15 08:00:00 UTC; stamps below are seconds after it."""

# Worked out by hand with the rules of app_queue.c, as of second 40, servicelevel 6:
#   answers: 3 (taken as it is, nobody has left yet), then 10 when one has: (3*3 + 10) / 4 = 4
#   talks: 10 (the first), then 20: (3*10 + 20) / 4 = 12
LOG = (
    "0|NONE|NONE|NONE|QUEUESTART|",
    "1|c1|support|NONE|ENTERQUEUE||0301111|1",
    "2|c2|support|NONE|ENTERQUEUE||0302222|2",
    "4|c1|support|Ana|CONNECT|3|x1|1",
    "5|c3|support|NONE|ENTERQUEUE||0303333|2",
    "6|c4|support|NONE|ENTERQUEUE||0304444|3",
    "7|c5|support|NONE|ENTERQUEUE||0305555|4",
    "8|c5|support|NONE|EXITWITHKEY|1|4|4|1",
    "9|c3|support|NONE|ABANDON|2|2|4",
    "12|c2|support|Ben|CONNECT|10|x2|1",
    "14|c1|support|Ana|COMPLETEAGENT|3|10|1",
    "30|c6|support|NONE|ENTERQUEUE||0306666|2",
    "32|c2|support|Ben|COMPLETECALLER|10|20|2",
    "36|c4|support|NONE|EXITWITHTIMEOUT|1|3|30",
)
SAID = QueueReading(
    "support", 1, calls=1, callers=(Caller("c6", "PJSIP/trunk-6", 10),), completed=2, abandoned=2,
    perf=50.0, perf2=50.0, holdtime=4, talktime=12, threshold_s=6,
)  # fmt: skip


def text(lines: Sequence[str]) -> str:
    """The text of a queue_log; `lines` begin with seconds after START."""
    parted = (line.partition("|") for line in lines)
    return "".join(f"{START + int(s)}|{rest}\n" for s, _, rest in parted)


def settings(folder: Path, conf: str | None = None) -> Settings:
    """Settings in UTC, with this text as a queues.conf."""
    found = Settings(time_zone="UTC")
    if conf is None:
        return found
    path = folder / "queues.conf"
    path.write_text(conf)
    return Settings(time_zone="UTC", confs=(queuesconf.read(path),))


def stored(folder: Path, lines: Sequence[str], conf: str | None = None) -> Warehouse:
    """A warehouse over a store of that log, source "pbx"."""
    file = folder / "queue_log"
    file.write_text(text(lines))
    chosen = settings(folder, conf)
    store = folder / "store"
    collector = Collector(StorePaths(store), Access(), [], Identities.of(chosen))
    collector.load("pbx", kind("asterisk"), [file])
    collector.close()
    warehouse = Warehouse(store, chosen)
    warehouse.refresh()
    return warehouse


def compared(
    folder: Path,
    said: QueueReading,
    lines: Sequence[str] = LOG,
    conf: str | None = None,
    asked: int = 40,
) -> dict[str, Row]:
    """The rows by counter, as of `asked` seconds after START."""
    warehouse = stored(folder, lines, conf)
    try:
        log = load(warehouse, "pbx", START + asked)
        rows = compare(warehouse, "pbx", Reading("JSON", (said,)), log)
    finally:
        warehouse.close()
    assert {row.queue for row in rows} == {said.queue}
    return {row.counter: row for row in rows}


def alone(**counters: object) -> QueueReading:
    """A reading of queue support with nobody waiting and nothing counted but this."""
    nothing = QueueReading(
        "support", 1, calls=0, callers=(), completed=0, abandoned=0, perf=0.0, perf2=0.0,
        holdtime=0, talktime=0, threshold_s=6,
    )  # fmt: skip
    return replace(nothing, **counters)  # type: ignore[arg-type]


def statuses(rows: dict[str, Row]) -> dict[str, str]:
    """What became of every counter that does not simply agree."""
    return {name: row.status for name, row in rows.items() if row.status != "agrees"}
