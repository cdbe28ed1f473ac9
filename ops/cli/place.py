"""Which store and which settings a command works with, and the one lock for writing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ops.cli.options import PlaceOptions
from ops.errors import StoreError
from ops.settings import Settings, find, load

if TYPE_CHECKING:
    from ops.store.access import Access
    from ops.store.layout import StorePaths
    from ops.warehouse.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Place:
    """A store's folder, which need not exist yet, and the settings that hold there."""

    store: Path
    settings: Settings

    @property
    def paths(self) -> StorePaths:
        """Where everything of the store lies."""
        from ops.store.layout import StorePaths

        return StorePaths(self.store)

    def access(self) -> Access:
        """Whose its files are; SettingsError where the group is unknown."""
        from ops.store.access import Access

        return Access.of(self.settings.store.group)

    def warehouse(self) -> Warehouse:
        """The store as it is now, read; StoreError where there is none. The caller closes it."""
        from ops.warehouse.warehouse import Warehouse

        self.reading()
        warehouse = Warehouse(self.store, self.settings)
        try:
            warehouse.refresh()
        except BaseException:
            warehouse.close()
            raise
        return warehouse

    def reading(self) -> None:
        """Raise StoreError where there is no store, or this user may not look into it."""
        if not self.store.is_dir():
            raise StoreError(
                f"{self.store}: there is no store",
                "make one with `floorwatch collect LOG`, or name another with --store DIR",
            )
        readable(self.store)

    def is_held(self) -> bool:
        """Whether another process writes the store at the moment."""
        from ops.store.lock import CollectorLock

        lock = CollectorLock(self.paths.lock)
        with contextlib.suppress(OSError):
            free = lock.acquire()
            lock.release()
            return not free
        return False

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's lock, making the store first; StoreError where another has it."""
        from ops.store.lock import CollectorLock

        lock = CollectorLock(self.paths.lock)
        with explained(self.store):
            self.access().folder(self.store)
            taken = lock.acquire()
        if not taken:
            raise StoreError(
                f"{self.store}: {holder(self.paths.lock)} writes this store",
                "only one process can: end that one first (a service: systemctl stop), or take "
                "another --store DIR",
            )
        try:
            yield
        finally:
            lock.release()


def place(options: PlaceOptions) -> Place:
    """The store that was named, else the settings', else the one in the user's data folder."""
    default = data_folder()
    settings = load(find(options.settings, options.store or default))
    named = options.store or settings.store.path or default
    return Place(Path(named).absolute(), settings)


def data_folder() -> Path:
    """Where the store lies unless somebody says otherwise ($XDG_DATA_HOME/floorwatch)."""
    return _xdg("XDG_DATA_HOME", "~/.local/share")


def cache_folder() -> Path:
    """Where the demo and watched logs are kept: can be deleted ($XDG_CACHE_HOME/floorwatch)."""
    return _xdg("XDG_CACHE_HOME", "~/.cache")


def holder(lock: Path) -> str:
    """Who holds a lock file, as words: "process 4711"."""
    with contextlib.suppress(OSError, ValueError):
        return f"process {int(lock.read_text())}"
    return "another process"


def readable(store: Path) -> None:
    """Raise StoreError where this user may not look into the store."""
    with explained(store):
        for folder in (store, store / "events"):
            if folder.exists():
                os.scandir(folder).close()


@contextlib.contextmanager
def explained(store: Path) -> Iterator[None]:
    """Turn an operating system's refusal into a StoreError."""
    try:
        yield
    except OSError as error:
        what = f"{error.filename or store}: {error.strerror or error}"
        hint = "see who owns the store, that the disk has room, or name another with --store DIR"
        raise StoreError(what, hint) from error


def _xdg(variable: str, default: str) -> Path:
    base = os.environ.get(variable) or default
    return Path(base).expanduser() / "floorwatch"
