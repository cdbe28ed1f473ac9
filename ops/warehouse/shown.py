"""The relations as they may leave the house: the same names and columns, callers' numbers masked.

Made as views in a catalog of their own, `shown`, for ad-hoc SQL and exports, which see no others.
What `ops.privacy` does to a value in Python is done here by the engine; a test holds that both
agree, and that no digit is shown here that is not shown there.
"""

from __future__ import annotations

from functools import partial

import duckdb

from ops.formats import WITHHELD
from ops.privacy import Privacy
from ops.warehouse.dictionary import relations

CATALOG = "shown"

_FREE_TEXT = frozenset(
    {"raw", "p1", "p2", "p3", "p4", "p5", "more", "title", "note", "last_note", "comment"}
)
_SHOWN_OF_TEXT = 4
_LEADING = r"^(\s*\d{9,11}(?:\.\d+)?\|(?:\d{9,11}\.\d+\|)?)?"
_UNIQUE_ID = r"\d{9,11}\.\d+"
_YEAR, _PART = r"(?:19|20)\d\d", r"[0-3]?\d"
_QUOTED_TIME = (
    rf"^[a-z]+: ''(?:{_YEAR}[/-]{_PART}[/-]{_PART}|{_PART}[./-]{_PART}[./-]{_YEAR})"
    r"[T ]\d{1,2}:\d\d(?::\d\d)?'' is no time as `times` writes them$"
)
_GAP = "[ ()/-]{0,2}"
_WITHHELD = "(" + ", ".join(f"'{word}'" for word in sorted(WITHHELD)) + ")"


def make_shown(cursor: duckdb.DuckDBPyConnection, privacy: Privacy) -> None:
    """(Re)make the catalog `shown` over the relations of the database `cursor` belongs to.

    The views hold the store's key: nobody may read their definitions.
    """
    cursor.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {CATALOG}")
    for name in relations():
        columns = [row[0] for row in cursor.execute(f"DESCRIBE memory.main.{name}").fetchall()]
        selected = ", ".join(
            _SPECIAL.get((column, name), partial(_column, column))(privacy) for column in columns
        )
        cursor.execute(
            f"CREATE OR REPLACE VIEW {CATALOG}.main.{name} AS "
            f"SELECT {selected} FROM memory.main.{name}"
        )


def _column(name: str, privacy: Privacy) -> str:
    if name == "customer":
        return f"{keyed('customer', privacy.key())} AS customer"
    if name == "customer_no":
        return f"CAST('0x' || {keyed('customer', privacy.key())} AS BIGINT) AS customer_no"
    if privacy.reveal:
        return name
    if name == "caller":
        return f"{masked(name, privacy.digits_shown)} AS caller"
    if name in _FREE_TEXT:
        return f"{masked_text(name, privacy.digits_shown)} AS {name}"
    return name


def _code(privacy: Privacy) -> str:
    """INFO is free text, every other kind of code is one of a list."""
    if privacy.reveal:
        return "code"
    hidden = masked_text("code", privacy.digits_shown)
    return f"CASE WHEN kind = 'info' THEN {hidden} ELSE code END AS code"


def _why(privacy: Privacy) -> str:
    """Why a line was rejected quotes a cell of it; a time there can be read, to be put right."""
    if privacy.reveal:
        return "reason"
    hidden = masked_text("reason", privacy.digits_shown)
    is_time = f"regexp_matches(reason, '{_QUOTED_TIME}')"
    return f"CASE WHEN {is_time} THEN reason ELSE {hidden} END AS reason"


_SPECIAL = {("code", "codes"): _code, ("reason", "rejects"): _why}


def keyed(column: str, key: bytes) -> str:
    """SQL for the stable id of a customer's number in normal form, as `Privacy.customer` gives it.

    HMAC-SHA256 (RFC 2104), its first 12 hexadecimal digits; null stays null.
    """
    padded = key.ljust(64, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded).hex()
    outer = bytes(byte ^ 0x5C for byte in padded).hex()
    digest = f"sha256(unhex('{inner}') || encode({column}))"
    return f"substr(sha256(unhex('{outer}') || unhex({digest})), 1, 12)"


def masked(column: str, shown: int) -> str:
    """SQL for a caller's number but for its last digits, as `formats.masked`; null stays null."""
    text = f"trim({column})"
    digits = f"regexp_replace(split_part({text}, '@', 1), '[^0-9]', '', 'g')"
    last = f"right({digits}, least({shown}, length({digits}) - 1))" if shown > 0 else "''"
    return (
        f"CASE WHEN {text} = '' THEN 'no number' "
        f"WHEN lower({text}) IN {_WITHHELD} THEN lower({text}) "
        f"WHEN {column} IS NULL THEN NULL "
        f"WHEN length({digits}) <= 4 THEN '···' "
        f"ELSE trim('··· ' || {last}) END"
    )


def masked_text(column: str, shown: int) -> str:
    """SQL for text with everything masked that looks like a number of five digits or more.

    As `privacy.masked_raw`, but never more than four digits of a number are shown.
    """
    kept = min(shown, _SHOWN_OF_TEXT)
    hidden = rf"\+?\d(?:{_GAP}\d){{{4 - kept},}}"
    pattern = hidden + rf"{_GAP}(\d)" * kept
    visible = "··· " + "".join(rf"\{n}" for n in range(1, kept + 1)) if kept else "···"
    lead = f"regexp_extract({column}, '{_LEADING}')"
    rest = f"substr({column}, length({lead}) + 1)"
    return (
        f"CASE WHEN regexp_full_match({column}, '{_UNIQUE_ID}') THEN {column} "
        f"ELSE {lead} || regexp_replace({rest}, '{pattern}', '{visible}', 'g') END"
    )
