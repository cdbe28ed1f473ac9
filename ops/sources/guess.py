"""A first draft of a mapping for a table nobody has described: by its columns' names and cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from ops.settings.mappings import FIELDS, NEEDED
from ops.sources.fields import instant_ms
from ops.sources.tables import LINE

TIMES = (
    "iso", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p",
    "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%d-%m-%Y %H:%M:%S", "epoch", "epoch_ms",
)  # fmt: skip
_EPOCH = {"epoch": r"^[12]\d{9}(\.\d+)?$", "epoch_ms": r"^[12]\d{12}$"}
_WORDS_DRAFTED = 20
_NAMED = 20
_IDS = ("call_id", "ticket")
_INSTANTS = ("entered", "offered", "answered", "ended", "updated", "at", "due", "closed", "asked")

# In order: a column is taken by the first field that it fits.
_CALL = {
    "updated": r"last_?update|updated|modified",
    "wait_s": r"(wait|queue|q)(ing|ed)?_?(time|sec\w*|duration|s$|length)|^wait(ed)?$",
    "hold_s": r"hold.*(time|sec|duration)?$",
    "wrapup_s": r"wrap|after.?(call|contact)|acw",
    "talk_s": r"talk|billsec|interaction|^((ser|service|call|conv\w*|handle)_?)?(time|duration)$",
    "ring_s": r"ring",
    "answered": r"answer(ed)?(_?(at|time|date|epoch))?$|connected|pickup",
    "ended": r"end(ed)?(_?(at|time|date|epoch))?$|hang.?up_?time|disconnect|finish|exit$",
    "offered": r"enqueue|joined|queued?_?(at|start)|offered|start|date|begin|created|time",
    "transferred_to": r"transferred|transfer_?to",
    "outcome": r"outcome|result|disposition|status|cause|how",
    "reason": r"reason|topic|category|subject",
    "agent": r"agent|user(name)?$|operator|server|answered_?by|extension",
    "caller": r"caller|ani|cli|phone|from|number|customer|src|msisdn",
    "call_id": r"(call|contact|session|unique|linked)?_?-?(id|uuid)$|callid",
    "queue": r"queue|skill|campaign|group|line|service|type|department",
}
_TICKET = {
    "updated": r"^$",
    "closed": r"closed|resolved",
    "due": r"due|target|deadline",
    "at": r"updated|changed|modified|open|created|at$|date|time",
    "state": r"state|status",
    "ticket": r"ticket|incident|case.*id|request.*id|^id$|number|key",
    "agent": r"assigne|assigned|owner|agent",
    "queue": r"group|queue|team|department",
    "title": r"title|subject|summary|category",
    "caller": r"caller|customer|requester|phone",
}
_SURVEY = {
    "csat": r"csat|satisf|rating|stars",
    "nps": r"nps|recommend",
    "ces": r"ces$|effort",
    "empathy": r"empath|understood",
    "comment": r"comment|text|feedback|remark",
    "answered": r"answer|respond|completed|submitted",
    "asked": r"asked|sent|invited|date|time|created",
    "call_id": r"(call|contact|session|unique|linked)_?(id|uuid)$",
    "caller": r"customer|caller|phone|number",
    "agent": r"agent",
    "queue": r"queue",
}
_PATTERNS = {"call": _CALL, "ticket": _TICKET, "survey": _SURVEY}
_DENIED = (
    r"\b(no|not|non|never|without)\b|\bnot?(conn|compl)|\bun(answ|clos|compl|conn|finish|handl|"
    r"resolv|serv|solv|succ)|disconn|incompl|fail"
)
"""What turns a word into the opposite of those that follow it."""

_WORDS = {
    "answered": r"\banswer|answered|\bagents?\b|\bok\b|\bcomplete|\bconnected|\bserved"
    r"|\bterminated|\bsuccess|\bhandled",
    "abandoned": r"abandon|\bhang|\bhung|cancel|\bgone|\bdrop|\bmissed",
    "timeout": r"timed? ?out|\bexpired",
    "transferred": r"transfer",
    "ignored": r"phantom|\btest|outbound|internal",
}
_UNANSWERED = r"\b(no|not|un) ?(answer|ans\b)|ringnoanswer"
"""What is denied here leaves no doubt."""

_STATES = {
    "done": r"\bclosed?|\bre?solved|\bsolved|\bdone\b|\bcompleted?|\bfinished",
    "cancelled": r"cancel|reject|withdrawn|duplicate",
}


@dataclass(slots=True)
class Draft:
    """What was made of a table; `doubts` says what somebody must look at."""

    record: str
    format: str
    separator: str
    columns: dict[str, str]
    times: list[str]
    words: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def toml(self, name: str) -> str:
        """It as the settings write it, doubts as comments."""
        lines = [f"# {doubt}" for doubt in self.doubts]
        lines += [f"[mappings.{_key(name)}]", f"record = {_text(self.record)}"]
        lines.append(f"format = {_text(self.format)}")
        if self.format == "csv" and self.separator != ",":
            lines.append(f"separator = {_text(self.separator)}")
        lines.append(f"times = [{', '.join(map(_text, self.times))}]")
        lines += ["", f"[mappings.{_key(name)}.columns]"]
        lines += [f"{each} = {_text(column)}" for each, column in self.columns.items()]
        if self.words:
            table = "states" if self.record == "ticket" else "outcomes"
            lines += ["", f"[mappings.{_key(name)}.{table}]"]
            lines += [f"{_key(word)} = {_text(meaning)}" for word, meaning in self.words.items()]
        return "\n".join(lines) + "\n"


def draft(cells: pl.DataFrame, format_: str, separator: str) -> Draft:
    """A mapping for `cells`; what its record needs and nobody could find is a doubt."""
    names = [name for name in cells.columns if name != LINE]
    times = {name: found for name in names if (found := time_format(cells[name])) is not None}
    record = _record(names)
    columns = _columns(record, names, times)
    used = [times[columns[each]] for each in _INSTANTS if columns.get(each) in times]
    made = Draft(record, format_, separator, columns, list(dict.fromkeys(used)) or ["iso"])
    for needed in NEEDED[record]:
        if needed not in columns:
            made.doubts.append(f"no column looks like {needed}: name it below")
    if unread := [name for name in names if name not in columns.values()]:
        told = ", ".join(map(repr, unread[:_NAMED])) + ", …" * (len(unread) > _NAMED)
        made.doubts.append(f"not read: {told}")
    word_field, meanings = ("state", _STATES) if record == "ticket" else ("outcome", _WORDS)
    if word_field in columns:
        _add_words(made, cells[columns[word_field]], meanings, word_field)
    return made


def time_format(cells: pl.Series) -> str | None:
    """The format in which most of some cells are times; None where most are none."""
    told = cells.drop_nulls().str.strip_chars()
    told = told.filter(told != "").head(500)
    if not len(told):
        return None
    frame = told.alias("cell").to_frame()
    read = {
        each: frame.select(instant_ms(pl.col("cell"), [each], "UTC").is_not_null().sum()).item()
        for each in TIMES
        if not each.startswith("epoch") or told.str.contains(_EPOCH[each]).all()
    }
    best = max(read, key=lambda each: read[each])
    return best if read[best] > len(told) // 2 else None


def _record(names: Sequence[str]) -> str:
    told = " ".join(names).lower()
    if re.search(r"csat|nps|satisf|survey", told):
        return "survey"
    if re.search(r"ticket|incident|assign|case_|due|sla", told):
        return "ticket"
    return "call"


def _columns(record: str, names: Sequence[str], times: Mapping[str, str]) -> dict[str, str]:
    """For each field the column that fits it best; every column is taken once."""
    found: dict[str, str] = {}
    plain = {name: re.sub(r"[\s-]+", "_", name.rpartition(".")[2] or name) for name in names}
    for each, pattern in _PATTERNS[record].items():
        fits = [
            name for name in names
            if name not in found.values()
            and _may_be(each, times.get(name))
            and re.search(pattern, plain[name], re.IGNORECASE)
        ]  # fmt: skip
        if fits:
            found[each] = fits[0]
    return {each: found[each] for each in FIELDS[record] if each in found}


def _may_be(field_: str, time: str | None) -> bool:
    """Whether a column can be a field, where its cells are times of a format, or none.

    An id looks like a time where it begins with one, a number where it has as many digits.
    """
    if field_ in _INSTANTS:
        return time is not None
    return time is None or field_ in _IDS or (field_ == "caller" and time in _EPOCH)


def _add_words(made: Draft, cells: pl.Series, meanings: Mapping[str, str], what: str) -> None:
    words = cells.drop_nulls().str.strip_chars().value_counts(sort=True)
    for word, _ in words.head(_WORDS_DRAFTED).iter_rows():
        if not word:
            continue
        said, is_sure = _meaning(word, meanings, what)
        made.words[word] = said
        if not is_sure:
            made.doubts.append(f"what {word!r} means is a guess: look at it")
    if words.height > _WORDS_DRAFTED:
        made.doubts.append(f"{what} has {words.height} words: is it the right column?")


def _meaning(word: str, meanings: Mapping[str, str], what: str) -> tuple[str, bool]:
    """What a word seems to mean, and whether that is beyond doubt."""
    other = "open" if what == "state" else "abandoned"
    plain = re.sub(r"[\W_]+|(?<=[a-z])(?=[A-Z])", " ", word).lower()
    if what == "outcome" and re.search(_UNANSWERED, plain):
        return other, True
    if re.search(_DENIED, plain):
        return other, False
    fits = [meaning for meaning, pattern in meanings.items() if re.search(pattern, plain)]
    is_sure = len(fits) == 1 or (what == "state" and not fits)
    return (fits[0] if fits else other), is_sure


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(value: str) -> str:
    return '"' + "".join(map(_character, value)) + '"'


def _character(one: str) -> str:
    """One character of a string in TOML: what can't be seen, or does something, by its number."""
    if one in '\\"':
        return f"\\{one}"
    if one.isprintable():
        return one
    return f"\\u{ord(one):04x}" if ord(one) < 1 << 16 else f"\\U{ord(one):08x}"
