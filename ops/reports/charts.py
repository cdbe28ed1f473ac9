"""Pictures as Vega-Lite, made with Altair; colours that read on paper, in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from ops.reports.model import Table

INK = "#123456"
"""Stands for the page's own ink, light or dark: writers put that in its place."""

BLUE, ORANGE, GREY = "#3b7dd8", "#d9822b", "#8a9099"
_WIDTH = 640
_ID = re.compile(r'(?<=id=")[^"]+|(?<=url\(#)[^)]+')
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Spec = Mapping[str, Any]


def level_by_day(table: Table, target: float | None) -> Spec:
    """A bar a day, those under target in another colour, the target as a rule."""
    import altair as alt

    rows = [
        {"day": f"{row[0]:%a %d}", "level": row[1], "missed": _is_under(row[1], target)}
        for row in table.rows
    ]
    bars = alt.Chart(_data(rows)).mark_bar(size=28).encode(
        x=alt.X("day:O", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("level:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
        color=alt.Color("missed:N", legend=None,
                        scale=alt.Scale(domain=[False, True], range=[BLUE, ORANGE])),
    )  # fmt: skip
    if target is None:
        return _spec(bars)
    rule = alt.Chart(_data([{"target": target}])).mark_rule(
        color=INK, strokeDash=[4, 3]
    ).encode(y=alt.Y("target:Q"))  # fmt: skip
    return _spec(bars + rule)


def _is_under(value: object, target: float | None) -> bool:
    return isinstance(value, (int, float)) and target is not None and value < target


def heat_map(offered: Mapping[tuple[int, int], float]) -> Spec:
    """Calls offered by (hour, ISO weekday) as shades of one colour."""
    import altair as alt

    rows = [
        {"hour": f"{hour:02}", "day": WEEKDAYS[day - 1], "offered": count}
        for (hour, day), count in sorted(offered.items())
    ]  # fmt: skip
    return _spec(
        alt.Chart(_data(rows)).mark_rect().encode(
            x=alt.X("hour:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("day:O", sort=list(WEEKDAYS), title=None),
            color=alt.Color("offered:Q", title="offered",
                            scale=alt.Scale(range=["#dbe7f7", "#123c78"])),
        ),
        height=150,
    )  # fmt: skip


def stacked(
    rows: list[dict[str, Any]], *, x: str, y: str, by: str, colours: Mapping[str, str]
) -> Spec:
    """Bars of parts on top of one another."""
    import altair as alt

    return _spec(
        alt.Chart(_data(rows)).mark_bar().encode(
            x=alt.X(f"{x}:O", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y(f"{y}:Q", title=None),
            color=alt.Color(f"{by}:N", title=None, sort=list(colours),
                            scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                            legend=alt.Legend(orient="top")),
            order=alt.Order("order:Q"),
        )
    )  # fmt: skip


def lines(rows: list[dict[str, Any]], *, x: str, y: str, by: str, percent: bool = False) -> Spec:
    """A line for each value of `by`."""
    import altair as alt

    axis = alt.Axis(format="%") if percent else alt.Axis()
    return _spec(
        alt.Chart(_data(rows)).mark_line(point=True).encode(
            x=alt.X(f"{x}:O", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y(f"{y}:Q", title=None, axis=axis),
            color=alt.Color(f"{by}:N", title=None, legend=alt.Legend(orient="top"),
                            scale=alt.Scale(range=[BLUE, ORANGE, GREY])),
        )
    )  # fmt: skip


def _data(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"values": rows}


def svg(spec: Spec, ink: str = "currentColor") -> str:
    """The picture as SVG, transparent, its lines and letters in the page's ink."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(dict(spec))
    return _with_own_ids(drawn).replace(INK, ink)


def _with_own_ids(drawn: str) -> str:
    """The library counts ids through the process; here they are the picture's own, always."""
    own = blake2b(_ID.sub("", drawn).encode(), digest_size=4).hexdigest()
    for number, name in enumerate(dict.fromkeys(_ID.findall(drawn))):
        drawn = re.sub(rf'(id="|#){re.escape(name)}\b', rf"\g<1>c{own}-{number}", drawn)
    return drawn


def _spec(chart: Any, height: int = 190) -> Spec:  # noqa: ANN401 (Altair's charts have no common type)
    found: dict[str, Any] = (
        chart.properties(width=_WIDTH, height=height)
        .configure(background="transparent", font="sans-serif")
        .configure_axis(
            labelColor=INK, titleColor=INK, domainColor=GREY, tickColor=GREY, gridColor=GREY,
            gridOpacity=0.25,
        )
        .configure_legend(labelColor=INK, titleColor=INK)
        .configure_view(stroke=None)
        .to_dict()
    )  # fmt: skip
    return found
