"""The formats Floorwatch reads, by name. A new source is one module and one line here."""

from __future__ import annotations

from ops.errors import UsageError
from ops.sources.asterisk import Asterisk
from ops.sources.events import Kind

KINDS: dict[str, Kind] = {kind.name: kind for kind in (Asterisk(),)}


def kind(name: str) -> Kind:
    """The kind called `name`; UsageError naming those there are."""
    if name not in KINDS:
        raise UsageError(f"no kind of source is called {name!r}", f"one of: {', '.join(KINDS)}")
    return KINDS[name]
