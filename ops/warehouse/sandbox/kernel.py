"""What the operating system lets a process do: no writing outside one folder, bounded memory.

Landlock (Linux 5.13 and newer) takes rights from the calling thread and all that it starts, for
ever and without privileges; where the kernel has none, the engine's own locks have to do.
Source: https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_GET_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
# Rights to change files: WRITE_FILE, then REMOVE_DIR to MAKE_SYM; later versions add the others.
_WRITING = 1 << 1 | sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_EXECUTE = 1 << 0


def only_write(folder: Path) -> bool:
    """Let this thread, and those it starts, change files in `folder` only, and start no program.

    Returns whether the kernel could do it.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _GET_VERSION)
    if version < 1:
        return False
    changes = _WRITING | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    attributes = struct.pack("=Q", changes | _EXECUTE)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    allowed = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", changes, allowed)
        return bool(
            libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0) == 0
            and libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
            and libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
        )
    finally:
        os.close(allowed)
        os.close(ruleset)


def bounded(memory_bytes: int, file_bytes: int) -> None:
    """Limit what this process may take: data in memory, and the size of any one file."""
    for what, most in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard if what != resource.RLIMIT_CORE else 0))
