"""A collector as the settings want it, for the command line and the app alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ops.errors import UsageError
from ops.privacy import make_key
from ops.settings import Settings
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.collector import Collector, Feed
from ops.store.derive import Identities
from ops.store.journal.writing import prepare
from ops.store.layout import StorePaths
from ops.store.origins import Wanted, remember

if TYPE_CHECKING:
    from ops.store.listening import Listener


def open_collector(
    store: Path,
    settings: Settings,
    following: Sequence[Wanted] = (),
    *,
    again: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> Collector:
    """A collector that follows those logs into `store`. The caller holds the store's lock.

    Raises UsageError where two logs are one source, and StoreError or OSError where the store
    can't be written.
    """
    paths, access = StorePaths(store), Access.of(settings.store.group)
    feeds = _feeds(following, settings)
    access.file(make_key(store))  # made by whoever writes, for everybody who may read
    prepare(paths, access)
    remember(following, paths, access)
    collector = Collector(
        paths,
        access,
        feeds,
        Identities.of(settings),
        again=again,
        keep_days=settings.store.keep_days,
        report=report,
    )
    if (listener := _listener(paths, access, settings, following, report)) is not None:
        collector.listen(listener)
    return collector


def _listener(
    paths: StorePaths,
    access: Access,
    settings: Settings,
    following: Sequence[Wanted],
    report: Callable[[str], None],
) -> Listener | None:
    """Who listens to the manager interfaces of the sources that are followed, if any has one."""
    followed = {each.source for each in following}
    wanted = {s.name: s.ami for s in settings.sources if s.ami is not None and s.name in followed}
    if not wanted:
        return None
    from ops.store.listening import Listener

    return Listener(paths, access, wanted, report)


def _feed(each: Wanted, settings: Settings) -> Feed:
    found = kind(each.kind, settings)
    return Feed(each.source, found, each.followed, None if found.follows else each.listed)


def _feeds(following: Sequence[Wanted], settings: Settings) -> list[Feed]:
    for source in {each.source for each in following}:
        same = [str(each.log.path) for each in following if each.source == source]
        if len(same) > 1:
            raise UsageError(
                f"{' and '.join(same)} can't be followed as one source, {source!r}",
                "follow one log a source; finished ones are stored with --once",
            )
    return [_feed(each, settings) for each in following]
