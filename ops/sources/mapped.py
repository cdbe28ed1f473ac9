"""Records of a mapping: any table of calls, tickets or surveys, by what its columns are called."""

from __future__ import annotations

import polars as pl

from ops.settings.mappings import MappingSettings
from ops.sources.columns import BAD, events
from ops.sources.events import COLUMNS, POSITION_BITS, REJECT_COLUMNS, Rows
from ops.sources.framing import Framing
from ops.sources.layout import shown
from ops.sources.tables import LINE, Table, delimited, header_names, objects

_POSITION = (1 << POSITION_BITS) - 1
_TYPES = {"seq": pl.Int64, "s": pl.Int64, "restarts": pl.Int32}
_SCHEMA = {name: _TYPES.get(name, pl.String) for name in (*COLUMNS, *REJECT_COLUMNS)}


class Mapped:
    """The kind of one mapping. `zone` is that of times without an offset."""

    follows = False

    def __init__(self, name: str, mapping: MappingSettings, zone: str, header: bytes = b"") -> None:
        self.name = name
        self.says = mapping.says
        self.mapping = mapping
        self.has_tickets = mapping.has_tickets
        has_header = mapping.format != "json" and not mapping.header
        self.framing = Framing(
            header_lines=int(has_header),
            quoted=mapping.format != "json" and mapping.has_quotes,
        )
        self._zone = zone
        self._header = header

    def opened(self, header: bytes) -> Mapped:
        """The kind for a generation whose columns `header` names."""
        return Mapped(self.name, self.mapping, self._zone, header) if header else self

    def stamp_of(self, lines: bytes) -> int | None:
        """Epoch second of the first record of `lines`, which may begin with their header."""
        kind = self
        if self.framing.header_lines and not self._header:
            header, _, lines = lines.partition(b"\n")
            kind = self.opened(header + b"\n")
        elif lines.startswith(self._header):
            lines = lines[len(self._header) :]
        found = kind._frame(lines[: self.framing.whole(lines, 1 << 16)], 0)["s"].drop_nulls()
        return int(found[0]) if len(found) else None

    def restarts_in(self, data: bytes) -> int:
        """None: a table of records knows of no starts."""
        return 0

    def decode(self, data: bytes, first_seq: int, restarts: int) -> Rows:
        """Every record of `data` as one row at its first line, damaged ones as rejects."""
        found = self.bulk(data, first_seq, restarts)
        return Rows(**{name: found[name].to_list() for name in _SCHEMA})

    def bulk(self, data: bytes, first_seq: int, restarts: int) -> pl.DataFrame:
        """The same as a frame: a row for every line, empty where a line begins no record."""
        lines, body, skipped = data.count(b"\n"), data, 0
        if self._header and first_seq & _POSITION == 1:
            body, skipped = data[len(self._header) :], self.framing.header_lines
        return every_line(self._frame(body, first_seq + skipped), first_seq, lines)

    def _frame(self, data: bytes, first_seq: int) -> pl.DataFrame:
        table = self._table(data)
        missing = [name for name in self.mapping.named() if name not in table.cells.columns]
        if missing:
            return _all_rejected(data, first_seq, self.framing, _missing(missing, table))
        try:
            rows = self._rows(table, first_seq)
        except pl.exceptions.PolarsError as error:
            why = f"the mapping {self.name!r} can't be applied: {error}".partition("\n")[0]
            return _all_rejected(data, first_seq, self.framing, why)
        good = rows.filter(pl.col(BAD).is_null()).with_columns(
            pl.lit(None, pl.String).alias(name) for name in REJECT_COLUMNS
        )
        bad = rows.filter(pl.col(BAD).is_not_null())
        if not len(bad) and not table.rejects:
            return good.select(*_SCHEMA)
        raws = {line: raw for line, raw in self.framing.records(data.replace(b"\r\n", b"\n"))}
        rejects = [(line + first_seq, why, raw) for line, why, raw in table.rejects]
        rejects += [
            (seq, why, raws.get(seq - first_seq, b""))
            for seq, why in bad.select("seq", BAD).iter_rows()
        ]
        return pl.concat([good.select(*_SCHEMA), rejected(rejects)]).sort("seq")

    def _rows(self, table: Table, first_seq: int) -> pl.DataFrame:
        """The columns of events, and why a row is none."""
        return (
            events(table.cells.lazy(), self.mapping, self._zone)
            .select(
                (pl.col(LINE) + first_seq).alias("seq"),
                pl.lit(0, pl.Int32).alias("restarts"),
                *(name for name in COLUMNS if name not in ("seq", "restarts")),
                BAD,
            )
            .collect()
        )

    def _table(self, data: bytes) -> Table:
        mapping = self.mapping
        if mapping.format == "json":
            return objects(data, mapping.named())
        names = mapping.header or header_names(self._header, mapping.delimiter, mapping.encoding)
        return delimited(data, names, mapping.delimiter, self.framing, mapping.encoding)


def every_line(found: pl.DataFrame, first_seq: int, lines: int) -> pl.DataFrame:
    """`found` with an empty row for each of the lines that has none."""
    if found.height == lines:
        return found
    seqs = pl.int_range(first_seq, first_seq + lines, eager=True).alias("seq")
    whole = seqs.to_frame().join(found, on="seq", how="left", maintain_order="left")
    return whole.with_columns(pl.col("restarts").fill_null(0)).select(*_SCHEMA)


def rejected(rejects: list[tuple[int, str, bytes]]) -> pl.DataFrame:
    """Rows for (seq, reason, bytes) of what is no record."""
    rows = [(seq, 0, why, shown(raw)) for seq, why, raw in rejects]
    found = pl.DataFrame(
        rows, schema={name: _SCHEMA[name] for name in ("seq", "restarts", *REJECT_COLUMNS)},
        orient="row",
    )  # fmt: skip
    absent = [name for name in _SCHEMA if name not in found.columns]
    return found.with_columns(pl.lit(None, _SCHEMA[name]).alias(name) for name in absent).select(
        *_SCHEMA
    )


def _missing(missing: list[str], table: Table) -> str:
    there = [name for name in table.cells.columns if name != LINE]
    return f"no column {', '.join(map(repr, missing))}; there are {', '.join(there)}"[:400]


def _all_rejected(data: bytes, first_seq: int, framing: Framing, why: str) -> pl.DataFrame:
    return rejected([(first_seq + line, why, raw) for line, raw in framing.records(data)])
