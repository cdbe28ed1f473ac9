"""Following a set of files as a `Follower` follows a log: documents come in, tables grow."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ops.sources.framing import LINES, Framing
from ops.sources.generations import Chunk, Known, State
from ops.sources.once import Once
from ops.sources.reading import Ident, UnreadableError, identify

LOOK_S = 5.0
"""How often the files are listed."""

QUIET_S = 10.0
"""A last line without a newline counts once its file was left alone for so long."""


class Gatherer:
    """Delivers what the store lacks of the files that `listed` gives, again and again."""

    def __init__(
        self,
        listed: Callable[[], Sequence[Path]],
        known: Sequence[Known],
        *,
        stamp_of: Callable[[bytes], int | None],
        framing: Framing = LINES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._listed = listed
        self._known = list(known)
        self._stamp_of = stamp_of
        self._framing = framing
        self._clock = clock
        self._look_at = clock()
        self._read: dict[Path, Ident] = {}
        self._states: dict[Path, State] = {}

    def poll(self) -> Iterator[Chunk]:
        """All chunks there are now; a chunk counts as delivered when the next is asked for."""
        if self._clock() < self._look_at:
            return
        self._look_at = self._clock() + LOOK_S
        changed = dict(self._changed())
        once = Once(
            list(changed), self._known, stamp_of=self._stamp_of, framing=self._framing,
            settle_s=QUIET_S, waits=False,
        )  # fmt: skip
        for chunk in once.chunks():
            yield chunk
            self._known = list(once.known)
        self._known = list(once.known)
        for (path, ident), state in zip(changed.items(), once.states(), strict=True):
            self._states[path] = state
            if state.at_end and not state.pending_bytes and ident is not None:
                self._read[path] = ident

    def state(self) -> State:
        """How the last poll left things."""
        states = self._states.values()
        errors = [state.error for state in states if state.error]
        return State(
            path=", ".join(sorted({str(path.parent) for path in self._states})),
            read_to=sum(state.read_to for state in states),
            at_end=not errors and all(state.at_end for state in states),
            error="; ".join(errors) or None,
            warnings=tuple(dict.fromkeys(w for state in states for w in state.warnings)),
            gaps=(),
            pending_bytes=sum(state.pending_bytes for state in states),
        )

    def close(self) -> None:
        """Nothing is kept open between polls."""

    def _changed(self) -> Iterator[tuple[Path, Ident | None]]:
        """The files that are not what they were when they were read to their end."""
        listed = list(dict.fromkeys(self._listed()))
        self._states = {path: state for path, state in self._states.items() if path in listed}
        for path in listed:
            try:
                ident = identify(path)
            except (OSError, UnreadableError):
                yield path, None
                continue
            if self._read.get(path) != ident:
                yield path, ident
