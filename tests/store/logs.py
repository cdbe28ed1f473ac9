"""Random queue_logs that are hard on a derivation: re-entries, inversions, orphans, restarts."""

from __future__ import annotations

from hypothesis import strategies as st

CALLS = ("1.1", "1.2")
QUEUES = ("sales", "support")
AGENTS = ("Ana", "Ben")


def _line(event: str, call: str, queue: str, agent: str) -> str:
    tail = {
        "ENTERQUEUE": "|+49301234567|1",
        "CONNECT": "3|1.9|2",
        "COMPLETEAGENT": "3|8|1",
        "COMPLETECALLER": "3|8|1",
        "ABANDON": "1|1|7",
        "EXITWITHTIMEOUT": "1|1|30",
        "EXITWITHKEY": "0|1|1|4",
        "BLINDTRANSFER": "8001|xfer|3|5|1",
        "ATTENDEDTRANSFER": "BRIDGE|b-1|3|5|1",
        "PAUSE": "lunch",
        "PAUSEALL": "lunch",
        "RINGNOANSWER": "5000",
    }.get(event, "")
    caller_side = {"ENTERQUEUE", "ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY", "QUEUESTART", "FULL"}
    if event in {"QUEUESTART"}:
        call = queue = "NONE"
    if event in {"PAUSEALL", "UNPAUSEALL", "AGENTLOGOFF", "AGENTLOGIN"}:
        queue = "NONE"
    return f"{call}|{queue}|{'NONE' if event in caller_side else agent}|{event}|{tail}"


EVENTS = (
    "ENTERQUEUE", "ENTERQUEUE", "CONNECT", "COMPLETEAGENT", "COMPLETECALLER", "ABANDON",
    "EXITWITHTIMEOUT", "EXITWITHKEY", "BLINDTRANSFER", "ATTENDEDTRANSFER", "AGENTDUMP", "FULL",
    "QUEUESTART", "PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "ADDMEMBER", "REMOVEMEMBER",
    "RINGNOANSWER", "AGENTLOGIN", "AGENTLOGOFF",
)  # fmt: skip

_steps = st.tuples(
    st.sampled_from(EVENTS), st.sampled_from(CALLS), st.sampled_from(QUEUES),
    st.sampled_from(AGENTS), st.integers(0, 2),
)  # fmt: skip


@st.composite
def logs(draw: st.DrawFn, most: int = 40) -> list[bytes]:
    """Complete lines of a log, in order, stamps never going back."""
    at = 1_800_000_000
    lines = []
    for event, call, queue, agent, later in draw(st.lists(_steps, min_size=1, max_size=most)):
        at += later
        lines.append(f"{at}|{_line(event, call, queue, agent)}\n".encode())
    return lines
