"""The formats Floorwatch reads, by name.

A format with a logic of its own is a module and one line in KINDS; a table of records is a mapping:
a file in `data/mappings`, or a `[mappings.NAME]` of the settings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

import msgspec

from ops.errors import UsageError
from ops.resources import data_dir
from ops.settings import Settings, zones
from ops.settings.mappings import MappingSettings
from ops.sources.amazon_connect import AmazonConnect
from ops.sources.asterisk import Asterisk
from ops.sources.events import Kind
from ops.sources.freeswitch import FreeSwitch

KINDS: dict[str, Kind] = {each.name: each for each in (Asterisk(), AmazonConnect(), FreeSwitch())}


def kind(name: str, settings: Settings | None = None) -> Kind:
    """The kind called `name`, the settings' own first; UsageError naming those there are."""
    if name in KINDS:
        return KINDS[name]
    found = mappings(settings)
    if name not in found:
        known = ", ".join([*KINDS, *sorted(found)])
        raise UsageError(f"no kind of source is called {name!r}", f"one of: {known}")
    from ops.sources.mapped import Mapped

    return Mapped(name, found[name], _zone(name, found[name], settings or Settings()))


def may_have_tickets(name: str, settings: Settings) -> bool:
    """Whether sources of that kind have tickets; of one that nobody knows it can't be told."""
    found = KINDS.get(name) or mappings(settings).get(name)
    return found is None or found.has_tickets


def mappings(settings: Settings | None = None) -> Mapping[str, MappingSettings]:
    """Every mapping: those Floorwatch brings along, and over them the settings' own."""
    return {**shipped(), **(settings.mappings if settings else {})}


@cache
def shipped() -> Mapping[str, MappingSettings]:
    """The mappings in `data/mappings`."""
    return {
        path.stem: msgspec.convert(tomllib.loads(path.read_text("utf-8")), MappingSettings)
        for path in sorted((data_dir() / "mappings").glob("*.toml"))
    }


def _zone(name: str, mapping: MappingSettings, settings: Settings) -> str:
    """Of times without an offset; UsageError where nobody knows it by name."""
    zone = mapping.zone or settings.zone.key
    if zone not in zones.names():
        raise UsageError(
            f"kind {name!r}: the machine's time zone has no name",
            'set time_zone = "Europe/Berlin" in the settings, or the zone of the mapping',
        )
    return zone
