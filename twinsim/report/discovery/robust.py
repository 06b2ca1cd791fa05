"""Robust choice as a table: options down, measures across, darker where an option does better."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.discovery import words
from twinsim.report.discovery.box import BLUE
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.figures.sweep import parts
from twinsim.report.style import INK, SOFT, look, tint
from twinsim.report.sweeps import chance, label
from twinsim.text import number, span

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.sensitivity.discovery.robust import Robust, Row
    from twinsim.sweep.chance import Estimate
    from twinsim.sweep.results import Results

MOST = 16  # options in the figure; the table has all
_NAMES = 1.3
_HIGH = 0.54
_STRONGEST = 0.45
_HEADS = {
    "mean": "mean over states",
    "low": "1 state in 20 is below",
    "worst": "worst state",
    "most": "largest regret",
    "enough": "states with enough",
    "best": "best in a state",
    "regret": "mean regret",
}


def figure(results: Results, found: Robust) -> Figure:
    """The options by every measure."""
    own = found.options
    digits = indicators()[own.indicator].digits
    unit = indicators()[own.indicator].unit
    rows = sorted(found.rows, key=lambda row: -row.mean.value)[:MOST]
    more = len(found.rows) - len(rows)
    with look():
        paper = parts.begin(
            results,
            words.chooses(found),
            words.opening(found),
            words.verdict(found),
            words.traded(found),
            f"In {unit}; enough means {words.threshold(found)} or more; small: 95 % intervals over "
            "states drawn anew and luck. The darker, the better within a column.",
        )
        names = {row.option: cut(label(row.option, 60), _NAMES, 3) for row in rows}
        x = EDGE + max(widest(names.values()), 0.5) + 0.08
        wide = (EDGE + ROOM - x) / len(_HEADS)
        heads = [cut(head, wide - 0.08, 3) for head in _HEADS.values()]
        for n, head in enumerate(heads):
            paper.text(x + n * wide, paper.at, head, color=SOFT)
        paper.at += max(head.count("\n") + 1 for head in heads) * LINE + 0.05
        shades = {id: _shades([_of(row, id) for row in rows], id) for id in _HEADS}
        for k, row in enumerate(rows):
            high = max(_HIGH, (names[row.option].count("\n") + 1) * LINE + 0.06)
            paper.text(EDGE, paper.at + high / 2, names[row.option], va="center")
            for n, id in enumerate(_HEADS):
                axes = paper.axes(x + n * wide, paper.at, wide - 0.04, high - 0.04)
                axes.set_axis_off()
                axes.set_xlim(0, 1)
                axes.set_ylim(0, 1)
                axes.axhspan(0, 1, color=tint(BLUE, shades[id][k]), linewidth=0)
                said = cut(_said(row, id, digits), wide - 0.1, 3)
                at = paper.at + (high - 0.04) / 2
                paper.text(x + n * wide + 0.04, at, said, va="center", color=INK)
            paper.at += high
        if more > 0:
            paper.say(f"{more} more options, with lower means, are in options.csv.", color=SOFT)
        basis = wording.evidence_note(own.indicator)
        return parts.end(paper, results, f"Evidence for {own.indicator}: {basis}.")


def _of(row: Row, id: str) -> float:
    value: Estimate | float = getattr(row, id)
    return value if isinstance(value, float) else value.value


def _shades(values: list[float], id: str) -> list[float]:
    """How strong each cell is filled: from none for the worst to most for the best."""
    numbers = np.array([-v if id in ("regret", "most") else v for v in values])
    low, high = float(numbers.min()), float(numbers.max())
    if not math.isfinite(high - low) or high <= low:
        return [0.0] * len(values)
    return [float(_STRONGEST * (v - low) / (high - low)) for v in numbers]


def _said(row: Row, id: str, digits: int) -> str:
    if id == "best":
        return chance(row.best)
    found: Estimate = getattr(row, id)
    if id == "enough":
        return f"{words.share(found.value)}\n{span(100 * found.lo95, 100 * found.hi95, 0)}"
    if found.lo95 == found.hi95:
        return number(found.value, digits)
    return f"{number(found.value, digits)}\n{span(found.lo95, found.hi95, digits)}"
