"""Amazon Connect's contact records: two real ones, and made ones for what those do not show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from ops.sources.amazon_connect import AmazonConnect
from ops.sources.events import Rows
from tests.store.conftest import Shop

KIND = AmazonConnect()


def record(**others: object) -> dict[str, Any]:
    """An answered call: 20 s in the menu, 30 s of waiting, 60 s of talk with 10 s on hold."""
    said: dict[str, Any] = {
        "ContactId": "c1", "Channel": "VOICE", "InitiationMethod": "INBOUND",
        "InitiationTimestamp": "2026-05-01T10:00:00Z",
        "DisconnectTimestamp": "2026-05-01T10:02:00Z",
        "LastUpdateTimestamp": "2026-05-01T10:05:00Z", "CustomerEndpoint": {"Address": "+4930123"},
        "Queue": {"Name": "sales", "EnqueueTimestamp": "2026-05-01T10:00:20Z",
                  "DequeueTimestamp": "2026-05-01T10:00:50Z", "Duration": 30},
        "Agent": {"Username": "ana", "ConnectedToAgentTimestamp": "2026-05-01T10:00:50Z",
                  "AgentInteractionDuration": 60, "CustomerHoldDuration": 10,
                  "AfterContactWorkDuration": 15},
    }  # fmt: skip
    return said | others


def decode(*records: object) -> Rows:
    return KIND.decode(b"".join(msgspec.json.encode(each) + b"\n" for each in records), 1, 0)


TEN = 1_777_629_600
"""Fri 1 May 2026, 10:00 UTC."""


def test_an_answered_call_with_all_its_parts() -> None:
    rows = decode(record())
    assert (rows.event, rows.s, rows.call_id) == (["RECORD"], [TEN + 20], ["c1"])
    assert (rows.queue, rows.agent, rows.p1) == (["sales"], ["ana"], ["+4930123"])
    assert rows.p2 == ["answered||||"]
    assert rows.p3 == [f"{TEN}|{TEN + 50}|{TEN + 120}|30|60|10|15|"]
    assert rows.p4 == [f"{(TEN + 300) * 1000}|c1"]


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"Agent": None, "DisconnectReason": "CUSTOMER_DISCONNECT"}, "abandoned||||"),
        ({"Agent": None, "NextContactId": "c2"}, "overflowed||withdrawn||"),
        ({"Agent": None, "InitiationMethod": "CALLBACK"}, "overflowed||withdrawn||"),
        ({"Agent": None, "DisconnectReason": "EXPIRED"}, "overflowed||timeout||"),
        ({"Agent": None, "Queue": None}, "left_in_menu||||"),
        ({"InitiationMethod": "OUTBOUND", "Queue": None}, "ignored||||"),
        ({"Channel": "CHAT"}, "ignored||||"),
        ({"InitiationMethod": "CALLBACK"}, "answered||||"),
        ({"DisconnectReason": "AGENT_DISCONNECT"}, "answered|agent|||"),
        (
            {"NextContactId": "c2", "TransferCompletedTimestamp": "2026-05-01T10:01:30Z",
             "TransferredToEndpoint": {"Address": "+4940"}},
            "answered|transfer|||+4940",
        ),
    ],
)  # fmt: skip
def test_how_contacts_end(others: dict[str, Any], told: str) -> None:
    rows = decode(record(**others))
    assert (rows.reason, rows.p2) == ([None], [told])


def test_the_legs_of_a_chain_are_one_contact() -> None:
    leg = record(ContactId="c2", InitialContactId="c1", PreviousContactId="c1")
    rows = decode(record(NextContactId="c2"), leg)
    assert rows.call_id == ["c1", "c1"]
    assert [str(p4).partition("|")[2] for p4 in rows.p4] == ["c1", "c2"]


def test_what_is_no_contact_record_is_rejected_with_its_place() -> None:
    rows = decode({"a": 1}, record(InitiationTimestamp="yesterday"), record())
    assert rows.event == [None, None, "RECORD"]
    assert "ContactId" in str(rows.reason[0])
    assert "InitiationTimestamp" in str(rows.reason[1])
    local = record(Queue={"Name": "q", "EnqueueTimestamp": "2026-05-01T10:00:20"})
    assert "EnqueueTimestamp" in str(decode(local).reason[0])


def test_real_records_are_stored_once_and_the_newest_counts(
    samples: Path, shop: Shop, tmp_path: Path
) -> None:
    folder = samples / "amazon_connect_ctr"
    files = [folder / "ctr_2020-03-31_mongo_export.json", folder / "ctr_2022-04-08.json"]
    older = msgspec.json.decode(files[1].read_bytes())
    older |= {"LastUpdateTimestamp": "2022-04-08T15:01:30Z"}
    older["Agent"] = older["Agent"] | {"AfterContactWorkDuration": None}
    late = tmp_path / "late.json"
    late.write_bytes(msgspec.json.format(msgspec.json.encode([older]), indent=2))
    assert shop.load(*files, kind_name="amazon-connect") == 2
    assert shop.load(late, kind_name="amazon-connect") == 1
    assert shop.load(*files, late, kind_name="amazon-connect") == 0
    cursor = shop.warehouse().cursor()
    found = cursor.execute(
        "SELECT queue, wait_s, talk_s, hold_s, wrapup_s, outcome, ended_by, agent FROM calls "
        "ORDER BY s"
    ).fetchall()
    assert found == [
        ("Chinese CSR", 5.0, 14.0, 0.0, 10.0, "answered", None, "agent-a"),
        ("BasicQueue", 7.0, 33.0, 0.0, 32.0, "answered", "caller", "admin1"),
    ]
