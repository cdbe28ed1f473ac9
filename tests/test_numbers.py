"""One customer is one, however the trunk wrote the number."""

from __future__ import annotations

import pytest

from ops.numbers import forms, normal_form
from ops.settings import NumberSettings

GERMAN = NumberSettings(country_prefix="+49", trunk_prefix="0", own_numbers=("030 555 0000",))


@pytest.mark.parametrize(
    "number", ["+49 30 1234567", "0049301234567", "030 1234567", "(030) 123-4567", "49301234567"]
)
def test_the_forms_of_one_number_are_one(number: str) -> None:
    assert normal_form(number, GERMAN) == "301234567"
    written = {"301234567", "0301234567", "49301234567", "0049301234567"}
    assert written <= set(forms(number, GERMAN))


@pytest.mark.parametrize(
    "nobody", [None, "", " ", "anonymous", "Unknown", "0", "12", "+49 30 5550000"]
)
def test_nobody_is_no_customer(nobody: str | None) -> None:
    assert normal_form(nobody, GERMAN) is None


def test_foreign_numbers_keep_their_country() -> None:
    assert normal_form("+43 1 234567", GERMAN) == "431234567"
    assert normal_form("0043 1 234567", GERMAN) == "431234567"


def test_without_settings_digits_are_compared() -> None:
    assert normal_form("+49 30 1234567", NumberSettings()) == "49301234567"
