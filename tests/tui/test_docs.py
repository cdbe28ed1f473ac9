"""The page about the screen names every key and action there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.tui.actions import ACTIONS, Action, keys_of

PAGE = (Path(__file__).parents[2] / "docs" / "screens.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_the_page_names_every_action(action: Action) -> None:
    row = next((line for line in PAGE.splitlines() if f"`{action.id}`" in line), "")
    assert action.description in row
    for key in keys_of(action, {}):
        assert f"`{key}`" in row
