"""Plain delimited text by Polars, column by column, several times faster than line by line.

It is only ever asked for text that is proved plain, and tells an empty cell ('') from one the line
does not have (null), as the decoders do.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def cells(
    data: bytes, columns: Sequence[str], longest: int, separator: str = "|"
) -> pl.DataFrame | None:
    r"""`data`, lines of cells parted by `separator` and ended by ``\n``, as a frame of strings.

    Whatever a line has beyond the cells of `columns` stays in the last one, separators and all.
    None where a line has more than `longest` bytes, or the text is anything but plain: then the
    decoder has its say.
    """
    if b"\r" in data or b"\0" in data:
        return None  # the one would be taken for the end of a line, the other is damage
    try:
        lines = pl.read_lines(data, name="line")
    except pl.exceptions.PolarsError:
        return None  # not UTF-8
    line = pl.col("line")
    size = line.str.len_bytes()
    total, most = lines.select(size.sum(), size.max().alias("most")).row(0)
    if total + lines.height != len(data) or (most or 0) > longest:
        return None
    read = lines.select(line.str.splitn(separator, len(columns)).struct.unnest())
    read.columns = list(columns)
    return read
