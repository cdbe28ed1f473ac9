"""Callers' numbers in one form, so that one customer is one, however the trunk wrote the number.

A number is compared as its digits, with the international and the settings' country or trunk
prefix taken off; `queries/model/customers.sql` does the same for all calls at once.
"""

from __future__ import annotations

from ops.errors import UsageError
from ops.settings import NumberSettings

NOBODY = frozenset({"", "anonymous", "unknown", "restricted", "unavailable", "0"})
SHORTEST = 3
"""Fewer digits are no customer's number."""

_INTERNATIONAL = "00"


def digits(number: str) -> str:
    """The ASCII digits of `number`."""
    return "".join(c for c in number if c in "0123456789")


def national(number: str, rules: NumberSettings) -> str:
    """The digits of `number` without the prefixes of the settings."""
    found = digits(number)
    country, trunk = digits(rules.country_prefix), digits(rules.trunk_prefix)
    if country and found.removeprefix(_INTERNATIONAL).startswith(country):
        return found.removeprefix(_INTERNATIONAL).removeprefix(country)
    if trunk and found.startswith(trunk) and not found.startswith(_INTERNATIONAL):
        return found.removeprefix(trunk)
    return found.removeprefix(_INTERNATIONAL)


def normal_form(number: str | None, rules: NumberSettings) -> str | None:
    """What two numbers of one customer have in common; None for nobody."""
    if number is None or number.strip().lower() in NOBODY:
        return None
    found = national(number, rules)
    if len(found) < SHORTEST or found in {national(own, rules) for own in rules.own_numbers}:
        return None
    return found


def forms(number: str, rules: NumberSettings) -> tuple[str, ...]:
    """The digits under which a number may stand in a log: with and without its prefixes."""
    found = national(number, rules)
    country = digits(rules.country_prefix)
    written = {digits(number), found, rules.trunk_prefix + found}
    if country:
        written |= {country + found, _INTERNATIONAL + country + found}
    return tuple(sorted(form for form in written if form))


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
