"""What somebody chose and finds again: theme, filter, sorting, whether numbers are shown, screen.

One small file a store, in the user's state folder. No Textual.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

_LARGEST = 64 * 1024


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen. Names that mean nothing (any more) are for the app to pass over."""

    theme: str = ""
    filter: str = ""
    orders: dict[str, str] = {}
    """How panes are sorted, by kind (`tui/order.py`)."""
    revealed: bool = False
    """Whether callers' numbers are shown whole."""
    screen: str = ""
    """The id of the place one was at last."""


def state_folder() -> Path:
    """Where this user's choices are kept ($XDG_STATE_HOME/floorwatch)."""
    return Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser() / "floorwatch"


def file_of(store: Path) -> Path:
    """Where the choices for a store are kept."""
    folder = store.absolute()
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return state_folder() / f"{folder.name[:40]}-{mark}.json"


def read(path: Path) -> tuple[Choices, str]:
    """The choices kept there, and why there are none but the defaults ("": all is well)."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_LARGEST), type=Choices), ""
    except FileNotFoundError:
        return Choices(), ""
    except (OSError, ValueError) as error:  # msgspec's errors are ValueErrors
        why = error.strerror if isinstance(error, OSError) else str(error)
        return Choices(), f"{path}: {why}; starting as if for the first time"


def write(path: Path, choices: Choices) -> str:
    """Keep the choices, for this user only; why that failed, or ""."""
    return written(path, msgspec.json.encode(choices))


def written(path: Path, data: bytes) -> str:
    """Keep a file, whole or not at all, for this user only; why that failed, or ""."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        return f"{error.filename or path}: {error.strerror}"
    return ""


class Chosen:
    """The choices of the one who sits here, kept in a file if there is one; none is no mistake.

    `say` is told, once, when they can't be read or kept.
    """

    def __init__(self, path: Path | None, say: Callable[[str], object]) -> None:
        self._path = path
        self._say = say
        self._complained = False
        self.now, self.complaint = read(path) if path else (Choices(), "")

    @property
    def is_kept(self) -> bool:
        """Whether what is chosen outlasts the app."""
        return self._path is not None

    def change(
        self,
        *,
        theme: str | None = None,
        filter: str | None = None,
        orders: Mapping[str, str] | None = None,
        revealed: bool | None = None,
        screen: str | None = None,
    ) -> None:
        """Choose something else, and keep it."""
        sorting = None if orders is None else dict(orders)
        said = {"theme": theme, "filter": filter, "orders": sorting, "revealed": revealed,
                "screen": screen}  # fmt: skip
        changed = {key: value for key, value in said.items() if value is not None}
        before, self.now = self.now, msgspec.structs.replace(self.now, **changed)
        if self._path is None or self.now == before:
            return
        why = write(self._path, self.now)
        if why and not self._complained:
            self._complained = True
            self._say(f"what you choose can't be kept: {why}")
