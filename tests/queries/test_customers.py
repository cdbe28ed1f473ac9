"""A customer's number has one normal form, whether SQL works it out or Python."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ops.numbers import normal_form
from ops.settings import NumberSettings
from ops.store.derive import Identities, model_sql, set_identities

RULES = {
    "German": NumberSettings(
        country_prefix="+49", trunk_prefix="0", own_numbers=("030 555 0000", "+43 1 99", "12")
    ),
    "American": NumberSettings(country_prefix="1", trunk_prefix="1", own_numbers=("1 555 0100",)),
    "country alone": NumberSettings(country_prefix="44"),
    "silent": NumberSettings(),
}
CASES = (
    None, "", " ", "0", "00", "000", "12", "123", "0123", "anonymous", "Anonymous", "unknown",
    "restricted", "unavailable", "asterisk", "+49 30 1234567", "0049301234567", "030 1234567",
    "(030) 123-4567", "49301234567", "301234567", "+49", "49", "0049", "0049 12", "004912",
    "+43 1 234567", "0043 1 234567", "+43 1 99", "+49 30 5550000", "0305550000", "305550000",
    "1 555 0100", "+1-555-0100", "15550100", "5550100", "001 555 0101", "0001 5550101", "1112223",
    "00 00 49 30 123", "+44 20 7946 0000", "4420", "44", "44123", "sip:0301234567@example.org",
    "Ana <0301234567>", "٣٠١٢٣٤", "³⁰¹²³", "+", "++49301234567", "0+49301234567",
    "123456789012345678901234",
)  # fmt: skip


SQL = (
    "WITH model_calls AS (SELECT unnest($1::VARCHAR[]) AS caller, unnest(range(len($1))) AS seq) "
    f"SELECT customer FROM ({model_sql('customers')}) AS found ORDER BY seq"
)


@cache
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def by_sql(numbers: Sequence[str | None], rules: NumberSettings) -> list[str | None]:
    """`queries/model/customers.sql` over calls that have nothing but these callers."""
    set_identities(database(), Identities(numbers=rules))
    return [row[0] for row in database().execute(SQL, [list(numbers)]).fetchall()]


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_sql_and_python_agree(rules: NumberSettings) -> None:
    expected = [normal_form(number, rules) for number in CASES]
    assert dict(zip(CASES, by_sql(CASES, rules), strict=True)) == dict(
        zip(CASES, expected, strict=True)
    )


@settings(max_examples=25, deadline=None)
@given(numbers=st.lists(st.text("0149+ -a", max_size=9), min_size=1, max_size=60))
@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_they_agree_on_whatever_a_trunk_writes(numbers: list[str], rules: NumberSettings) -> None:
    assert by_sql(numbers, rules) == [normal_form(number, rules) for number in numbers]


def test_nobody_is_null_and_one_customer_is_one() -> None:
    german = RULES["German"]
    same = ["+49 30 1234567", "0049301234567", "030 1234567", "49301234567"]
    assert by_sql(same, german) == ["301234567"] * 4
    nobody = ["anonymous", "", None, "0", "12", "+49 30 5550000", "004312345"]
    assert by_sql(nobody, german) == [None] * 6 + ["4312345"]
