from __future__ import annotations

import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from ops.settings.lines import Lines, Path

EVERYTHING = """\
a = 1 # [not] = "a table"
"b c".d = [1,
  "x]", # no ]
  {e = 2, "f.g".h = [3,
 4]},
]
[t]
s = \"\"\"
[multi] \"" \\\"\"\" still\"\"\"\"\"
u = 5
e = ""
'' = {}
[[arr]]
n = 1
[arr.sub]
k = '''x
y''''
[[arr]]
n = 2
[[arr.inner]]
z = 1
[[ arr . "inner" ]]
z = 2
[arr.inner.deep."q\\u0041"]
w = 1979-05-27 07:32:00
[ t . 'v' ]
t.x = +inf
[implicit.below]
[implicit]
y = '''it'''
"""


def paths(data: object, here: Path = ()) -> Iterator[Path]:
    """Every path in parsed data."""
    if here:
        yield here
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*here, key))
    if isinstance(data, list):
        for index, value in enumerate(data):
            yield from paths(value, (*here, index))


def test_every_key_of_every_form() -> None:
    lines = Lines(EVERYTHING)
    assert set(lines.found) == set(paths(tomllib.loads(EVERYTHING)))
    expected: dict[Path, int] = {
        ("a",): 1,
        ("b c", "d"): 2,
        ("b c", "d", 0): 2,
        ("b c", "d", 1): 3,
        ("b c", "d", 2, "e"): 4,
        ("b c", "d", 2, "f.g", "h", 1): 5,
        ("t",): 7,
        ("t", "s"): 8,
        ("t", "u"): 10,
        ("t", ""): 12,
        ("arr", 0): 13,
        ("arr", 0, "n"): 14,
        ("arr", 0, "sub", "k"): 16,
        ("arr", 1): 18,
        ("arr", 1, "inner", 0, "z"): 21,
        ("arr", 1, "inner", 1): 22,
        ("arr", 1, "inner", 1, "z"): 23,
        ("arr", 1, "inner", 1, "deep", "qA"): 24,
        ("arr", 1, "inner", 1, "deep", "qA", "w"): 25,
        ("t", "v"): 26,
        ("t", "v", "t", "x"): 27,
        ("implicit", "below"): 28,
        ("implicit", "y"): 30,
    }
    assert {path: lines.found[path] for path in expected} == expected


def test_what_is_not_there_is_where_its_table_is() -> None:
    lines = Lines("\n\n[a]\n[[b]]\nc = 1\n")
    assert lines.line(("a", "x", "y")) == 3
    assert lines.line(("b", 0, "x")) == 4
    assert lines.line(("b", 7)) == 4
    assert lines.line(("nothing",)) == 1
    assert lines.line(()) == 1
    assert Lines("").line(("a",)) == 1


def test_windows_line_ends() -> None:
    assert Lines("a = 1\r\n\r\n[t]\r\nb = [\r\n 1,\r\n]\r\n").found == {
        ("a",): 1, ("t",): 3, ("t", "b"): 4, ("t", "b", 0): 5
    }  # fmt: skip


KEYS = st.sampled_from(["a", "b-c", "d e", 'q"', "é", "[x]", "#", ""])
SCALARS = st.one_of(
    st.sampled_from(["1", "-2.5e3", "true", "nan", "1979-05-27T07:32:00Z", "07:32:00"]),
    st.sampled_from(['"]"', "'#'", '"\\""', '"""\n"\n"""""', "'''\n''x\n'''", '""', "''"]),
)
BLANKS = st.sampled_from(["", " ", "\n", "\n# ] comment\n", "\r\n"])


@st.composite
def values(draw: st.DrawFn, depth: int = 0) -> str:
    """A TOML value, written over as many lines as it may be."""
    kind = draw(st.sampled_from(["scalar", "array", "table"] if depth < 3 else ["scalar"]))
    if kind == "array":
        items = draw(st.lists(values(depth + 1), max_size=3))
        return "[" + ",".join(draw(BLANKS) + item + draw(BLANKS) for item in items) + "]"
    if kind == "table":
        keys = draw(st.lists(KEYS, max_size=3, unique=True))
        return "{" + ", ".join(f"{quoted(k)} = {draw(values(depth + 1))}" for k in keys) + "}"
    return draw(SCALARS)


def quoted(key: str) -> str:
    return key if key in ("a", "b-c") else '"' + key.replace('"', '\\"') + '"'


@given(
    st.lists(st.tuples(st.sampled_from(["[t]", "[[l]]", "[[l.m]]", "[l.n]", ""]), KEYS, values()))
)
def test_the_keys_found_are_those_tomllib_reads(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{head}\n{quoted(key)} = {value}\n" for head, key, value in parts)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # a key or table stood there twice
    lines = Lines(text)
    assert set(lines.found) == set(paths(data))
    rows = text.split("\n")
    for path, line in lines.found.items():
        if isinstance(path[-1], str):
            assert quoted(path[-1]) in rows[line - 1] or path[-1] in rows[line - 1]
