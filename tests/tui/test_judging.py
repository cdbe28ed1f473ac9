"""Signs, the worst thing in a sentence, bars and figures: pure functions, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ops.settings import LongStateSettings
from ops.snapshot import AgentNow, Interval, QueueNow, Share, SourceNow, Waiting
from ops.tui.alerts import measures
from ops.tui.freshness import freshness
from ops.tui.judge import Sign, agent_sign, caller_sign, queue_sign
from ops.tui.scene import Scene
from ops.tui.theme import looks
from ops.tui.widgets.bigfigures import figures, is_drawable, lines_of, width_of_figures
from ops.tui.widgets.happenings import briefly
from ops.tui.widgets.quarters import stack
from ops.tui.widgets.queuecolumns import Day, QueueRow, away_words, budget_words
from ops.tui.widgets.spark import bar, silent_before, squeezed
from ops.tui.widgets.wall import figures_width, layout
from ops.tui.worst import complaints, duration_words
from tests.tui.floors import NOW_S, agent, floor, queue, source


def scene_of(
    *queues: QueueNow, sources: tuple[SourceNow, ...] = (source(NOW_S),), **others: object
) -> Scene:
    shot = replace(floor(queues=queues, sources=sources), **others)  # type: ignore[arg-type]
    return Scene(shot, freshness(shot, NOW_S))


@pytest.mark.parametrize(
    ("one", "sign"),
    [
        (queue("q"), Sign.FINE),
        (queue("q", oldest_s=NOW_S - 60, waiting=1), Sign.FINE),  # exactly three thresholds
        (queue("q", oldest_s=NOW_S - 61, waiting=1), Sign.WARN),
        (queue("q", oldest_s=NOW_S - 121, waiting=1), Sign.BAD),  # above six
        (queue("q", burn=2.1), Sign.WARN),
        (queue("q", level=Share(79, 100), budget_left=-1, burn=0.5), Sign.WARN),  # recovering
        (queue("q", level=Share(79, 100), budget_left=-1, burn=1.0), Sign.BAD),
        (queue("q", level=Share(80, 100), budget_left=0), Sign.WARN),  # nothing left to miss
        (queue("q", level=Share(1, 1), budget_left=0.2), Sign.FINE),  # nothing missed yet
        (queue("q", level=Share(0, 0)), Sign.NONE),
        (queue("q", is_open=False), Sign.NONE),
        (queue("q", is_open=False, waiting=2, oldest_s=NOW_S - 3), Sign.WARN),
    ],
)
def test_a_queues_sign(one: QueueNow, sign: Sign) -> None:
    assert queue_sign(one, scene_of(one)) is sign


@pytest.mark.parametrize(
    ("waited_s", "sign"), [(20, Sign.FINE), (21, Sign.WARN), (60, Sign.WARN), (61, Sign.BAD)]
)
def test_a_callers_sign(waited_s: int, sign: Sign) -> None:
    caller = Waiting("q", "c", "··· 0147", NOW_S - waited_s, 20.0, None)
    assert caller_sign(caller, scene_of()) is sign


@pytest.mark.parametrize(
    ("one", "sign"),
    [
        (agent("A", "ready", 9999), Sign.FINE),
        (agent("A", "paused", 599), Sign.FINE),
        (agent("A", "paused", 600), Sign.WARN),
        (agent("A", "paused", 1200), Sign.BAD),
        (agent("A", "talking", 614, talk_s=205.0), Sign.FINE),
        (agent("A", "talking", 615, talk_s=205.0), Sign.WARN),  # three times their own mean
        (agent("A", "talking", 1230, talk_s=205.0), Sign.BAD),
        (agent("A", "out", 9), Sign.NONE),
        (agent("A", "ready", known=False), Sign.UNKNOWN),
        (agent("A", "a state nobody has heard of"), Sign.FINE),
    ],
)
def test_an_agents_sign(one: AgentNow, sign: Sign) -> None:
    assert agent_sign(one, scene_of()) is sign


def said(scene: Scene, width: int = 200) -> list[str]:
    return [complaint.sentence(width) for complaint in complaints(scene)]


def test_the_draft_s_sentence() -> None:
    one = queue("support", level=Share(284, 399), budget_left=-35.2, burn=1.0)
    assert said(scene_of(one)) == [
        "support: the next 176 calls all have to be answered in 20 s to reach 80 % today"
    ]
    # 176 more in time: (284 + 176) / (399 + 176) = 0.8 exactly
    assert (284 + 176) / (399 + 176) == 0.8


def test_it_says_since_when_and_the_last_goes_first_where_it_is_narrow() -> None:
    one = queue("support", level=Share(284, 399), budget_left=-35.2, burn=4.1, waiting=7,
                oldest_s=NOW_S - 134, under_since_s=NOW_S - 4200)  # fmt: skip
    for width, says in (
        (200, "support: under 80 % since 09:32; the next 176 calls all have to be answered in 20 s "
              "to reach it; the oldest caller waits 2:14; "
              "missing 4.1 × as many calls as the target allows"),
        (116, "support: under 80 % since 09:32; the next 176 calls all have to be answered in 20 s "
              "to reach it; oldest waits 2:14"),
        (76, "support: under 80 % since 09:32; next 176 calls all in 20 s to reach it"),
        (40, "support: under 80 % since 09:32"),
    ):  # fmt: skip
        assert said(scene_of(one), width) == [says]


def test_the_worst_comes_first_and_a_source_that_fails_before_all() -> None:
    late = queue("late", waiting=1, oldest_s=NOW_S - 200)
    scene = scene_of(
        queue("fine"),
        queue("warm", burn=3.0),
        late,
        sources=(source(NOW_S, error="no permission"),),
    )
    assert said(scene) == [
        "pbx: no permission",
        "late: the oldest caller waits 3:20",
        "warm: missing 3.0 × as many calls as the target allows",
    ]


def test_what_is_said_of_other_troubles() -> None:
    one = queue("q", level=Share(80, 100), budget_left=0)
    assert said(scene_of(one)) == ["q: one more late answer takes it under 80 %"]
    one = queue("q", level=Share(99, 100), budget_left=-1, target=1.0)
    assert said(scene_of(one)) == ["q: 100 % can no longer be reached today"]
    one = queue("q", is_open=False, waiting=2, oldest_s=NOW_S - 3)
    assert said(scene_of(one)) == ["q: closed, and 2 still waiting"]


@pytest.mark.parametrize(
    ("state", "lasted_s", "sign"),
    [("paused", 59, Sign.FINE), ("paused", 60, Sign.WARN), ("paused", 180, Sign.BAD),
     ("wrap-up", 119, Sign.FINE), ("wrap-up", 120, Sign.WARN), ("ready", 9999, Sign.FINE)],
)  # fmt: skip
def test_a_state_is_long_when_the_settings_say_so(state: str, lasted_s: int, sign: Sign) -> None:
    limits = LongStateSettings(paused_s=60, far_times=3)
    one = agent("Ana", state, lasted_s)
    assert agent_sign(one, scene_of(agents=(one,), long_states=limits)) is sign


def test_a_closed_queue_says_until_when() -> None:
    def words(opens_s: int | None) -> str:
        one = queue("q", is_open=False, opens_s=opens_s)
        scene = scene_of(one)
        return away_words(QueueRow(one, Sign.NONE, scene, Day.of(scene)))[0]

    assert words(NOW_S + 33_473) == "closed until 20:00"
    assert words(NOW_S + 86_400) == "closed until Tue 10:42"
    assert words(None) == "closed"


def test_a_low_bar_keeps_its_proportions_and_a_high_one_leaves_nothing_out() -> None:
    one = Interval(0, 191, 145, 26, 18, 2, 0, Share(145, 191), 4.0)

    def bar_of(rows: int) -> str:
        return "".join(text for text, _ in stack(one, 191, rows, looks("dark")))

    assert bar_of(4) == "███▒"
    assert bar_of(10) == "███████▒░┊"


@pytest.mark.parametrize(
    ("s", "says"), [(20.0, "20 s"), (120.0, "2 min"), (90.0, "1:30"), (2.5, "2.5 s")]
)
def test_a_threshold_in_words(s: float, says: str) -> None:
    assert duration_words(s) == says


@pytest.mark.parametrize(
    ("left", "says"),
    [(None, "–"), (15.6, "+15"), (0.9, "0"), (0.0, "0"), (-0.1, "−1"), (-35.2, "−36")],
)
def test_an_overspent_budget_rounds_away_from_zero(left: float | None, says: str) -> None:
    assert budget_words(queue("q", budget_left=left)) == says


def test_a_bars_middle_is_the_target() -> None:
    assert [bar(level, 0.8) for level in (0.0, 0.4, 0.79, 0.8, 0.9, 1.0)] == list("▁▃▄▅▇█")
    assert bar(1.0, 1.0) == "█" and bar(0.99, 1.0) == "▄"


def test_trends_are_squeezed_by_means_of_the_quarters_with_calls() -> None:
    assert squeezed((1.0, 0.5, None, 0.4, None, None), 3) == [0.75, 0.4, None]
    assert squeezed((1.0, 0.5), 10) == [1.0, 0.5]
    assert squeezed((1.0,), 0) == []


def test_the_silence_before_the_first_call_of_any_queue_is_left_out() -> None:
    assert silent_before(((None, None, None, 1.0), (None, 0.5))) == 2 + 1 - 0
    assert silent_before(((None, None, 1.0, 1.0), (0.5, 1.0))) == 2
    assert silent_before(()) == 0


def test_figures_have_the_size_they_say() -> None:
    for scale in (1, 2, 3, 4):
        for text in ("0", "12:34", "100%", "–"):
            drawn = figures(text, scale)
            assert len(drawn) == lines_of(scale)
            assert {len(line) for line in drawn} == {width_of_figures(text, scale)}


@pytest.mark.parametrize(
    ("text", "width", "says"),
    [
        ("··· 2901 left unanswered after 0:07", 40, "··· 2901 left unanswered after 0:07"),
        ("··· 2901 left unanswered after 0:07", 30, "··· 2901 left unanswered 0:07"),
        ("··· 2901 left unanswered after 0:07", 21, "··· 2901 left 0:07"),
        ("··· 9021 gave up after 3:07, 2nd time today", 21, "··· 9021 gave up 3:07"),
        ("··· 9021 gave up after 3:07, 2nd time today", 18, "9021 gave up 3:07"),
        ("··· 2203 was lost at a restart", 21, "··· 2203 lost"),
        ("fell under 80 %: 79.8 %", 20, "under 80 %: 79.8 %"),
    ],
)
def test_what_happened_in_as_few_words_as_there_is_room_for(
    text: str, width: int, says: str
) -> None:
    assert briefly(text, width) == says


def test_an_alert_says_since_when_a_queue_is_under_its_target() -> None:
    one = queue("q", level=Share(60, 100), budget_left=-20, under_since_s=NOW_S - 4200)
    scene = scene_of(one)
    texts = [each.text for each in measures(scene.snapshot, scene.fresh)]
    assert "60.0 % in 20 s today, under 80 % since 09:32" in texts


def test_a_name_has_letters_of_its_own() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    drawn = {figures(letter, 2) for letter in letters}
    assert is_drawable(letters) and len(drawn) == len(letters) - 2  # O is 0, S is 5
    assert is_drawable("▲△-_&/'") and not is_drawable("Ü")


def test_the_wall_takes_the_largest_figures_that_fit() -> None:
    for queues in (1, 2, 4, 8, 12, 30):
        for width, height in ((80, 24), (120, 40), (200, 60)):
            grid = layout(queues, width, height)
            assert grid.across * grid.width <= width
            assert grid.scale == 1 or figures_width(grid.scale) <= grid.width
    assert layout(4, 200, 58).scale == 4
    named = layout(4, 200, 58, 31)
    assert (named.scale, named.names) == (3, 2)  # hardly smaller, and names have room
    assert layout(4, 200, 58, 70).scale == 4  # they would take too much
    assert layout(12, 120, 36, 34) == layout(12, 120, 36)
