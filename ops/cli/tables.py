"""Columns of text side by side, each as wide as its widest cell; nothing in them can harm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ops.formats import cells, safe

WIDEST = 60
"""A name longer than this many cells is cut, so that one can't push all the others aside."""

_MD_ESCAPES = str.maketrans({c: f"\\{c}" for c in "\\|`*[]<>"})


def aligned(
    names: Sequence[str], columns: Sequence[Sequence[str]], right: Sequence[bool]
) -> Iterator[str]:
    """A heading in capitals, then a line a row; `right` says which columns are figures."""
    shown = [[safe(text, WIDEST) for text in column] for column in columns]
    heads = [name.upper() for name in names]
    for row in _padded([heads], shown, right, 0):
        yield "  ".join(row).rstrip()


def markdown(
    names: Sequence[str], columns: Sequence[Sequence[str]], right: Sequence[bool]
) -> Iterator[str]:
    """The same as a Markdown table."""
    shown = [[safe(text).translate(_MD_ESCAPES) for text in column] for column in columns]
    for number, row in enumerate(_padded([names], shown, right, 3)):
        yield f"| {' | '.join(row)} |"
        if number == 0:
            dashes = [
                "-" * (len(cell) - 1) + (":" if figures else "-")
                for cell, figures in zip(row, right, strict=True)
            ]
            yield f"| {' | '.join(dashes)} |"


def _padded(
    heads: Sequence[Sequence[str]],
    columns: Sequence[Sequence[str]],
    right: Sequence[bool],
    least: int,
) -> Iterator[list[str]]:
    rows = [*heads, *zip(*columns, strict=True)]
    widths = [max(least, *map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield [
            _pad(text, width, figures)
            for text, width, figures in zip(row, widths, right, strict=True)
        ]


def _pad(text: str, width: int, figures: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if figures else text + space
