"""Loading a settings file from its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.errors import SettingsError
from ops.settings import Settings, load


def loaded(file: Path, text: str) -> Settings:
    file.write_text(text, "utf-8")
    return load(file)


def refused(file: Path, text: str) -> SettingsError:
    with pytest.raises(SettingsError) as error:
        loaded(file, text)
    assert error.value.exit_code == 3
    assert error.value.hint
    assert all(mistake.to_do for mistake in error.value.mistakes)
    assert str(error.value) == "\n".join(str(mistake) for mistake in error.value.mistakes)
    return error.value


def said(file: Path, text: str) -> list[tuple[int, str]]:
    """Every mistake's line and text."""
    return [(mistake.line, mistake.what) for mistake in refused(file, text).mistakes]
