"""A portfolio by simulated impact: its pairs with their intervals, and what each city gives up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twinsim._version import __version__
from twinsim.pairing.objects import Estimate
from twinsim.pairing.portfolio import Portfolio
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.paper import TITLE as SIZE
from twinsim.report.pairing.page import BLUE, SHOWN
from twinsim.report.style import FAINT, INK, SOFT, ZERO, look
from twinsim.report.wording import CAVEAT
from twinsim.text import MINUS, inert

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.pairing.impact.portfolio_simulation import PortfolioSimulation

TITLE = "The best set of pairs by simulated impact"
_ROW = 0.21  # inches of a pair or a city
_NAME = 2.6  # the widest that two names may be


def page(portfolio: Portfolio) -> Figure:
    """Both panels over the width of a page. The portfolio has been simulated."""
    told = portfolio.simulation
    assert told is not None
    matches = portfolio.matches[:SHOWN]
    names = {match.a: match.name_a for match in portfolio.matches}
    names |= {match.b: match.name_b for match in portfolio.matches}
    pairs = [told.pair(match.a, match.b) for match in matches]
    lost = [row for row in told.given_up if row.partner and row.favourite != row.partner][:SHOWN]
    unit = f"{told.indicator}, twin {MINUS} baseline, {told.unit}"
    groups = " with ".join(dict.fromkeys(inert(label, 60) for label in portfolio.groups))
    with look():
        paper = Paper()
        paper.say(TITLE, size=SIZE, weight="bold", most=2)
        many = len(portfolio.matches)
        of = f"{many} pair{'s' * (many != 1)} out of {len(told.pairs):,}"
        paper.say(f"{groups}: {of}", color=SOFT, most=2)
        paper.at += 0.04
        paper.say(
            f"Dot and line: {unit}, in both cities, mean with its 95 % interval over worlds; the "
            "dot is hollow where that holds 0. Right: share of draws of the expected impacts in "
            "which the pair belongs to the best set."
        )
        paper.at += 0.08
        _panel(
            paper,
            [f"{inert(match.name_a, 60)} – {inert(match.name_b, 60)}" for match in matches],
            [one.impact for one in pairs],
            [f"{100 * one.member:.0f} %" for one in pairs],
            unit,
        )
        if lost:
            paper.at += 0.1
            paper.head("What cities give up", "against the partner they would rather have")
            paper.at += 0.04
            _panel(
                paper,
                [
                    f"{inert(names.get(row.city, row.city), 60)} (rather "
                    f"{inert(names.get(row.favourite, row.favourite), 60)})"
                    for row in lost
                ],
                [row.loss for row in lost],
                [""] * len(lost),
                f"{told.indicator} less than with the favourite, {told.unit}",
            )
        paper.at += 0.06
        for line in (told.sentences[0], _small_print(portfolio, told)):
            paper.say(line, color=SOFT)
        return paper.finish()


def _panel(
    paper: Paper,
    labels: Sequence[str],
    found: Sequence[Estimate],
    right: Sequence[str],
    axis: str,
) -> None:
    """A row for each mean with its interval."""
    shown = [cut(label, _NAME, 1) for label in labels]
    left, beside = widest(shown) + 0.1, widest(right) + 0.1
    high = _ROW * len(found)
    axes = paper.axes(EDGE + left, paper.at, ROOM - left - beside, high)
    axes.axvline(0, **ZERO)
    for at, one in enumerate(found):
        axes.plot([one.lo95, one.hi95], [at, at], color=BLUE, linewidth=1.4)
        clear = one.lo95 > 0 or one.hi95 < 0
        fill = INK if clear else "white"
        axes.plot(one.value, at, "o", markersize=4.2, color=fill, markeredgecolor=INK)
        middle = paper.at + (at + 0.5) * _ROW
        paper.text(EDGE + ROOM, middle, right[at], ha="right", va="center")
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.set_yticks(range(len(found)), shown)
    axes.locator_params(axis="x", nbins=5)
    axes.margins(x=0.04)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)
    paper.at += high + LINE + 0.12
    paper.text(EDGE + left, paper.at, axis)
    paper.at += LINE


def _small_print(portfolio: Portfolio, told: PortfolioSimulation) -> str:
    programme = inert(told.scenario, 40) or "defaults and 1,000 k£"
    hidden = len(portfolio.matches) - SHOWN
    more = f"{hidden} more pairs are not shown. " if hidden > 0 else ""
    return (
        f"{more}Programme of {programme}, themes derived, {told.sets.worlds:,} worlds of each "
        f"pair; seed {told.seed}. Parameters: {inert(told.parameters, 40)}; doubt about them is in "
        f"no interval here. twinsim {__version__}. {CAVEAT}."
    )
