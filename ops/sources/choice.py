"""Which generation of a followed log is to be read next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ops.sources.generations import Failure, Generation, Survey, too_short
from ops.sources.ledger import Ledger
from ops.sources.reading import Ident
from ops.sources.siblings import Listing
from ops.sources.survey import Surveyor

_NAMED = 3
"""So many files are named in a message, of the others only the number."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The generation to read now."""

    generation: Generation
    newest: bool
    """It comes after all that is known."""
    hold: bool
    """The log itself, or the one just before it: lines may still be written to it."""


class Chooser:
    """Decides, from what lies beside the log and what is known, and remembers what is amiss.

    Known generations with unread lines come first, then every unseen one newer than the newest
    known, oldest first, then the live log. Where nothing is known yet all are unseen history.
    `is_quiet` tells whether a file was left alone for long enough to be finished.
    """

    def __init__(
        self, log: Path, ledger: Ledger, surveyor: Surveyor, is_quiet: Callable[[Ident], bool]
    ) -> None:
        self.errors: tuple[str, ...] = ()
        self.warnings: tuple[str, ...] = ()
        self.gaps: tuple[str, ...] = ()
        self.waiting = False
        """Held up by a file that is still being compressed, or by a live log that lags."""
        self._log = log
        self._ledger = ledger
        self._surveyor = surveyor
        self._is_quiet = is_quiet
        self._first = not ledger.known
        self._done: set[Ident] = set()
        # Files that could not be read once: what they hold is wanted, however late.
        self._owed: set[tuple[int, int]] = set()
        newest = ledger.newest
        # Generations that have to be found again, with what is lost if they are not.
        self._sought: dict[int, str] = {}
        if newest is not None:
            self._sought[newest.ordinal] = (
                "what was written to it after that, if anything, is missing: "
                "put the rotated file back beside the log"
            )
        self._truncated: set[int] = set()
        self._passed: list[Generation] = []

    def finished(self, ident: Ident) -> None:
        """A file was read to its end in this state."""
        self._done.add(ident)

    def truncated(self, ordinal: int, unread: bool) -> None:
        """A generation was truncated in place: its unread lines can only be in a copy."""
        self._truncated.add(ordinal)
        lost = "lines that were seen but not read are missing" if unread else ""
        self._sought[ordinal] = lost

    def is_truncated(self, ordinal: int) -> bool:
        """Whether nothing can be written to this generation any more."""
        return ordinal in self._truncated

    def choose(self, listing: Listing, live_has_line: Callable[[], bool]) -> Choice | None:
        """The generation to read next, or None if there is none now. Raises MovedError."""
        survey = self._surveyor.survey(listing.files, self._ledger.known.values())
        self._done &= {found.ident for found in listing.files}
        failures = list(survey.failures)
        choice = self._pick(survey, failures, live_has_line)
        self._judge(survey, listing, failures)
        self._seek(survey)
        return choice

    def _pick(
        self, survey: Survey, failures: list[Failure], live_has_line: Callable[[], bool]
    ) -> Choice | None:
        live = survey.live
        fresh = live is None or live.known is None
        self.waiting = False
        late = self._late(survey)
        unseen, self._passed = self._unseen(survey, fresh)
        if late:
            return Choice(late[0], False, hold=fresh and not unseen and len(late) == 1)
        for generation in () if self._held_up(failures) else unseen:
            if self._is_whole(generation, failures):
                newest = self._is_newer(generation, survey)
                return Choice(generation, newest, hold=fresh and generation is unseen[-1])
            if self._held_up(failures):
                break
        if self.waiting and fresh:
            return None
        choice = self._pick_live(survey, live_has_line)
        if choice is not None and not self._is_whole(choice.generation, failures):
            return None
        return choice

    def _pick_live(self, survey: Survey, live_has_line: Callable[[], bool]) -> Choice | None:
        """The live log; before a new one the generation before it, while that may still grow."""
        live = survey.live
        if live is None or live.known is None:
            last = self._last(survey)
            if last is not None and not live_has_line():
                return Choice(last, False, hold=True)
        if live is None or live.longer is not None:
            self.waiting = live is not None or survey.behind is not None
            return None
        self._first = False
        return Choice(live, True, hold=True)

    def _is_whole(self, generation: Generation, failures: list[Failure]) -> bool:
        """Whether a generation can be read to its end; adds to `failures` if not."""
        if generation.packed and generation.length is None:
            failure = self._surveyor.prove_whole(generation)
            failures += [failure] if failure else []
            return failure is None
        return True

    def _late(self, survey: Survey) -> list[Generation]:
        """Known generations with more lines than are stored, oldest first."""
        found = [
            (generation.known.ordinal, generation)
            for generation in survey.generations
            if generation.known and generation.unread and self._is_open(generation)
        ]
        return [generation for _, generation in sorted(found, key=lambda pair: pair[0])]

    def _unseen(self, survey: Survey, fresh: bool) -> tuple[list[Generation], list[Generation]]:
        """Unknown generations, oldest first: those to read, and those that are passed over."""
        wanted: list[Generation] = []
        passed: list[Generation] = []
        for generation in survey.generations:
            if generation.known or generation.longer or not self._is_open(generation):
                continue
            # Nothing rotated comes after a live log that is known already.
            in_order = fresh and self._is_newer(generation, survey)
            owed = self._first or generation.ident.file in self._owed
            (wanted if in_order or owed else passed).append(generation)
        return wanted, passed

    def _is_open(self, generation: Generation) -> bool:
        return not generation.live and generation.ident not in self._done

    def _is_newer(self, generation: Generation, survey: Survey) -> bool:
        """By the ordinals; or by the files, where a clock set back made the ordinals rise."""
        newest = self._newest_in(survey)
        return self._ledger.is_newer(generation.stamp) or (
            newest is not None and not newest.live and generation.order > newest.order
        )

    def _newest_in(self, survey: Survey) -> Generation | None:
        newest = self._ledger.newest
        return next((g for g in survey.generations if newest and g.known == newest), None)

    def _last(self, survey: Survey) -> Generation | None:
        """The generation before the live one, if lines may still be written to it."""
        last = self._newest_in(survey)
        if last is None or last.known is None or last.packed or not self._is_open(last):
            return None
        return None if last.known.ordinal in self._truncated else last

    def _held_up(self, failures: list[Failure]) -> bool:
        """Whether a file that is just being compressed may be the generation that comes next."""
        if any(f.unfinished and not self._is_quiet(f.found.ident) for f in failures):
            self.waiting = True
        return self.waiting

    def _judge(self, survey: Survey, listing: Listing, failures: list[Failure]) -> None:
        self._owed |= {failure.found.ident.file for failure in failures}
        errors = [failure.reason for failure in failures if not failure.unfinished]
        if survey.behind or (survey.live and survey.live.longer):
            errors.append(
                f"{self._log} is only the beginning of a generation that is longer elsewhere (an "
                "older copy, restored?); waiting for lines of its own"
            )
        self.errors = (*listing.errors, *errors)
        warnings = [failure.reason for failure in failures if failure.unfinished]
        warnings += [too_short(g) for g in survey.generations if g.longer and not g.live]
        if self._passed:
            names = ", ".join(generation.found.path.name for generation in self._passed[:_NAMED])
            more = len(self._passed) - _NAMED
            warnings.append(
                f"{names}{f' and {more} more' if more > 0 else ''} in {self._log.parent} are not "
                "stored and not next in order; floorwatch collect --once FILE reads them"
            )
        self.warnings = tuple(warnings)

    def _seek(self, survey: Survey) -> None:
        """Say which generations had to be found again and were not."""
        found = {generation.known.ordinal for generation in survey.generations if generation.known}
        for ordinal in found & self._sought.keys():
            del self._sought[ordinal]
        gaps: list[str] = []
        for ordinal, lost in self._sought.items():
            followed = any(g.known is None or g.known.ordinal > ordinal for g in survey.generations)
            if not followed or self.waiting:
                continue
            known = self._ledger.known[ordinal]
            text = f"{self._log}: generation {ordinal}, read to byte {known.end:,}, "
            if lost:
                gaps.append(f"{text}is not found again; {lost}")
            else:
                self._ledger.note(f"{text}was truncated, and no copy of it holds more")
        self.gaps = tuple(gaps)
