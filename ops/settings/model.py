"""What floorwatch.toml can say: one frozen Struct a table, every key with a default.

Lengths of time are seconds, shares are 0 to 1. Nothing here reads files; `ops.settings.load` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from ops.queuesconf import QueueConf, QueuesConf
from ops.settings import hours, kinds, people, zones
from ops.settings.hours import OpeningHours
from ops.settings.mappings import MappingSettings

_Entry = TypeVar("_Entry")


class QueuePolicy(msgspec.Struct, frozen=True):
    """What is asked of one queue, everything settled."""

    threshold_s: float = 20.0
    """A call is answered in time within this many seconds (inclusive)."""
    target: float = 0.8
    """The share of calls to be answered in time."""
    short_abandon_s: float = 5.0
    """Who hangs up within this is nobody's failure."""
    wrapup_s: float = 0.0
    """After a talk an agent is in wrap-up this long."""
    memberdelay_s: float = 0.0
    """Between a member's answer and the bridge; Asterisk's counters leave it out of a wait."""
    formula: str = "standard"
    open: OpeningHours | None = None
    """None: nobody said when the queue is open."""


class QueueSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[defaults] and [queues.NAME]: what is left out comes from queues.conf or the defaults."""

    threshold_s: kinds.Seconds | None = None
    target: kinds.Share | None = None
    short_abandon_s: kinds.Seconds | None = None
    wrapup_s: kinds.Seconds | None = None
    memberdelay_s: kinds.Seconds | None = None
    formula: kinds.Formula | None = None
    open: kinds.Hours | None = None

    def over(self, policy: QueuePolicy) -> QueuePolicy:
        """`policy` with what is said here in its place."""
        said = msgspec.structs.asdict(self) | {"open": self.open and hours.parse(self.open)}
        kept = {key: value for key, value in said.items() if value is not None}
        return msgspec.structs.replace(policy, **kept)


class AmiSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[sources.ami]: where the source's phone system tells how its agents' devices are."""

    host: kinds.OneLine
    port: kinds.Port = 5038
    user: kinds.OneLine
    secret: kinds.Secret | None = None
    """Never shown; this or `secret_file`."""
    secret_file: kinds.Text | None = None
    """A file with the secret in its first line; once loaded an absolute path."""

    def __repr__(self) -> str:
        return f"AmiSettings({self.user}@{self.host}:{self.port})"


class SourceSettings(msgspec.Struct, frozen=True):
    """[[sources]]: one phone system's log."""

    name: kinds.SourceName
    paths: kinds.Paths
    """Globs; once loaded absolute, "~" expanded, relative ones taken from the settings' folder."""
    kind: kinds.Text = "asterisk"
    """The log's format."""
    queues_conf: kinds.Text | None = None
    """Its Asterisk queues.conf; once loaded an absolute path."""
    ami: AmiSettings | None = None
    """None: what agents do is inferred from the log."""


class PrivacySettings(msgspec.Struct, frozen=True, kw_only=True):
    """[privacy]: what of a caller's number may be seen."""

    reveal_allowed: kinds.YesNo = True
    """Whether `--reveal` may show whole numbers."""
    digits_shown: kinds.Digits = 4
    """How many last digits a masked number shows."""


class StoreSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[store]: where what lasts is kept, who may read it and for how long."""

    path: kinds.Text | None = None
    """The store's folder; once loaded absolute. None: the user's data folder."""
    group: kinds.Text | None = None
    """The group that shares the store. None: only its owner reads it."""
    keep_days: kinds.Days | None = None
    """None: for ever."""


class AlertSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[alerts]: when the floor calls for help."""

    burn: kinds.Factor = 2.0
    """Alarm when both windows burn the error budget faster than this (1 just meets the target)."""
    burn_clear: kinds.Factor = 1.0
    """It ends at this or less."""
    burn_short_s: kinds.WholeSeconds = 300
    burn_long_s: kinds.WholeSeconds = 1800
    longest_wait_s: kinds.Seconds | None = None
    """Alarm when a caller waits longer than this. None: no such alarm."""
    longest_wait_clear_s: kinds.Seconds | None = None
    """It ends when nobody waits longer than this. None: half as long."""
    under_target: kinds.Share | None = 0.05
    """Alarm when a day's service level is so far under its target. None: no such alarm."""
    under_target_clear: kinds.Part = 0.0
    """It ends when the level is at most so far under it."""
    under_target_calls: kinds.Count = 20
    """Before so many calls a day's level says nothing."""
    nobody_ready_s: kinds.Seconds | None = 30.0
    """Alarm when nobody is ready and a caller has waited this long. None: no such alarm."""
    stale_s: kinds.Seconds | None = 30.0
    """Alarm when the data has been stale for this long. None: no such alarm."""
    raise_after_s: kinds.Seconds = 5.0
    """A level has to be passed for so long before anything is raised."""
    hold_s: kinds.Seconds = 60.0
    """What is raised stays so for this long, and so does what has ended."""
    bell: kinds.YesNo = True
    """Whether the terminal's bell rings when something is raised."""
    title: kinds.YesNo = True
    """Whether the terminal's title names what is raised."""


class LongStateSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[long_states]: how long an agent may be in a state before the floor points at it."""

    paused_s: kinds.Seconds = 600.0
    wrapup_s: kinds.Seconds = 120.0
    ringing_s: kinds.Seconds = 30.0
    talking_s: kinds.Seconds = 600.0
    """For an agent without a call ended today; the others are measured by their own talks."""
    talking_times: kinds.Factor = 3.0
    """A talk is long at so many times the agent's mean talk of the day."""
    talking_least_s: kinds.Seconds = 300.0
    """However short their talks are, none is long before this."""
    far_times: kinds.Factor = 2.0
    """Far too long is so many times long."""


class LostAfterSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[lost_after]: a call nothing was heard of for this long, and no restart, is shown as lost."""

    waiting_s: kinds.WholeSeconds = 14_400
    talking_s: kinds.WholeSeconds = 43_200


class NumberSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[numbers]: what a customer's number is compared without, and which are nobody's."""

    country_prefix: kinds.Prefix = ""
    """The site's own, "49" or "+49"."""
    trunk_prefix: kinds.Prefix = ""
    """What precedes a national number, "0"."""
    own_numbers: kinds.Numbers = ()
    """The site's own trunk numbers: a call from one is not a customer's."""


class SqlSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[sql]: what one question in ad-hoc SQL may take before it is stopped."""

    seconds: kinds.Factor = 60.0
    memory_mb: kinds.Megabytes = 1024
    disk_mb: kinds.Megabytes = 2048
    """For what does not fit into the memory."""
    threads: kinds.Threads = 2


class FollowUpSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[follow_ups]: when what is owed is due, and which lost callers are called back by rule."""

    call_backs: kinds.YesNo = False
    """Whether lost callers become call-backs by themselves."""
    call_back_outcomes: kinds.LostOutcomes = kinds.LOST_OUTCOMES
    """How their last contact must have ended."""
    call_back_wait_s: kinds.Seconds = 5.0
    """Who waited less than this, all tries together, is not called back."""
    call_back_days: kinds.Days = 3
    """Who was lost longer ago is not called back."""
    call_back_due_s: kinds.WholeSeconds = 14_400
    promise_due_s: kinds.WholeSeconds = 86_400
    complaint_due_s: kinds.WholeSeconds = 172_800
    ticket_due_s: kinds.WholeSeconds = 259_200
    other_due_s: kinds.WholeSeconds = 86_400
    """For a kind of the site's own."""

    def due_in_s(self) -> dict[str | None, int]:
        """How long after its opening a follow-up is due, by kind; None is every other kind."""
        return {
            "call-back": self.call_back_due_s,
            "promise": self.promise_due_s,
            "complaint": self.complaint_due_s,
            "ticket": self.ticket_due_s,
            None: self.other_due_s,
        }


class ResolutionSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[resolution]: when a customer's next contact is the same issue again, and what codes mean."""

    window_s: kinds.WholeSeconds = 604_800
    """Who comes back within this long after a contact was not helped by it."""
    resolved_codes: kinds.Codes = ()
    """Outcome codes by which agents say that it was solved."""
    refused_codes: kinds.Codes = ()
    """Outcome codes by which agents say that they can't do it."""
    reasons: kinds.ReasonKinds = ("reason", "info", "outcome", "did")
    """Which kinds of code tell what a contact was about, the first one first."""
    few_from: kinds.Several = 2
    """A reason of so many customers is of a few and no longer of one."""
    many_from: kinds.Several = 10
    """And from so many on it is of many."""


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file, key by key."""

    site: kinds.FreeText = ""
    time_zone: kinds.Zone | None = None
    week_start_day: kinds.WeekDay = msgspec.field(default="monday", name="week_start")
    defaults: QueueSettings = QueueSettings()
    queues: dict[str, QueueSettings] = {}
    sources: tuple[SourceSettings, ...] = ()
    mappings: dict[str, MappingSettings] = {}
    agents: dict[str, kinds.Aliases] = {}
    privacy: PrivacySettings = PrivacySettings()
    store: StoreSettings = StoreSettings()
    alerts: AlertSettings = AlertSettings()
    long_states: LongStateSettings = LongStateSettings()
    lost_after: LostAfterSettings = LostAfterSettings()
    numbers: NumberSettings = NumberSettings()
    sql: SqlSettings = SqlSettings()
    follow_ups: FollowUpSettings = FollowUpSettings()
    resolution: ResolutionSettings = ResolutionSettings()
    keys: dict[str, kinds.Text] = {}


class Settings(Tables, frozen=True, kw_only=True):
    """The settings as everything else reads them; `Settings()` is what holds without a file."""

    path: Path | None = None
    """The file they came from."""
    confs: tuple[QueuesConf, ...] = ()
    """The queues.conf of the sources that name one, in the sources' order."""

    @property
    def zone(self) -> ZoneInfo:
        """The users' time zone: `time_zone`, else the machine's."""
        return zones.named(self.time_zone) if self.time_zone else zones.system_zone()

    @property
    def week_start(self) -> int:
        """The day a week starts on, 1 = Monday to 7 = Sunday."""
        return kinds.weekday(self.week_start_day)

    def queue(self, name: str) -> QueuePolicy:
        """What is asked of queue `name`: built-in < [defaults] < queues.conf < [queues.NAME].

        Asterisk dials queues without regard to case, so a name known in another case is taken
        where the exact one is not. The first queues.conf that knows the queue counts.
        """
        policy = self.defaults.over(QueuePolicy())
        for conf in self.confs:
            if found := _named(conf.queues, name):
                policy = _with_conf(policy, found)
                break
        said = _named(self.queues, name)
        return said.over(policy) if said else policy

    def queue_names(self) -> tuple[str, ...]:
        """The configured queues: the settings' own first, then those of each queues.conf."""
        found: dict[str, str] = {}
        for name in [*self.queues, *(name for conf in self.confs for name in conf.queues)]:
            found.setdefault(name.casefold(), name)
        return tuple(found.values())

    def aliases(self) -> dict[str, str]:
        """Known identity in a log (interface, agent id, other name) to the agent's name."""
        return people.identities(self.agents, self.confs).aliases

    def static_members(self) -> tuple[tuple[str, str], ...]:
        """(queue, agent) of every member that a queues.conf puts in a queue, each pair once."""
        return people.identities(self.agents, self.confs).members

    def warnings(self) -> tuple[str, ...]:
        """What is odd but no mistake, a sentence each, for `floorwatch doctor`."""
        odd = [str(warning) for conf in self.confs for warning in conf.warnings]
        return (*odd, *people.identities(self.agents, self.confs).warnings)


def _named(table: Mapping[str, _Entry], name: str) -> _Entry | None:
    """The entry of that name, else the one whose name differs in case only, if it is but one."""
    if name in table:
        return table[name]
    near = [entry for key, entry in table.items() if key.casefold() == name.casefold()]
    return near[0] if len(near) == 1 else None


def _with_conf(policy: QueuePolicy, conf: QueueConf) -> QueuePolicy:
    """`policy` with what queues.conf says; what it leaves out stays."""
    said = {
        "threshold_s": conf.servicelevel,
        "wrapup_s": conf.wrapuptime,
        "memberdelay_s": conf.memberdelay,
    }
    return msgspec.structs.replace(
        policy, **{key: float(value) for key, value in said.items() if value is not None}
    )
