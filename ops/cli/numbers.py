"""A number as somebody types it, in the form in which customers are compared."""

from __future__ import annotations

from ops.errors import UsageError
from ops.numbers import NOBODY, digits, normal_form
from ops.settings import NumberSettings


def looked_up(text: str, rules: NumberSettings) -> str:
    """The normal form of a typed number; what is no whole number, its digits.

    `phonenumbers` knows what people write around a number, "+44 (0)20 7946 0101 ext. 5": it takes
    too long for every call of a log, not for one. Raises UsageError where nobody is meant.
    """
    written = _international(text, rules) or text
    found = normal_form(written, rules)
    if found is None:
        odd = "is nobody's number" if digits(text) or text.lower() in NOBODY else "has no digits"
        raise UsageError(f"{text!r} {odd}", "write a caller's number, or its last digits")
    return found


def _international(text: str, rules: NumberSettings) -> str | None:
    """The number with its country in front, None where it is no possible number."""
    import phonenumbers

    prefix = digits(rules.country_prefix)
    region = phonenumbers.region_code_for_country_code(int(prefix)) if prefix else None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
