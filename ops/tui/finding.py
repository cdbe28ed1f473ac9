"""The questions of the screens that find calls and tell their stories."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.snapshot.found import CallStory, CustomerStory, Found

if TYPE_CHECKING:
    from ops.feed import Reading
    from ops.warehouse.warehouse import Moment


def held(reading: "Reading") -> "Moment":
    """The asked moment; the present held still, for several queries about one."""
    from ops.warehouse.warehouse import Moment

    return Moment.present() if reading.as_of_s is None else reading.moment


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the store knows them, numbers whole: never for the screen."""

    normal: str | None
    """The normal form, or another id; None: nobody known."""
    caller: str | None
    """As it was written."""
    call_id: str | None = None
    queue: str | None = None


@dataclass(frozen=True, slots=True)
class OfCall:
    """The customer of a call, of which one stay was offered at the epoch second `s`."""

    call_id: str
    source: str
    s: int

    def known(self, reading: "Reading") -> Customer:
        """Who that is."""
        from ops.floor.found import customer_of_call

        row = customer_of_call(reading.warehouse, self.call_id, self.source, self.s, held(reading))
        if row is None:
            return Customer(None, None, self.call_id)
        return Customer(row["customer"], row["caller"], self.call_id, row["queue"])


@dataclass(frozen=True, slots=True)
class OfFollowUp:
    """The customer whom something is owed to."""

    id: str
    source: str

    def known(self, reading: "Reading") -> Customer:
        """Who that is."""
        one = reading.owed.find(self.id, held(reading))
        return Customer(one.customer, one.caller, queue=one.queue)


Whose = OfCall | OfFollowUp


@dataclass(frozen=True, slots=True)
class AskFound:
    """The newest calls that `text` looks for, at least `least` of them if there are."""

    text: str
    least: int

    def answer(self, reading: "Reading") -> Found:
        """Find it out. UsageError for a text that means nothing."""
        from ops.floor.found import found

        return found(reading.warehouse, reading.privacy, self.text, held(reading), self.least)


@dataclass(frozen=True, slots=True)
class AskCallStory:
    """A call's stays and events."""

    call: OfCall

    def answer(self, reading: "Reading") -> CallStory:
        """Find it out."""
        from ops.floor.found import call_story

        call = self.call
        return call_story(
            reading.warehouse, reading.privacy, call.call_id, call.source, call.s, held(reading)
        )


@dataclass(frozen=True, slots=True)
class AskCustomer:
    """A customer's contacts, and what is owed to them."""

    whose: Whose

    def answer(self, reading: "Reading") -> CustomerStory:
        """Find it out."""
        from ops.floor.found import customer_story

        normal = self.whose.known(reading).normal
        return customer_story(reading.warehouse, reading.privacy, normal, held(reading))
