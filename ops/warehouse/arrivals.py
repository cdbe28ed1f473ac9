"""What a batch of events brings, asked in one statement once `model_events` stands."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ops.store.derive import RECORD_EVENTS

OUT_OF_ORDER = (*RECORD_EVENTS, "FOLLOWUP", "SURVEY")
"""Lines of these stand in any order."""

# An answer or a ring changes an agent's state only when it is the first thing heard of a member.
_SQL = f"""
SELECT greatest(arg_max(e.s, e.seq), max(e.s) FILTER (WHERE e.event IN {OUT_OF_ORDER})),
       coalesce(bool_or(e.event IN {RECORD_EVENTS}), false),
       count(*) FILTER (WHERE e.seq > $after),
       list(DISTINCT e.queue) FILTER (WHERE e.queue NOT IN ('', 'NONE')),
       coalesce(bool_or(e.seq > $after AND (
           e.event IN ('QUEUESTART', 'ADDMEMBER', 'REMOVEMEMBER', 'AGENTLOGIN', 'AGENTLOGOFF',
                       'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF', 'PAUSE', 'UNPAUSE',
                       'PAUSEALL', 'UNPAUSEALL', 'AGENTREADY')
           OR (e.event IN ('CONNECT', 'RINGNOANSWER') AND k.agent IS NULL))), false)
FROM model_events AS e
LEFT JOIN aliases AS a ON a.raw = e.agent
LEFT JOIN (SELECT DISTINCT agent, queue FROM states_open
           WHERE source = $source AND state IN ('in', 'out')) AS k
  ON k.agent = coalesce(a.agent, e.agent) AND k.queue = e.queue
"""

_RECORDS_END = "SELECT max(end_s) FROM derived_calls SEMI JOIN derived_records USING (seq)"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The events of one source that a derivation starts from."""

    newest_s: int | None
    """Stamp of the last one in the order of the log, and of whatever records tell of."""
    events: int
    """How many of them are new."""
    queues: frozenset[str]
    touches_states: bool
    """Whether a new one can change an agent's state: most batches only hold calls."""

    @classmethod
    def told(cls, connection: duckdb.DuckDBPyConnection, source: str, after: int) -> Arrivals:
        """What `model_events` holds; those behind `after` are new."""
        found = connection.execute(_SQL, {"source": source, "after": after}).fetchone()
        newest_s, has_records, events, queues, touches = found or (None, False, 0, None, False)
        if has_records:
            [ended_s] = connection.execute(_RECORDS_END).fetchone() or (None,)
            newest_s = max((s for s in (newest_s, ended_s) if s is not None), default=None)
        return cls(newest_s, events, frozenset(queues or ()), touches)
