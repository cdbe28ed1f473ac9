"""`floorwatch export metrics`: text that Prometheus reads, whatever a queue is called."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ops.export.prometheus import exposition
from ops.floor import take
from ops.privacy import privacy
from ops.settings import Settings
from ops.warehouse.warehouse import Warehouse
from tests.cli.terminal import done

SAMPLE = re.compile(r'floorwatch_[a-z_]+\{[a-z]+="(?:[^"\\\n]|\\[\\n"])*"\} -?[0-9.e-]+')


def parsed(text: str) -> dict[str, float]:
    """Samples by name and label; every line must be one, or a comment that goes before it."""
    found: dict[str, float] = {}
    for each in text.splitlines():
        if each.startswith("# "):
            assert re.fullmatch(r"# (HELP|TYPE) floorwatch_[a-z_]+ .+", each)
        else:
            assert SAMPLE.fullmatch(each), each
            name, _, value = each.rpartition(" ")
            assert name not in found
            found[name] = float(value)
    return found


def test_the_present_as_prometheus_reads_it(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "floorwatch.prom"
    done("export", "metrics", file, "--store", small, "--as-of", "last")
    found = parsed(file.read_text())
    assert found['floorwatch_waiting_calls{queue="support"}'] == 2
    assert found['floorwatch_longest_wait_seconds{queue="support"}'] == 20
    assert found['floorwatch_service_level_ratio{queue="sales"}'] == 0.5
    assert found['floorwatch_offered_calls_today{queue="sales"}'] == 2
    assert found['floorwatch_rejected_lines{source="queue_log"}'] == 1
    # No call of support has been answered: there is no mean, and no line for it.
    assert 'floorwatch_average_speed_of_answer_seconds{queue="support"}' not in found


def test_a_hostile_name_stays_in_its_label(small: Path) -> None:
    warehouse = Warehouse(small, Settings())
    warehouse.refresh()
    shot = take(warehouse, privacy(Settings(), small), None)
    warehouse.close()
    bad = replace(shot.queues[0], queue='a"} 9\nfloorwatch_waiting_calls{queue="b\\')
    found = parsed(exposition(replace(shot, queues=(bad,))))
    assert len([name for name in found if name.startswith("floorwatch_waiting_calls{")]) == 1
