"""What would help an agent, in sentences, from figures against the team's. No Textual.

Only what the bands bear out is said, neutrally and as something to do or to ask; nobody is ranked.
"""

from ops.formats import counted, duration, percent
from ops.snapshot.team import AgentFigures

FEW_CALLS = 20
"""With fewer answered calls nothing is concluded."""
SOME = 5
"""So many rings or transfers before anything is said of them."""
_HOUR_S = 3600


def hints(one: AgentFigures, team: AgentFigures) -> tuple[str, ...]:
    """What would help, the most telling first; never empty."""
    calls = int(one.handled.denominator)
    if not calls:
        return ("No call was answered in these weeks: there is nothing to show of calls.",)
    if calls < FEW_CALLS:
        are = "is" if calls == 1 else "are"
        return (f"{counted(calls, 'call')} {are} too few to conclude anything from; what is shown "
                "leans on the team's figures.",)  # fmt: skip
    found = (_resolved(one, team), _handled(one, team), _rings(one, team), _passed(one, team),
             _pauses(one))  # fmt: skip
    return tuple(filter(None, found)) or (
        "No figure stands apart from the team's: a good time to ask what gets in the way.",
    )


def _side(low: float | None, high: float | None, team: float | None) -> int:
    """-1 or 1 where the whole band lies below or above the team's figure, else 0."""
    if low is None or high is None or team is None:
        return 0
    return (low > team) - (high < team)


def _fcr_side(one: AgentFigures, team: AgentFigures) -> int:
    return _side(one.fcr.low, one.fcr.high, team.fcr.value)


def _resolved(one: AgentFigures, team: AgentFigures) -> str:
    side = _fcr_side(one, team)
    both = f"{percent(one.fcr.value, 1)} stay resolved, of the team's {percent(team.fcr.value, 1)}"
    if side < 0:
        return f"{both}: going through some who phoned again may show what they still needed."
    return f"{both}: what is done differently may help the others." if side else ""


def _handled(one: AgentFigures, team: AgentFigures) -> str:
    side = _side(one.aht_s.low, one.aht_s.high, team.aht_s.value)
    both = f"A call takes {duration(one.aht_s.value)}, the team {duration(team.aht_s.value)}"
    resolved = _fcr_side(one, team)
    if side > 0 and resolved > 0:
        return f"{both}, and fewer customers come back: time well spent."
    if side > 0:
        return f"{both}: ask which calls take long, and what would make them easier."
    if side < 0 and resolved < 0:
        return f"{both}, and more customers come back: some more time may save a second call."
    return ""


def _rings(one: AgentFigures, team: AgentFigures) -> str:
    share, whole = one.unanswered.value, team.unanswered.value
    if share is None or whole is None or one.unanswered.numerator < SOME or share < 2 * whole:
        return ""
    both = f"{percent(share, 1)} of rings are not taken, the team's {percent(whole, 1)}"
    return f"{both}: pausing before leaving the desk spares callers."


def _passed(one: AgentFigures, team: AgentFigures) -> str:
    if one.transferred < SOME or 2 * one.blind <= one.transferred:
        return ""
    if one.blind * team.transferred <= 1.25 * team.blind * one.transferred:
        return ""
    return (f"{one.blind} of {one.transferred} calls were handed on without a word: announcing "
            "them spares customers telling it twice.")  # fmt: skip


def _pauses(one: AgentFigures) -> str:
    unsaid = sum(pause.lasted_s for pause in one.pauses if not pause.reason)
    if unsaid < _HOUR_S or 2 * unsaid <= one.paused.numerator:
        return ""
    return f"{duration(unsaid)} of pauses have no reason: giving one shows where time goes."
