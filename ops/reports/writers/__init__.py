"""A report as a file: each module has `write(report) -> bytes`."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from ops.reports.model import Report

FORMATS = ("html", "xlsx", "pdf", "md")
_MODULES = {"html": "html", "xlsx": "xlsx", "pdf": "pdf", "md": "markdown"}


def writer(form: str) -> Callable[[Report], bytes]:
    """What writes a format; its libraries are loaded now and not before."""
    module = importlib.import_module(f"ops.reports.writers.{_MODULES[form]}")
    written: Callable[[Report], bytes] = module.write
    return written
