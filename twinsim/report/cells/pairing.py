"""A ranking of partners, or a portfolio, in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from twinsim.pairing.criteria import pillars
from twinsim.pairing.objects import Estimate, Pairing
from twinsim.pairing.portfolio import Portfolio
from twinsim.registry import indicators
from twinsim.report.cells.markup import folded, paragraph, table
from twinsim.text import MINUS, inert, number

if TYPE_CHECKING:
    from twinsim.pairing.impact.portfolio_simulation import PortfolioSimulation

_MOST = 30
_LONGEST = 2000  # letters of a sentence
_CAVEAT = "A score says how well a pair fits the methodology; it is no estimate of its impact."


def pairing_html(pairing: Pairing) -> Markup:
    """Candidates best first, and why the first is first."""
    heads = (
        "rank",
        "city",
        "score",
        "range",
        "by score",
        "known",
        *pillars(),
        "first of weightings",
    )
    rows = [
        (
            str(one.rank),
            f"{one.name} ({one.city})",
            number(one.score, 2),
            f"{one.score_lo:.2f} to {one.score_hi:.2f}",
            str(one.rank_by_score or "–"),
            f"{100 * one.coverage:.0f} %",
            *(number(one.pillars[id].score, 2) for id in pillars()),
            f"{100 * one.acceptability[0]:.0f} %",
        )
        for one in pairing.candidates[:_MOST]
    ]
    why = [
        (row.id, number(row.score, 2), f"{100 * row.weight:.0f} %", row.why, ", ".join(row.grades))
        for row in pairing.best.criteria
    ]
    more = len(pairing.candidates) - _MOST
    return Markup("").join(
        [
            table(heads, rows, caption=f"Partners for {pairing.anchor.name}", left=(0, 1)),
            paragraph(f"{more} more: table() holds all." if more > 0 else ""),
            folded(
                f"Why {pairing.best.name}",
                table(("criterion", "score", "weight", "why", "grades"), why, left=(0, 3, 4)),
            ),
            paragraph(
                f"Ranked by the lower end of the range, each missing fact at its worst. Unit: "
                f"{pairing.unit}. Left out for all: {', '.join(pairing.left_out) or 'nothing'}."
            ),
            *map(paragraph, pairing.notes),
            paragraph(_CAVEAT),
            _simulated(pairing),
        ]
    )


def _simulated(pairing: Pairing) -> Markup:
    """Simulated impact by candidate, the highest first, and what it comes to; empty without."""
    told = pairing.simulation
    if told is None:
        return Markup("")
    digits = indicators()[told.indicator].digits
    found = sorted(
        ((one, one.impact) for one in pairing.candidates if one.impact),
        key=lambda row: -row[1].difference,
    )
    heads = (
        "city",
        "rank by score",
        "impact, 95 %",
        "best",
        f"in {pairing.anchor.name}",
        "premium",
    )
    rows = [
        (
            f"{one.name} ({one.city})",
            str(one.rank),
            _mean(Estimate(impact.difference, impact.mc_lo95, impact.mc_hi95), digits),
            f"{100 * impact.p_best:.0f} %",
            _mean(impact.anchor, digits),
            _mean(impact.premium, digits),
        )
        for one, impact in found[:_MOST]
    ]
    caption = (
        f"Simulated impact: {told.indicator} ({told.unit}), twin {MINUS} baseline; premium: twin "
        f"{MINUS} solo"
    )
    return Markup("").join(
        [table(heads, rows, caption=caption, left=(0,)), *map(_sentence, told.sentences)]
    )


def _sentence(text: str) -> Markup:
    """A sentence as it is, however many names it holds."""
    return paragraph(escape(inert(text, _LONGEST)))


def _mean(found: Estimate | None, digits: int) -> str:
    if found is None:
        return "–"
    half = number(found.hi95 - found.value, digits)
    return f"{number(found.value, digits, sign=True)} ± {half}"


def portfolio_html(portfolio: Portfolio) -> Markup:
    """Pairs best first, with what each city gives up."""
    if portfolio.simulation is not None:
        return _by_impact(portfolio, portfolio.simulation)
    heads = ("city", "with", portfolio.by, "favourite", "loss", "favourite of the other", "loss")
    rows = [
        (
            f"{match.name_a} ({match.a})",
            f"{match.name_b} ({match.b})",
            number(match.value, 2),
            match.favourite_a,
            number(match.loss_a, 2),
            match.favourite_b,
            number(match.loss_b, 2),
        )
        for match in portfolio.matches[:_MOST]
    ]
    return Markup("").join(
        [
            table(heads, rows, caption=" with ".join(portfolio.groups), left=(0, 1, 3, 5)),
            paragraph(f"Total {portfolio.total:.3f}; greedily {portfolio.greedy_total:.3f}."),
            *map(paragraph, portfolio.notes),
            paragraph(_CAVEAT),
        ]
    )


def _by_impact(portfolio: Portfolio, told: PortfolioSimulation) -> Markup:
    """Pairs by simulated impact, how sure each is, what each city gives up."""
    digits = indicators()[told.indicator].digits
    pairs = [told.pair(match.a, match.b) for match in portfolio.matches[:_MOST]]
    rows = [
        (
            f"{match.name_a} ({match.a})",
            f"{match.name_b} ({match.b})",
            _mean(one.impact, digits),
            f"{100 * one.member:.0f} %",
            f"{one.score_lo:.2f}",
        )
        for match, one in zip(portfolio.matches, pairs, strict=False)
    ]
    lost = [
        (
            row.city,
            row.partner or "nobody",
            row.favourite,
            "none" if row.favourite == row.partner else _mean(row.loss, digits),
        )
        for row in told.given_up[: 2 * _MOST]
    ]
    caption = (
        f"{' with '.join(dict.fromkeys(portfolio.groups))}, by simulated impact: {told.indicator} "
        f"({told.unit}), twin {MINUS} baseline"
    )
    return Markup("").join(
        [
            table(
                ("city", "with", "impact, 95 %", "in best set", "score"),
                rows,
                caption=caption,
                left=(0, 1),
            ),
            folded(
                "What each city gives up",
                table(("city", "with", "favourite", "loss, 95 %"), lost, left=(0, 1, 2)),
            ),
            *map(_sentence, told.sentences),
        ]
    )
