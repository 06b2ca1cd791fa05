"""A portfolio as text: who is paired, what each city gives up for it, how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.cli.pair_text import CAVEAT, set_up, wrapped, wrapped_all
from twinsim.cli.tables import columns, cut
from twinsim.pairing.portfolio import Portfolio
from twinsim.registry import indicators
from twinsim.text import MINUS, inert, listed, number

if TYPE_CHECKING:
    from twinsim.pairing.impact.portfolio_simulation import PairImpact, PortfolioSimulation
    from twinsim.pairing.objects import Estimate

_WIDE = 100  # from here on worlds are shown without decimals


def portfolio_text(portfolio: Portfolio, city: str = "") -> str:
    """A portfolio; `city` is the one that is asked about first."""
    if portfolio.simulation is not None:
        return _simulated(portfolio, portfolio.simulation, city)
    heads = ("city", "with", "score", "range", "known", "favourite", "loss", "favourite", "loss")
    matches = sorted(portfolio.matches, key=lambda match: city not in (match.a, match.b))
    rows = [
        (
            cut(match.a, 20),
            cut(match.b, 20),
            number(match.score, 2),
            f"{match.score_lo:.2f}–{match.score_hi:.2f}",
            f"{100 * match.coverage:.0f} %",
            cut(match.favourite_a, 18),
            number(match.loss_a, 2),
            cut(match.favourite_b, 18),
            number(match.loss_b, 2),
        )
        for match in (matches if city else portfolio.matches)
    ]
    lines = [
        wrapped(_title(portfolio)),
        *set_up(portfolio),
        "",
        columns(heads, rows, right=(2, 3, 4, 6, 8)),
        "",
        wrapped(
            "score: of what is known. range: over all values that missing facts could take; the "
            "lower end is what is added up. favourite, loss: the best partner that each of the two "
            "could have had, and how much less it has with this one."
        ),
        wrapped(
            f"Total {portfolio.total:.3f}, the highest there is; taking the best pair that is "
            f"left, again and again, comes to {portfolio.greedy_total:.3f}."
        ),
    ]
    lines += wrapped_all([_unpaired(portfolio)])
    return "\n".join([*lines, *wrapped_all([*portfolio.notes, f"{CAVEAT}."])])


def _simulated(portfolio: Portfolio, told: PortfolioSimulation, city: str) -> str:
    """A portfolio by simulated impact: its pairs, then what each city gives up."""
    programme = inert(told.scenario, 40) or "defaults and 1,000 k£"
    pairs = [told.pair(match.a, match.b) for match in portfolio.matches]
    rows = [
        (
            cut(one.a, 20),
            cut(one.b, 20),
            _mean(told, one.impact),
            _worlds(told, one),
            f"{100 * one.member:.0f} %",
            _mean(told, one.in_a),
            _mean(told, one.in_b),
            f"{one.score_lo:.2f}",
        )
        for one in sorted(pairs, key=lambda one: bool(city) and city not in (one.a, one.b))
    ]
    lost = [
        (
            cut(row.city, 20),
            cut(row.partner, 20) or "nobody",
            cut(row.favourite, 20),
            _mean(told, row.loss) if row.favourite != row.partner else "none",
        )
        for row in sorted(told.given_up, key=lambda row: bool(city) and city != row.city)
    ]
    heads = ("city", "with", "impact", "worlds", "in best", "in first", "in second", "score")
    return "\n".join(
        [
            wrapped(f"{_title(portfolio)}, by simulated impact"),
            *wrapped_all(
                [
                    f"{told.indicator} ({told.unit}), twin {MINUS} baseline, of the programme of "
                    f"{programme} with each of {len(told.pairs):,} pairs; {told.sets.worlds:,} "
                    f"worlds, themes derived, each city's luck the same whoever the partner is "
                    f"(seed {told.seed})."
                ]
            ),
            "",
            columns(heads, rows, right=range(2, 8)),
            "",
            columns(("city", "with", "favourite", "loss"), lost, right=(3,)),
            "",
            wrapped(
                "impact: mean of worlds with its 95 % interval, in both cities; this is what is "
                "added up. worlds: 5 [50] 95 % of single worlds. in best: share of draws of the "
                "expected impacts in which the pair belongs to the best set. in first, in second: "
                "impact in each city alone. score: with missing facts at their worst. favourite, "
                "loss: the partner with whom the city's pair would have the highest mean, and by "
                "how much."
            ),
            *wrapped_all([_unpaired(portfolio)]),
            "",
            *wrapped_all([*told.sentences]),
        ]
    )


def _title(portfolio: Portfolio) -> str:
    a, b = (inert(label, 40) for label in portfolio.groups)
    return f"Best pairs within {a}" if a == b else f"Best pairs between {a} and {b}"


def _unpaired(portfolio: Portfolio) -> str:
    told = [
        f"{id} (would favour {best})" if best else id for id, best in portfolio.unpaired.items()
    ]
    return f"Without a partner: {listed(told)}." if told else ""


def _mean(told: PortfolioSimulation, found: Estimate) -> str:
    digits = indicators()[told.indicator].digits
    half = number(found.hi95 - found.value, digits)
    return f"{number(found.value, digits, sign=True)} ± {half}"


def _worlds(told: PortfolioSimulation, one: PairImpact) -> str:
    quantiles = (one.world_p05, one.world_p50, one.world_p95)
    digits = 0 if max(map(abs, quantiles)) >= _WIDE else indicators()[told.indicator].digits
    return "{} [{}] {}".format(*(number(value, digits) for value in quantiles))
