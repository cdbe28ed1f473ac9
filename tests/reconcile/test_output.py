"""AMI as it is on the wire, JSON, and whatever else somebody may hand over."""

import gzip
import json
from pathlib import Path

import pytest

from ops.errors import SourceError
from ops.reconcile import output
from ops.reconcile.reading import Caller, Reading, percent

PARAMS = {
    "Event": "QueueParams", "Queue": "support", "Max": "10", "Strategy": "rrmemory", "Calls": "1",
    "Holdtime": "5", "TalkTime": "8", "Completed": "477", "Abandoned": "65", "ServiceLevel": "6",
    "ServicelevelPerf": "80.3", "ServicelevelPerf2": "81.0", "Weight": "5",
}  # fmt: skip
MEMBER = {"Event": "QueueMember", "Queue": "support", "Name": "Ana", "Location": "PJSIP/201"}
ENTRY = {
    "Event": "QueueEntry", "Queue": "support", "Position": "1", "Channel": "PJSIP/trunk-1",
    "Uniqueid": "1800000000.7", "Wait": "12",
}  # fmt: skip
SUMMARY = {
    "Event": "QueueSummary", "Queue": "sales", "LoggedIn": "4", "Available": "1", "Callers": "2",
    "HoldTime": "3", "TalkTime": "40", "LongestHoldTime": "17",
}  # fmt: skip
STATUS = [PARAMS, MEMBER, ENTRY]


def wire(events: list[dict[str, str]]) -> str:
    """As AMI sends it, after its banner and its answer."""
    answer = {"Response": "Success", "EventList": "start", "Message": "Queue status will follow"}
    messages = [answer, *events, {"Event": "QueueStatusComplete", "ListItems": "3"}]
    blocks = ("".join(f"{k}: {v}\r\n" for k, v in message.items()) for message in messages)
    return "Asterisk Call Manager/11.0.0\r\n" + "\r\n".join([*blocks, ""])


def read(tmp_path: Path, content: str | bytes) -> list[Reading]:
    file = tmp_path / "asterisk.out"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return output.read(str(file))


def test_raw_ami(tmp_path: Path) -> None:
    (reading,) = read(tmp_path, wire([*STATUS, SUMMARY]))
    support, sales = reading.queues
    assert (reading.form, reading.at_s) == ("AMI", None)
    assert (support.calls, support.completed, support.perf2, support.line) == (1, 477, 81.0, 6)
    assert support.callers == (Caller("1800000000.7", "PJSIP/trunk-1", 12),)
    assert (sales.calls, sales.longest, sales.holdtime, sales.talktime) == (2, 17, 3, 40)
    assert sales.ends == {"TalkTime": 40}


def test_older_ami_tells_less(tmp_path: Path) -> None:
    old = {k: v for k, v in PARAMS.items() if k not in ("ServicelevelPerf2", "TalkTime")}
    (reading,) = read(tmp_path, wire([old, ENTRY]))
    assert set(reading.queues[0].ends) == {"Completed", "Abandoned", "ServicelevelPerf"}


def test_the_last_answer_of_several_counts(tmp_path: Path) -> None:
    later = {**PARAMS, "Completed": "500", "Calls": "0"}
    (reading,) = read(tmp_path, wire([*STATUS, {**PARAMS, "Queue": "x", "Calls": "0"}, later]))
    support = reading.queues[0]
    assert (support.completed, support.callers) == (500, ())


def test_json_in_all_its_shapes(tmp_path: Path) -> None:
    snapshot = {"t": 1800000040.5, "summary": [SUMMARY], "status": STATUS}
    earlier = {**snapshot, "t": 1800000030.5}
    down = {"t": 1800000035.0, "down": True}
    lines = "\n".join(map(json.dumps, (earlier, down, snapshot)))
    for content in (lines, gzip.compress(lines.encode()), json.dumps([earlier, down, snapshot])):
        readings = read(tmp_path, content)
        assert [reading.at_s for reading in readings] == [1800000030.5, 1800000040.5]
        assert len(readings[0].queues) == 2
    (one,) = read(tmp_path, json.dumps(snapshot, indent=2))
    (events,) = read(tmp_path, json.dumps(STATUS))
    (by_line,) = read(tmp_path, "\n".join(json.dumps({"t": 7, **event}) for event in STATUS))
    assert one.queues[-1].callers == events.queues[0].callers == by_line.queues[0].callers
    assert by_line.at_s == 7


def test_the_reading_of_a_moment(tmp_path: Path) -> None:
    lines = [json.dumps({"t": 1800000000.004 + at, "status": STATUS}) for at in (0, 10, 20)]
    readings = read(tmp_path, "\n".join(lines))
    assert output.choose(readings, None) is readings[2]
    assert output.choose(readings, 1800000010) is readings[1]
    assert output.choose(readings, 1800000019) is readings[1]
    with pytest.raises(SourceError, match="after --at"):
        output.choose(readings, 1799999999)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (wire([{**PARAMS, "Completed": "47x"}, ENTRY]), 6, "Completed is '47x'"),
        (wire([{**PARAMS, "ServicelevelPerf": "180.3"}, ENTRY]), 6, "not a percentage"),
        (wire([{k: v for k, v in PARAMS.items() if k != "Abandoned"}]), 6, "without Abandoned"),
        (wire([PARAMS, ENTRY, ENTRY]), 6, "has 1 calls, but 2 QueueEntry"),
        (wire([PARAMS, {**ENTRY, "Wait": ""}]), 20, "Wait is ''"),
        (wire([ENTRY]), 6, "before its QueueParams"),
        (wire([PARAMS])[:120] + "\r\ngarbage", 7, "not an AMI line: 'garbage'"),
        ('{"t": 1, "status": [', 1, "not JSON"),
        ('{"t": 1, "status": []}\n{"t": 2', 2, "not JSON"),
        ('{"t": "noon", "status": []}', 1, "t is 'noon'"),
        ('{"t": 1, "status": 5}', 1, "status is not a list"),
        ('{"t": 1}', 1, "neither status, summary nor queue_show"),
        ('{"t": 1}\n7', 1, "neither status"),
        ("[7]", 1, "an object was expected"),
        ("[" * 100_000, 1, "not JSON|nested too deeply"),
    ],
)
def test_damaged_output_is_told_with_its_line(
    tmp_path: Path, content: str, line: int, says: str
) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        read(tmp_path, content)
    assert f"asterisk.out:{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "nothing of a queue"),
        ("No queues.\n", "nothing of a queue"),
        ("dear sirs\nhello\n", "nothing of a queue"),
        (wire([MEMBER]), "nothing of a queue"),
        (b"\x1f\x8b\x08\x00garbage", "damaged gzip"),
        (b"\xff\xfe\x00\x01", "nothing of a queue"),
    ],
)
def test_what_says_nothing_of_queues(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        read(tmp_path, content)
    assert caught.value.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere: can't be read: No such file"):
        output.read(str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (0, 0, 0.0),
        (1, 3, 33.3),
        (2, 3, 66.7),
        (1, 8, 12.5),
        (3, 3, 100.0),
        (249, 2000, 12.4),
        (261, 2000, 13.1),
    ],
)
def test_a_share_as_asterisk_prints_it(part: int, whole: int, printed: float) -> None:
    """The last two are exact ties in decimals: single precision decides (12.45 and 13.05)."""
    assert percent(part, whole) == printed
