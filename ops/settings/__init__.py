"""The settings: one floorwatch.toml, checked whole, every key with a default.

`load(find(...))` gives a frozen `Settings`; a file with mistakes gives one `SettingsError` that
lists them all with their lines. `docs/settings.md` describes every key.
"""

from ops.settings.hours import OpeningHours
from ops.settings.kinds import FORMULAS
from ops.settings.loading import find, load
from ops.settings.model import (
    AlertSettings,
    AmiSettings,
    FollowUpSettings,
    LongStateSettings,
    LostAfterSettings,
    NumberSettings,
    PrivacySettings,
    QueuePolicy,
    QueueSettings,
    ResolutionSettings,
    Settings,
    SourceSettings,
    SqlSettings,
    StoreSettings,
)

__all__ = [
    "FORMULAS",
    "AlertSettings",
    "AmiSettings",
    "FollowUpSettings",
    "LongStateSettings",
    "LostAfterSettings",
    "NumberSettings",
    "OpeningHours",
    "PrivacySettings",
    "QueuePolicy",
    "QueueSettings",
    "ResolutionSettings",
    "Settings",
    "SourceSettings",
    "SqlSettings",
    "StoreSettings",
    "find",
    "load",
]
