"""Callers' numbers in one form, so that one customer is one, however the trunk wrote the number.

A number is compared as its digits, with the international and the settings' country or trunk
prefix taken off; `queries/model/customers.sql` does the same for all calls at once.
"""

from __future__ import annotations

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
