"""Where a programme's money goes: drawn and planned, by line, by arm and by the city that pays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.again import scenario_of
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.letters import LINE, cut
from twinsim.report.figures.naming import city_names
from twinsim.report.figures.paper import EDGE, Paper
from twinsim.report.figures.planned import planned_lines
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.strips import Columns
from twinsim.report.style import INK, Mark, city_marks, look, tint
from twinsim.sweep.effects import TOTAL
from twinsim.sweep.results import Results
from twinsim.text import listed, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Where the programme's money goes: planned and drawn, by line and payer"
_ROW, _BAR = 0.18, 0.1  # inches: height of a row and of its bar
_LINES = 1.55  # inches for the names of lines
EACH = "each arm"


@dataclass(frozen=True)
class Spent:
    """A line in an arm, k£: drawn by each payer and in all (mean of worlds), where 90 % of worlds
    lie, and planned (None where the results do not say)."""

    arm: str
    payers: dict[str, float]
    drawn: float
    worlds: tuple[float, float]
    planned: float | None

    @property
    def said(self) -> str:
        """`drawn of planned`."""
        if not self.drawn and not self.planned:
            return "none"
        plan = "" if self.planned is None else f" of {number(self.planned, 1)}"
        return number(self.drawn, 1) + plan


def spending(results: Results) -> Figure:
    """A block for all lines, then one per line on a common scale; in each a row per arm."""
    table = {line: _merged(rows) for line, rows in lines_spent(results).items()}
    marks = city_marks(results.manifest.cities)
    payers = [
        city for city in marks if any(s.payers[city] for rows in table.values() for s in rows)
    ]
    with look():
        paper = Paper()
        paper.open(results, TITLE, _how(results, table))
        names = city_names(results)
        paper.key([(f"paid by {names[city]}", _piece(marks[city])) for city in payers])
        paper.key([("thin line: 5 to 95 % of single worlds; upright stroke: planned", _plan_sign)])
        flat = [spent for rows in table.values() for spent in rows]
        columns = Columns([s.arm for s in flat], [s.said for s in flat], ["k£"], _LINES)
        whole = table.pop("spend")
        _block(paper, columns, "all lines", whole, _scale(whole, columns), marks, labels=True)
        paper.at += 0.1
        scale = _scale([spent for rows in table.values() for spent in rows], columns)
        for line, rows in table.items():
            last = line == list(table)[-1]
            _block(paper, columns, _named(line), rows, scale, marks, labels=last)
        return paper.close(results)


def lines_spent(results: Results) -> dict[str, list[Spent]]:
    """Every line that is planned or drawn in some arm, all lines together (`spend`) first."""
    scenario = scenario_of(results)
    plans = planned_lines(scenario) if scenario else None
    arms = wording.paying(results)
    lines = [id for id in indicators() if id == "spend" or id.startswith("spend_")]
    table = {line: [_spent(results, arm, line, plans) for arm in arms] for line in lines}
    return {
        line: rows
        for line, rows in table.items()
        if line == "spend" or any(spent.drawn or spent.planned for spent in rows)
    }


def _merged(rows: list[Spent]) -> list[Spent]:
    """One row for all arms where they spend alike."""
    alike = {(*s.payers.values(), s.worlds, s.planned) for s in rows}
    return [replace(rows[0], arm=EACH)] if len(alike) == 1 < len(rows) else rows


def _spent(
    results: Results, arm: str, line: str, plans: dict[str, dict[str, dict[str, float]]] | None
) -> Spent:
    worlds = results.worlds
    drawn = worlds.values[TOTAL][worlds.arms.index(arm), :, worlds.indicators.index(line)]
    low, high = np.quantile(drawn, (0.05, 0.95))
    if line == "spend":
        planned: float | None = worlds.mean(arm, "planned")
    else:
        planned = None if plans is None else sum(plans[arm].get(line, {}).values())
    cities = results.manifest.cities
    return Spent(
        arm,
        {city: worlds.mean(arm, line, city) for city in cities},
        float(drawn.mean()),
        (float(low), float(high)),
        planned,
    )


def _how(results: Results, table: dict[str, list[Spent]]) -> str:
    plan = any(
        s.planned is not None for line, rows in table.items() if line != "spend" for s in rows
    )
    others = [arm for arm in results.manifest.arms if arm not in wording.paying(results)]
    none = f" Nothing is spent in {listed(others)}." if others else ""
    unknown = "" if plan else " The plan of single lines is not in the results folder."
    return (
        "k£ of 2024 prices over the whole programme. On the right: drawn (mean of worlds) "
        f"{'of planned' if plan else 'of planned, for all lines'}. What is not drawn, for an empty "
        f"place or a stopped pilot, goes back to its payer.{none}{unknown}"
    )


def _piece(mark: Mark) -> Callable[[Axes], None]:
    return lambda axes: _bar(axes, 0, 1, 0.5, 0.8, mark)


def _plan_sign(axes: Axes) -> None:
    _signs(axes, (0.1, 0.65), 0.9, 0.5, 0.9)


def _scale(rows: list[Spent], columns: Columns) -> Scale:
    ends = [end for s in rows for end in (s.drawn, *s.worlds, s.planned or 0.0)]
    high = max([*ends, 0.0]) or 1.0
    return Scale.over([1.02 * high], columns.width, floor=True)


def _named(line: str) -> str:
    """What a line is for, as the registry has it: `city teams`."""
    return re.sub(r"^Drawn (for|as) (the |a )?", "", indicators()[line].meaning)


def _block(
    paper: Paper,
    columns: Columns,
    name: str,
    rows: list[Spent],
    scale: Scale,
    marks: dict[str, Mark],
    *,
    labels: bool,
) -> None:
    """A line: its name, then a row per arm."""
    head = cut(name, _LINES - 0.1, 4)
    lines = head.count("\n") + 1
    paper.text(EDGE, paper.at + 0.02, head)
    least = max(_ROW, (lines * LINE + 0.05) / len(rows))
    places = columns.rows(paper, [(s.arm, s.said) for s in rows], least)
    axes = columns.axes(paper, places, scale, "k£", labels=labels)
    for spent, (y, _) in zip(rows, places, strict=True):
        left = 0.0
        for city, part in spent.payers.items():
            _bar(axes, left, part, y, _BAR, marks[city])
            left += part
        _signs(axes, spent.worlds, spent.planned, y, 1.5 * _BAR)


def _bar(axes: Axes, left: float, part: float, y: float, height: float, mark: Mark) -> None:
    if part > 0:
        patch = Rectangle(
            (left, y - height / 2),
            part,
            height,
            facecolor=tint(mark.colour, 0.55),
            edgecolor=INK,
            linewidth=0.5,
            hatch=mark.hatch,
        )
        axes.add_patch(patch)


def _signs(
    axes: Axes, worlds: tuple[float, float], planned: float | None, y: float, height: float
) -> None:
    axes.plot(worlds, (y, y), color=INK, linewidth=1, solid_capstyle="butt")
    if planned is not None:
        ends = (y - height / 2, y + height / 2)
        axes.plot((planned, planned), ends, color=INK, linewidth=1.8, solid_capstyle="butt")


def _caption(results: Results) -> str:
    table = lines_spent(results)
    told = [f"{spent.arm}: {spent.said} k£ drawn as a mean of worlds" for spent in table["spend"]]
    return (
        "Money drawn from the programme's budget by line, stacked by the city that pays, in k£ of "
        "2024 prices over the whole programme, beside the plan and the middle 90 % of "
        f"{results.worlds.count:,} worlds. {'; '.join(told)}. Planned cost: "
        f"{wording.planned(results)}."
    )


def _applies(results: Results) -> bool:
    return bool(wording.paying(results))


DRAWINGS = (Drawing("spending", TITLE, spending, _caption, _applies),)
