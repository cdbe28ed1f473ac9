"""What the app tells the terminal around it: its title, and the bell."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ops.formats import safe
from ops.tui.alerts import Alarms, Alert, measures
from ops.tui.freshness import Mood
from ops.tui.scene import Scene

KEEP_TITLE, GIVE_BACK_TITLE = "\x1b[22;2t", "\x1b[23;2t"
"""The terminal's own title is put aside at the start and is back at the end."""
_LONGEST = 100


def title(site: str, alerts: Sequence[Alert]) -> str:
    """What stands over the window: the first of the alerts nobody has seen, or the site."""
    new = [alert for alert in alerts if not alert.seen]
    if not new:
        return safe(f"Floorwatch · {site}" if site else "Floorwatch", _LONGEST)
    count = f"▲ {len(new)} alert{'s' if len(new) > 1 else ''}"
    return safe(f"{count} · {new[0].about}: {new[0].key[0]} · Floorwatch", _LONGEST)


class Title:
    """The title as it was last told; told again only when it is another."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._told = ""

    def tell(self, text: str) -> None:
        """Set the title (OSC 2)."""
        if text != self._told:
            self._write(f"{KEEP_TITLE if not self._told else ''}\x1b]2;{text}\a")
            self._told = text

    def give_back(self) -> None:
        """Leave the terminal as it was found."""
        if self._told:
            self._write(f"\x1b]2;\a{GIVE_BACK_TITLE}")


class Lookout:
    """Hears what goes wrong, second by second, and calls: the bell, the title."""

    def __init__(self, write: Callable[[str], object], bell: Callable[[], object]) -> None:
        self.alarms = Alarms()
        self.title = Title(write)
        self._bell = bell

    def look(self, scene: Scene, now_s: float) -> Scene:
        """The scene with what is raised; the past and a pause raise nothing, nor end anything."""
        limits, alarms = scene.snapshot.alerts, self.alarms
        if not scene.calm and scene.mood is not Mood.PAUSED:
            opening = not alarms.has_heard
            new = alarms.hear(measures(scene.snapshot, scene.fresh), now_s, limits)
            if new and limits.bell and not opening:  # whoever opens the app is looking
                self._bell()
        if limits.title:
            self.title.tell(title(scene.snapshot.site, alarms.raised))
        return replace(scene, alerts=alarms.raised, ended_alerts=alarms.ended)
