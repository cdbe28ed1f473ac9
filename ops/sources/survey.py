"""Which generations lie in a log's files, and which of them the store knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

from ops.sources.framing import LINES, Framing
from ops.sources.generations import Failure, Generation, Known, Survey
from ops.sources.reading import (
    Ident,
    LogFile,
    MovedError,
    UnfinishedError,
    UnreadableError,
    compare,
    digest,
    opening_of,
)
from ops.sources.siblings import Found, explain

_TRUSTED_PACKED = 16 << 10
"""From this size on (compressed), a known first line and just the length that is stored mean
that a gzip'd generation is read: unpacking years of archives at every start would take minutes."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one file says of itself."""

    found: Found
    packed: bool
    head: str
    whole: bool
    stamp: int
    likely_length: int


class Surveyor:
    """Looks into the files of a log. Remembers what it saw as long as a file is unchanged."""

    def __init__(self, stamp_of: Callable[[bytes], int | None], framing: Framing = LINES) -> None:
        self._stamp_of = stamp_of
        self._framing = framing
        self._facts: dict[Ident, _Facts | None] = {}
        self._lengths: dict[Ident, int] = {}
        self._tails: dict[tuple[Ident, int], str] = {}
        self._signs: dict[tuple[Ident, Ident], int | None] = {}
        self._damaged: dict[Ident, Failure] = {}
        self._failures: list[Failure] = []

    def survey(self, files: Sequence[Found], known: Iterable[Known]) -> Survey:
        """The generations in `files`. Raises MovedError if a file was renamed meanwhile."""
        self._forget(files)
        self._failures = []
        by_head: defaultdict[str, list[Known]] = defaultdict(list)
        for entry in known:
            by_head[entry.head].append(entry)
        generations: list[Generation] = []
        behind: Found | None = None
        for head, group in self._groups(files).items():
            distinct, lagging = self._distinct(group)
            behind = behind or lagging
            generations += self._matched(distinct, by_head[head])
        generations.sort(key=lambda generation: generation.order)
        return Survey(tuple(generations), tuple(self._failures), behind)

    def prove_whole(self, generation: Generation) -> Failure | None:
        """None if a gzip'd generation can be unpacked to its end, else what is wrong with it."""
        self._failures = []
        self._guarded(generation.found, self._length, generation.found)
        return self._failures[0] if self._failures else None

    def _forget(self, files: Sequence[Found]) -> None:
        present = {found.ident for found in files}
        self._facts = {i: f for i, f in self._facts.items() if i in present}
        self._lengths = {i: n for i, n in self._lengths.items() if i in present}
        self._damaged = {i: f for i, f in self._damaged.items() if i in present}
        self._tails = {k: t for k, t in self._tails.items() if k[0] in present}
        self._signs = {k: s for k, s in self._signs.items() if present.issuperset(k)}

    def _guarded(
        self, found: Found, look: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T | None:
        """What `look` gives, or None and one more failure, kept while the file is unchanged."""
        if found.ident in self._damaged:
            self._failures.append(replace(self._damaged[found.ident], found=found))
            return None
        try:
            return look(*args, **kwargs)
        except MovedError:
            raise
        except FileNotFoundError as error:
            raise MovedError(f"{found.path} is gone; looking again") from error
        except OSError as error:  # no permission, say: that may change without a trace in the file
            self._failures.append(Failure(found, explain(found.path, error)))
        except UnreadableError as error:
            failure = Failure(found, str(error), isinstance(error, UnfinishedError))
            self._damaged[found.ident] = failure
            self._failures.append(failure)
        return None

    def _groups(self, files: Sequence[Found]) -> dict[str, list[_Facts]]:
        """What the files say, by their first line."""
        groups: defaultdict[str, list[_Facts]] = defaultdict(list)
        for found in files:
            facts = self._guarded(found, self._look, found)
            # A live file without a whole line is no generation yet: its first line may still grow.
            if facts is not None and (facts.whole or not found.live):
                groups[facts.head].append(facts)
        return groups

    def _look(self, found: Found) -> _Facts | None:
        if found.ident not in self._facts:
            with LogFile(found.path, found.ident) as file:
                self._facts[found.ident] = self._facts_of(found, file)
        facts = self._facts[found.ident]
        return replace(facts, found=found) if facts else None

    def _facts_of(self, found: Found, file: LogFile) -> _Facts | None:
        opening = opening_of(file, self._framing)
        if opening is None:
            return None
        stamp = self._stamp_of(opening.lines)
        return _Facts(
            found=found,
            packed=file.packed,
            head=opening.head,
            whole=opening.whole,
            stamp=found.ident.mtime_ns // 1_000_000_000 if stamp is None else stamp,
            likely_length=file.likely_length(),
        )

    def _distinct(self, group: list[_Facts]) -> tuple[list[_Facts], Found | None]:
        """Of files with one first line the longest of each content; and the live one if it lags.

        A file that is the beginning of another is a copy of it, one that differs is a generation
        of its own (the phone system started twice within a second).
        """
        # Of equal files the one changed first is the original: its time tells where it belongs.
        group.sort(key=lambda f: (-f.likely_length, not f.found.live, f.found.ident.mtime_ns))
        longest: list[_Facts] = []
        lagging: Found | None = None
        for facts in group:
            for at, other in enumerate(longest):
                sign = self._compare(facts.found, other.found)
                if sign is None:
                    continue
                kept = facts if sign > 0 or (sign == 0 and facts.found.live) else other
                copy = other if kept is facts else facts
                longest[at] = kept
                lagging = copy.found if copy.found.live else lagging
                break
            else:
                longest.append(facts)
        return longest, lagging

    def _compare(self, one: Found, other: Found) -> int | None:
        key = (one.ident, other.ident)
        if key not in self._signs:
            try:
                with LogFile(one.path, one.ident) as a, LogFile(other.path, other.ident) as b:
                    self._signs[key] = compare(a, b)
            except FileNotFoundError as error:
                raise MovedError(f"{one.path} or {other.path} is gone; looking again") from error
            except OSError:  # told when the file is opened to be read
                return None
        return self._signs[key]

    def _matched(self, distinct: list[_Facts], known: list[Known]) -> list[Generation]:
        """The generations of one first line, each with what is known of it."""
        free = sorted(known, key=lambda k: k.end, reverse=True)
        found: list[Generation] = []
        for generation in sorted(map(_generation, distinct), key=lambda g: g.order):
            alone = len(known) == 1
            matched = self._guarded(generation.found, self._match, generation, free, alone=alone)
            if matched is not None:
                found.append(matched)
                free = [k for k in free if k is not matched.known]
        # A known one that was found in another file isn't free: those two differ, as compared.
        return [_beside_longer(generation, free) for generation in found]

    def _match(self, generation: Generation, free: list[Known], *, alone: bool) -> Generation:
        found = generation.found
        if not free:
            return generation
        if generation.packed and alone and found.ident.size >= _TRUSTED_PACKED:
            with LogFile(found.path, found.ident) as file:
                if file.likely_length() == free[0].end % (1 << 32):
                    return replace(generation, known=free[0], length=free[0].end)
        length = self._length(found)
        for known in free:
            if known.end <= length and self._tail(found, known.end) == known.tail:
                return replace(generation, known=known, length=length)
        return replace(generation, length=length)

    def _length(self, found: Found) -> int:
        if found.ident not in self._lengths:
            with LogFile(found.path, found.ident) as file:
                self._lengths[found.ident] = file.length() if file.packed else found.ident.size
        return self._lengths[found.ident]

    def _tail(self, found: Found, end: int) -> str:
        key = (found.ident, end)
        if key not in self._tails:
            with LogFile(found.path, found.ident) as file:
                self._tails[key] = digest(file.tail_before(end))
        return self._tails[key]


def _generation(facts: _Facts) -> Generation:
    length = None if facts.packed else facts.found.ident.size
    return Generation(facts.found, facts.head, facts.stamp, facts.packed, length=length)


def _beside_longer(generation: Generation, free: list[Known]) -> Generation:
    if generation.known is not None or generation.length is None:
        return generation
    longer = next((known for known in free if known.end > (generation.length or 0)), None)
    return replace(generation, longer=longer)
