"""SQL as text: tokens, statements, parameters. The engine judges it; this only finds places."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<string>'(?:[^']|'')*(?:'|\Z))"
    r'|(?P<quoted>"(?:[^"]|"")*(?:"|\Z))'
    r"|(?P<param>\$[A-Za-z_]\w*)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<sign>\S)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a statement."""

    kind: str
    """comment, string, quoted, param, name, number or sign."""
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next one may begin."""
        return self.start + len(self.text)


class Statement(NamedTuple):
    """One statement of a text, without its semicolon."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The first character that is not its own."""
        return self.start + len(self.text)


def tokens(sql: str) -> list[Token]:
    """Every token, comments included."""
    return [Token(m.lastgroup or "", m[0], m.start()) for m in _TOKEN.finditer(sql)]


def statements(sql: str) -> list[Statement]:
    """The statements of a text, as they stand there, without blanks around; empty ones are none."""
    found: list[Statement] = []
    start, meant = 0, False
    for token in [*tokens(sql), Token("sign", ";", len(sql))]:
        if token.text == ";" and token.kind == "sign":
            part = sql[start : token.start]
            if meant:
                blank = len(part) - len(part.lstrip())
                found.append(Statement(part.strip(), start + blank))
            start, meant = token.end, False
        elif token.kind != "comment":
            meant = True
    return found


def statement_at(sql: str, offset: int) -> Statement | None:
    """The statement the cursor is in, or right behind; else the one after, else the last."""
    found = statements(sql)
    for one in found:
        if offset <= one.end + 1:
            return one
    return found[-1] if found else None


def params_of(sql: str) -> tuple[str, ...]:
    """The names a statement wants values for, in the order they come."""
    names = (token.text[1:] for token in tokens(sql) if token.kind == "param")
    return tuple(dict.fromkeys(names))
