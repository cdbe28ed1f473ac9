"""What to offer at the cursor of a statement: relations, columns, queries, functions.

It follows the words before the cursor, not a grammar: unfinished SQL is what gets completed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ops.tui.sql.statement import Token, tokens

MOST = 200
_READS = frozenset({"from", "join"})
_CLAUSES = frozenset({
    "select", "where", "group", "having", "order", "limit", "on", "using", "union", "window",
    "qualify", "offset", "except", "intersect",
})  # fmt: skip
KEYWORDS = (
    "SELECT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "JOIN", "LEFT JOIN",
    "USING", "ON", "AS", "AND", "OR", "NOT", "IN", "IS NULL", "IS NOT NULL", "BETWEEN", "LIKE",
    "CASE", "WHEN", "THEN", "ELSE", "END", "WITH", "UNION ALL", "DISTINCT", "FILTER", "OVER",
    "PARTITION BY", "DESC", "NULLS LAST", "QUALIFY", "EXCEPT", "INTERSECT",
)  # fmt: skip


class Offer(NamedTuple):
    """Something that could stand at the cursor."""

    text: str
    """What is written there."""
    kind: str
    """relation, column, alias, query, function, keyword or parameter."""
    says: str = ""
    name: str = ""
    """What it is called, where that is not what is written."""

    @property
    def label(self) -> str:
        """What the list shows."""
        return self.name or self.text


class Offers(NamedTuple):
    """What could stand between two offsets of the text."""

    start: int
    end: int
    found: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a relation."""

    name: str
    type: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the live catalog has."""

    relations: Mapping[str, str] = field(default_factory=dict)
    """Each by name, in a sentence."""
    columns: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    """Of each relation."""
    functions: tuple[str, ...] = ()
    table_functions: tuple[str, ...] = ()
    queries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What each query says, and its SQL, by name."""


def offers(sql: str, offset: int, words: Words) -> Offers:
    """What could stand at `offset`: what begins with the word there, before what holds it."""
    found = tokens(sql)
    here = next((t for t in found if t.start < offset <= t.end), None)
    if here is not None and _is_text(here, offset):
        return Offers(offset, offset)
    word = here if here is not None and here.kind in ("name", "param") else None
    start, end = (word.start, word.end) if word else (offset, offset)
    typed = sql[start:offset].lower()
    before = [t for t in found if t.end <= start and t.kind != "comment"]
    possible = _possible(before, word, found, words)
    return Offers(start, end, _matching(possible, typed))


def _is_text(token: Token, offset: int) -> bool:
    """Whether the cursor is within a string or a comment, where nothing can be offered."""
    if token.kind == "comment":
        return offset < token.end or token.text.startswith("--")
    closed = len(token.text) > 1 and token.text[-1] == token.text[0]
    return token.kind in ("string", "quoted", "number") and (offset < token.end or not closed)


def _possible(
    before: list[Token], word: Token | None, found: list[Token], words: Words
) -> Iterable[Offer]:
    if word is not None and word.kind == "param":
        return _params(found, word)
    names = _read(found, words)
    if before and before[-1].text == ".":
        owner = before[-2].text.strip('"').lower() if len(before) > 1 else ""
        return _columns([names.get(owner, owner)], words)
    if not before:
        return [*_queries(words), *_keywords()]
    if _is_reading(before):
        return [*_relations(words), *_own(found), *_queries(words, inside=True),
                *(Offer(f, "function", "makes rows") for f in words.table_functions)]  # fmt: skip
    seen = list(dict.fromkeys(names.values())) or list(words.relations)
    aliases = (Offer(name, "alias", f"stands for {of}") for name, of in names.items() if name != of)
    return [*_columns(seen, words), *aliases, *_keywords(),
            *(Offer(name, "function") for name in words.functions)]  # fmt: skip


def _is_reading(before: list[Token]) -> bool:
    """Whether the name of something to read comes next: after FROM, JOIN, or a comma of FROM."""
    last = before[-1].text.lower()
    if last in _READS:
        return True
    if last != ",":
        return False
    deep = 0
    for token in reversed(before):
        deep += (token.text == ")") - (token.text == "(")
        if deep < 0:
            return False
        if not deep and token.kind == "name" and token.text.lower() in _READS | _CLAUSES:
            return token.text.lower() in _READS
    return False


def _read(found: list[Token], words: Words) -> dict[str, str]:
    """What the statement reads: relations by the names they have in it."""
    names: dict[str, str] = {}
    plain = [t for t in found if t.kind != "comment"]
    for at, token in enumerate(plain):
        relation = token.text.lower()
        if token.kind != "name" or relation not in words.relations or not at:
            continue
        if plain[at - 1].text.lower() not in _READS | {","}:
            continue
        names[_alias(plain[at + 1 : at + 3]) or relation] = relation
    return names


def _alias(after: list[Token]) -> str:
    texts = [token.text.lower() for token in after if token.kind == "name"]
    if texts[:1] == ["as"]:
        return texts[1] if len(texts) > 1 else ""
    known = {word.split()[0].lower() for word in KEYWORDS} | _READS | _CLAUSES
    first = after[0] if after else None
    is_name = first is not None and first.kind == "name" and texts[0] not in known
    return texts[0] if is_name else ""


def _relations(words: Words) -> Iterator[Offer]:
    return (Offer(name, "relation", says) for name, says in words.relations.items())


def _columns(relations: Iterable[str], words: Words) -> Iterator[Offer]:
    for relation in relations:
        for column in words.columns.get(relation, ()):
            says = f"{column.type.lower()} · {column.says}" if column.says else column.type.lower()
            yield Offer(column.name, "column", says)


def _own(found: list[Token]) -> Iterator[Offer]:
    """The tables of the statement's own WITH."""
    plain = [t for t in found if t.kind != "comment"]
    for one, two, three in zip(plain, plain[1:], plain[2:], strict=False):
        if one.kind == "name" and two.text.lower() == "as" and three.text == "(":
            yield Offer(one.text, "relation", "of this statement")


def _queries(words: Words, inside: bool = False) -> Iterator[Offer]:
    """Queries put their SQL there: as the statement, or as something to read from."""
    for name, (says, sql) in words.queries.items():
        body = sql.strip().rstrip(";")
        yield Offer(f"(\n{body}\n) AS {name}" if inside else body, "query", says, name)


def _keywords() -> Iterator[Offer]:
    return (Offer(word, "keyword") for word in KEYWORDS)


def _params(found: list[Token], word: Token) -> Iterator[Offer]:
    names = (t.text for t in found if t.kind == "param" and t.start != word.start)
    return (Offer(name, "parameter") for name in dict.fromkeys(names))


def _matching(possible: Iterable[Offer], typed: str) -> tuple[Offer, ...]:
    """Those that go on from what is typed, then those that hold it; each name once."""
    named = {(offer.label, offer.kind): offer for offer in reversed([*possible])}
    found = [offer for offer in reversed(named.values()) if typed in offer.label.lower()]
    if typed and any(offer.label.lower() == typed and len(found) == 1 for offer in found):
        return ()
    found.sort(key=lambda offer: not offer.label.lower().startswith(typed))
    return tuple(found[:MOST])
