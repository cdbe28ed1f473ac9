"""Everything a person can do, in one table.

Bindings, footer, help screen and command palette are made from it, and nothing else binds a key.
The settings may give an action other keys, by its id (`[keys]` in floorwatch.toml).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from textual.binding import Binding, BindingType

from ops.tui.places import PLACES


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    `where` says who does it: the app, a screen (by its `NAME`) or a pane; `call` is the method,
    with arguments where it has any. `footer` is its word in the footer, "" for no place there.
    Two screens may give one key to different actions; with the app's and the panes' keys nothing
    may clash.
    """

    id: str
    key: str
    call: str
    description: str
    tooltip: str
    group: str
    where: str
    footer: str = ""
    leaves: int = 0
    """Where the footer is too narrow, those of the highest number go first."""


_WORK = (
    ("done", "d", "act('done')", "Done", "What was owed is done; u takes it back", "done", 0),
    ("note", "n", "act('note')", "Note …", "Say something about it", "note", 0),
    ("assign", "a", "act('assign')", "Assign …", "Who sees to it from now on", "assign", 0),
    ("snooze", "z", "act('snooze')", "Snooze …", "Let it rest until then; due when it was",
     "snooze", 1),
    ("due", "p", "act('set due')", "Due …", "Another due time, agreed on with the customer",
     "due", 4),
    ("cancel", "x", "act('cancel')", "Cancel", "It is not owed any more; u takes it back",
     "cancel", 6),
    ("reopen", "O", "act('reopen')", "Reopen", "A settled one is owed again", "", 0),
    ("undo", "u", "undo", "Undo", "Take back what was done last from this screen", "undo", 2),
)  # fmt: skip
"""What is done to a follow-up, on each screen where one is worked."""


def _work(where: str) -> tuple[Action, ...]:
    return tuple(
        Action(f"{where}.{name}", key, call, description, tooltip, "Follow-ups", where, footer,
               leaves)
        for name, key, call, description, tooltip, footer, leaves in _WORK
    )  # fmt: skip


def _new(where: str) -> Action:
    return Action(f"{where}.new", "o", "new", "New follow-up …",
                  "Promise something to a customer: the one looked at, or by number",
                  "Follow-ups", where, "new follow-up", 5)  # fmt: skip


def _judging(where: str) -> tuple[Action, ...]:
    """What counts as the same issue again, on each screen that says whether it was resolved."""
    return (
        Action(f"{where}.scope", "o", "scope", "What is a repeat",
               "Any later contact, one in the same queue, or one for the same reason",
               "Look", where, "scope"),
        Action(f"{where}.window", "d", "window", "Within how many days",
               "A later contact is a repeat within 1, 3, 7, 14 or 30 days", "Look", where, "days"),
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    *(Action(f"go.{place.id}", place.digit, f"go('{place.id}')", place.title, place.tooltip,
             "Screens", "app") for place in PLACES),
    Action("app.filter", "/", "screen.filter", "Filter",
           "Only what has these words; Esc takes it away", "Look", "app", "filter"),
    Action("app.explain", "?", "explain", "Explain this number",
           "What the number under the cursor means, its parts, and the very query",
           "Look", "app", "explain", leaves=1),
    Action("floor.abandons", "a", "abandons", "Who gave up",
           "The callers who hung up while waiting in this queue today",
           "Look", "floor"),
    Action("queue.abandons", "a", "abandons", "Who gave up, or all calls",
           "Only the callers who hung up while waiting, and back to all calls",
           "Look", "queue", "gave up"),
    *_judging("resolution"),
    Action("resolution.below", "v", "below", "The list below",
           "Figures, reasons or repeat callers, where there is room for one",
           "Look", "resolution", "list"),
    *_work("followups"),
    Action("followups.call_back", "b", "call_back", "Make a call-back",
           "Of the lost caller the cursor is on, once; it closes by itself when they are answered",
           "Follow-ups", "followups", "call back", leaves=1),
    Action("followups.which", "v", "which", "Open, settled, all",
           "Which follow-ups are listed", "Follow-ups", "followups", "open/settled", leaves=7),
    _new("followups"),
    *_work("owed"),
    _new("owed"),
    _new("calls"),
    _new("call"),
    Action("call.undo", "u", "undo", "Undo", "Take back what was done last from this screen",
           "Follow-ups", "call"),
    Action("calls.undo", "u", "undo", "Undo", "Take back what was done last from this screen",
           "Follow-ups", "calls"),
    Action("calls.more", "m", "more", "More calls", "Older ones of those that are looked for",
           "Look", "calls", "more", leaves=2),
    *_judging("agents"),
    Action("agents.queue", "v", "queue", "Which queue …",
           "One queue's calls, or those of all; Esc goes back to all", "Look", "agents", "queue"),
    Action("explain.before", "left", "step(-1)", "The figure before",
           "Explain the one left of it on the screen", "Look", "explain"),
    Action("explain.after", "right", "step(1)", "The next figure",
           "Explain the one right of it on the screen", "Look", "explain"),
    Action("floor.wall", "w", "wall", "Wall mode",
           "Huge figures for a screen across the room, and back",
           "Look", "floor", "wall", leaves=3),
    Action("pane.sort", "s", "sort", "Sort",
           "The focused pane by something else; its heading says by what", "Look", "pane", "sort",
           leaves=5),
    Action("app.jump", "g", "screen.jump", "Jump",
           "Letters beside panes and rows; typing them goes there", "Move", "app", "jump",
           leaves=7),
    Action("app.reveal", "r", "reveal", "Show or mask numbers",
           "Callers' whole numbers, where the settings allow it", "Look", "app"),
    Action("app.copy_figure", "c", "screen.copy_figure", "Copy the figure",
           "The one the cursor stands on; where it stands on none, asks what to copy",
           "Take along", "app", "copy", leaves=8),
    Action("app.copy", "C", "screen.copy", "Copy …",
           "A figure of the row, the row, or the whole screen", "Take along", "app"),
    Action("app.copy_row", "y", "screen.copy_row", "Copy the row",
           "What the cursor is on, as text", "Take along", "app"),
    Action("app.copy_screen", "Y", "screen.copy_screen", "Copy the screen",
           "All that is seen, as text", "Take along", "app"),
    Action("app.save", "ctrl+s", "screen.save", "Save the screen as SVG",
           "Into the folder one is in; a message says where", "Take along", "app"),
    Action("app.alerts", "!", "alerts", "Alerts",
           "What is raised and what has ended, since when, and why", "Look", "app", "alerts",
           leaves=5),
    Action("app.seen", "A", "seen_all", "Acknowledge all alerts",
           "They stay in the list, and ring no more", "Look", "app"),
    Action("alerts.seen", "x", "seen", "Acknowledge the alert",
           "The one the cursor is on", "Look", "alerts", "acknowledge"),
    Action("app.theme", "t", "next_theme", "Next theme",
           "Dark, light, high contrast", "Look", "app", "theme", leaves=6),
    Action("app.pause", "space", "pause", "Pause",
           "Hold the picture as it is, and go on",
           "Time", "app", "pause", leaves=4),
    Action("app.back", "[", "step(-60)", "Back a minute",
           "The whole floor as it was at the full minute before",
           "Time", "app", "rewind", leaves=2),
    Action("app.forth", "]", "step(60)", "Forth a minute",
           "A minute nearer to the present", "Time", "app"),
    Action("app.back_far", "{", "step(-900)", "Back a quarter of an hour",
           "To the quarter of an hour before", "Time", "app"),
    Action("app.forth_far", "}", "step(900)", "Forth a quarter of an hour",
           "A quarter of an hour nearer to the present", "Time", "app"),
    Action("app.present", "end,home", "present", "Return to the present",
           "Leave the past; in an ended log, go to its end", "Time", "app", "present"),
    Action("sql.run", "f5,ctrl+r", "run", "Run", "The statement the cursor is in",
           "SQL", "sql", "run"),
    Action("sql.stop", "f8", "stop", "Stop", "Kill what is being answered", "SQL", "sql"),
    Action("sql.all", "f9", "load_all", "Load all rows", "Those beyond the first thousand too",
           "SQL", "sql", "all rows", leaves=4),
    Action("sql.chart", "f4", "chart", "Chart",
           "Of the column under the cursor: line, bars, histogram, and back to the rows",
           "SQL", "sql", "chart", leaves=2),
    Action("sql.take", "ctrl+o", "take_result", "Copy or write the result",
           "To the clipboard or into a file", "SQL", "sql", "take along", leaves=5),
    Action("sql.open", "f3", "open_query", "Open a query",
           "Any there is, to run it as it is or to change it", "SQL", "sql", "queries", leaves=1),
    Action("sql.history", "f7", "history", "History", "What was asked before",
           "SQL", "sql", "history", leaves=3),
    Action("sql.save", "f2", "save_query", "Save as a query of one's own",
           "Then it runs by its name too", "SQL", "sql", "save", leaves=6),
    Action("sql.params", "f6", "params", "Parameters", "What $names stand for", "SQL", "sql"),
    Action("sql.edit", "e", "edit", "Back to the editor", "From the rows", "SQL", "sql"),
    Action("sql.before", "ctrl+pageup,<", "turn(-1)", "The result before",
           "Results are kept, the last nine", "SQL", "sql"),
    Action("sql.after", "ctrl+pagedown,>", "turn(1)", "The next result",
           "Results are kept, the last nine", "SQL", "sql"),
    Action("sql.first", "ctrl+home", "end_of_rows(0)", "First row", "Of the result",
           "SQL", "sql"),
    Action("sql.last", "ctrl+end", "end_of_rows(-1)", "Last row", "Of what is loaded",
           "SQL", "sql"),
    Action("explain.sql", "enter", "open_sql", "Open it as SQL",
           "The very query, with these parameters, in the SQL screen", "SQL", "explain"),
    Action("pane.up", "up,k", "move(0, -1)", "Up", "One line up", "Move", "pane"),
    Action("pane.down", "down,j", "move(0, 1)", "Down", "One line down", "Move", "pane"),
    Action("pane.left", "left", "move(-1, 0)", "Left",
           "One column, agent or quarter of an hour to the left", "Move", "pane"),
    Action("pane.right", "right", "move(1, 0)", "Right",
           "One column, agent or quarter of an hour to the right", "Move", "pane"),
    Action("pane.open", "enter", "open", "Open",
           "The queue's day, the agent's day, the calls of a quarter of an hour", "Move", "pane",
           "open", leaves=3),
    Action("pane.page_up", "pageup", "page(-1)", "Page up", "As much as is seen", "Move", "pane"),
    Action("pane.page_down", "pagedown", "page(1)", "Page down", "As much as is seen",
           "Move", "pane"),
    Action("app.next", "tab", "focus_next", "Next pane", "Queues, callers, happenings, agents",
           "Move", "app"),
    Action("app.previous", "shift+tab", "focus_previous", "Previous pane", "The other way round",
           "Move", "app"),
    Action("app.escape", "escape", "escape", "Back",
           "Out of what was opened, the filter, the past: always one step back", "Move", "app"),
    Action("app.palette", "ctrl+p,:", "command_palette", "Commands",
           "Find anything by its name", "Floorwatch", "app", "commands", leaves=9),
    Action("app.help", "f1,h", "help", "Help", "Every key, every sign", "Floorwatch", "app",
           "help"),
    Action("app.quit", "q,ctrl+q,ctrl+c", "quit", "Quit",
           "The collector and the store do not mind", "Floorwatch", "app", "quit"),
)  # fmt: skip
GROUPS = tuple(dict.fromkeys(action.group for action in ACTIONS))
_EVERYWHERE = ("app", "pane")
_PAGES = ("explain",)
"""Pages that lie over a screen: nothing else can be done while one does."""
_BY_ID = {action.id: action for action in ACTIONS}
_SHOWN_AS = {
    "space": "Space", "escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn", "tab": "Tab",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End",
}  # fmt: skip


def bindings(where: str) -> list[BindingType]:
    """The bindings of one place, for its `BINDINGS`."""
    return [
        Binding(a.key, a.call, a.description, id=a.id, tooltip=a.tooltip, show=bool(a.footer))
        for a in ACTIONS
        if a.where == where
    ]


def known_to(where: str) -> tuple[Action, ...]:
    """The actions one has on a screen: the app's, the panes' and its own."""
    return tuple(action for action in ACTIONS if action.where in (*_EVERYWHERE, where))


def in_footer(where: str) -> tuple[Action, ...]:
    """The actions the footer of a screen names, in its order."""
    return tuple(action for action in known_to(where) if action.footer)


def goes_to() -> tuple[Action, ...]:
    """The actions that go to a numbered screen, in the order of their digits."""
    return tuple(action for action in ACTIONS if action.id.startswith("go."))


def unknown(keys: Mapping[str, str]) -> list[str]:
    """The ids in a key map that are no action's."""
    return sorted(set(keys) - set(_BY_ID))


def keys_of(action: Action, keys: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that do it, given the settings' key map, as one reads them: `("/",)`, `("F1",)`."""
    chosen = keys.get(action.id) or action.key
    return tuple(shown(key.strip()) for key in chosen.split(",") if key.strip())


@lru_cache
def shown(key: str) -> str:
    """A key as it stands on the keyboard."""
    if key in _SHOWN_AS:
        return _SHOWN_AS[key]
    if len(key) == 1:
        return key
    *modifiers, last = key.split("+")
    name = _SHOWN_AS.get(last) or last.title()
    return "-".join([*("Ctrl" if m == "ctrl" else m.title() for m in modifiers), name])


def is_typed(key: str) -> bool:
    """Whether a key, as it is shown, is a letter to whatever is typed into."""
    return key == "Space" or (len(key) == 1 and key not in _SHOWN_AS.values())


def clashes(keys: Mapping[str, str]) -> list[str]:
    """Keys that two actions would share where both can be done, as sentences."""
    taken: dict[str, list[Action]] = {}
    found: list[str] = []
    for action in ACTIONS:
        for key in keys_of(action, keys):
            others = taken.setdefault(key, [])
            found += [f"{key} is both {o.id} and {action.id}" for o in others if _meet(o, action)]
            if action not in others:
                others.append(action)
    return found


def _meet(one: Action, other: Action) -> bool:
    """Whether both can be done at one time."""
    if one is other or (one.where in _PAGES) != (other.where in _PAGES):
        return False
    return one.where == other.where or one.where in _EVERYWHERE or other.where in _EVERYWHERE
