"""What is offered at a cursor, which stands at the `|`."""

from __future__ import annotations

import pytest

from ops.tui.sql.completion import Column, Words, offers

WORDS = Words(
    relations={"calls": "every call", "queues": "every queue"},
    columns={
        "calls": (Column("queue", "VARCHAR", "the queue"), Column("wait_s", "DOUBLE")),
        "queues": (Column("queue", "VARCHAR"), Column("target", "DOUBLE")),
    },
    functions=("quantile(", "count("),
    table_functions=("range(",),
    queries={"queue_day": ("a queue's day", "SELECT 1 AS one;")},
)


def offered(text: str) -> list[str]:
    return [o.label for o in offers(text.replace("|", ""), text.index("|"), WORDS).found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("SELECT q| FROM calls", ["queue", "QUALIFY", "quantile("]),
        ("SELECT tar| FROM calls", []),
        ("SELECT tar|", ["target"]),
        ("SELECT * FROM |", ["calls", "queues", "queue_day", "range("]),
        ("SELECT * FROM calls JOIN qu|", ["queues", "queue_day"]),
        ("SELECT * FROM calls, q|", ["queues", "queue_day"]),
        ("SELECT c.| FROM calls AS c JOIN queues q USING (queue)", ["queue", "wait_s"]),
        ("SELECT q.t| FROM calls c JOIN queues q", ["target"]),
        ("WITH mine AS (SELECT 1) SELECT * FROM mi|", ["mine"]),
        ("SELECT 'que|", []),
        ("SELECT 1 -- que|", []),
        ("SELECT /* que| */ 1", []),
        ("SELECT $since, $s|", ["$since"]),
        ("que|", ["queue_day"]),
        ("SELECT count(que|) FROM calls", ["queue"]),
    ],
)
def test_what_could_stand_there(text: str, first: list[str]) -> None:
    assert offered(text)[: len(first) or 1] == first


def test_what_is_written_complete_is_not_offered() -> None:
    assert offered("SELECT wait_s| FROM calls") == []


def test_a_word_is_replaced_whole() -> None:
    found = offers("SELECT wa_s FROM calls", 9, WORDS)
    assert (found.start, found.end) == (7, 11)
    assert found.found[0].text == "wait_s"


def test_a_query_is_written_as_something_to_read_from_or_as_the_statement() -> None:
    inside = offers("SELECT * FROM queue_d", 21, WORDS).found[0]
    assert inside.text == "(\nSELECT 1 AS one\n) AS queue_day"
    assert offers("queue_d", 7, WORDS).found[0].text == "SELECT 1 AS one"
