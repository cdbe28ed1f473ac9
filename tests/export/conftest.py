"""The command line's stores."""

from __future__ import annotations

from tests.cli.conftest import _in_utc, small, small_log

__all__ = ["_in_utc", "small", "small_log"]
