"""The text of `queue show`: of a real run, of older versions, and damaged."""

import gzip
import json
from pathlib import Path

import pytest

from ops.errors import SourceError
from ops.reconcile import output, show
from ops.reconcile.reading import Caller

HEAD = (
    "support has {calls} calls (max 10) in 'rrmemory' strategy (5s holdtime, 8s talktime), W:5, "
    "C:477, A:65, SL:80.3%, SL2:81.0% within 6s\n"
)
MEMBER = "      Ana (PJSIP/201) (ringinuse disabled) (In use) has taken no calls yet\n"
WHOLE = (
    HEAD.format(calls=2) + "   Members: \n" + MEMBER + "   Callers: \n"
    "      1. PJSIP/trunk-0000001a (wait: 0:02, prio: 0)\n"
    "      2. Local/1@from;2 (wait: 75:09, prio: 5)\n\n"
)


def test_a_queue_with_callers() -> None:
    (queue,) = show.parse(WHOLE, "show.txt").queues
    assert (queue.queue, queue.calls, queue.line, queue.threshold_s) == ("support", 2, 1, 6)
    assert queue.ends == {
        "Completed": 477, "Abandoned": 65, "ServicelevelPerf": 80.3, "ServicelevelPerf2": 81.0,
        "TalkTime": 8,
    }  # fmt: skip
    assert queue.holdtime == 5
    assert queue.callers == (
        Caller(None, "PJSIP/trunk-0000001a", 2), Caller(None, "Local/1@from;2", 4509),
    )  # fmt: skip


def test_before_version_15_there_is_no_second_service_level() -> None:
    text = (
        "sales has 0 calls (max unlimited) in 'ringall' strategy (3s holdtime, 40s talktime), W:0, "
        "C:10, A:3, SL:90.0% within 20s\n   No Members\n   No Callers\n"
    )
    (queue,) = show.parse(text, "show.txt").queues
    assert queue.perf == 90.0
    assert queue.perf2 is None
    assert "ServicelevelPerf2" not in queue.ends
    assert queue.callers == ()


def test_names_with_words_of_the_format_and_colours() -> None:
    text = WHOLE.replace("support", "night has 2 shifts", 1).replace(
        "(In use)", "(\x1b[1;32mIn use\x1b[0m)"
    )
    assert [queue.queue for queue in show.parse(text, "x").queues] == ["night has 2 shifts"]


def test_what_a_console_puts_around_it() -> None:
    lines = ["Asterisk 18.1, Copyright (C) 1999 - 2021, Sangoma and others.", "pbx*CLI> queue show"]
    text = "\n".join([*lines, WHOLE, "pbx*CLI> "])
    assert show.parse(text, "x").queues[0].line == 3
    command = "Response: Success\r\nMessage: Command output follows\r\n" + "".join(
        f"Output: {line}\r\n" for line in WHOLE.splitlines()
    )
    assert show.parse(command, "x").queues[0].callers == show.parse(WHOLE, "x").queues[0].callers


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD.format(calls=2)[:70], 1, "a queue that can't be read"),
        (WHOLE.replace("C:477", "C:4x7"), 1, "a queue that can't be read"),
        (HEAD.format(calls=0), 1, "ends before its callers"),
        (HEAD.format(calls=0) + "   Members: \n" + MEMBER, 1, "ends before its callers"),
        (WHOLE.replace("has 2 calls", "has 3 calls"), 1, "has 3 calls, but 2 are listed"),
        (WHOLE.replace("(wait: 0:02", "(wait: 0:"), 5, "not a caller"),
        ("\n" + HEAD.format(calls=0) + "      lost\n", 3, "neither a member nor a caller"),
        (WHOLE + "segmentation fault\n", 8, "not a line of `queue show`"),
    ],
)
def test_damaged_output_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    file = tmp_path / "show.txt"
    file.write_text(text)
    with pytest.raises(SourceError, match=says) as caught:
        output.read(str(file))
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert caught.value.hint


def test_every_text_of_a_real_run_says_what_ami_says(samples: Path) -> None:
    file = samples / "asterisk" / "queue_snapshots.jsonl.gz"
    if not file.exists():
        pytest.skip(f"{file}: no such file")
    with gzip.open(file, "rt") as snapshots:
        texts = [json.loads(line)["queue_show"] for line in snapshots]
    readings = output.read(str(file))
    assert len(texts) == len(readings) == 151
    for text, reading in zip(texts, readings, strict=True):
        told = {queue.queue: queue for queue in show.parse(text, "queue_show").queues}
        assert told.keys() == {queue.queue for queue in reading.queues}
        for queue in reading.queues:
            other = told[queue.queue]
            assert (other.ends, other.holdtime, other.calls) == (
                queue.ends,
                queue.holdtime,
                queue.calls,
            )
            assert len(other.callers or ()) == len(queue.callers or ())
            for mine, theirs in zip(other.callers or (), queue.callers or (), strict=True):
                assert mine.channel == theirs.channel
                assert mine.wait_s - theirs.wait_s in (0, 1)  # the text came a few ms later
