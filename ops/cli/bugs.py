"""An error nobody expected: a line for the person, the traceback in a file for whoever mends it."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from pathlib import Path

from ops import __version__, clock


def note(error: BaseException) -> tuple[str, str]:
    """Write the traceback where the user's state is kept; returns message and hint."""
    what = f"this is a bug: {type(error).__name__}: {error}"
    try:
        path = _write(error)
    except OSError as failure:
        return what, f"the details could not be written: {failure}"
    return what, f"the details are in {path} (it may hold callers' numbers)"


def _write(error: BaseException) -> Path:
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    folder = Path(state).expanduser() / "floorwatch"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"bug-{clock.now():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    text = "".join(traceback.format_exception(error))
    header = (
        f"floorwatch {__version__}, python {platform.python_version()}, {platform.platform()}\n"
        f"{' '.join(sys.argv)}\n\n"
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(header + text)
    return path
