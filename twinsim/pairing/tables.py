"""Rankings and portfolios as data frames, and as records for files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from twinsim.pairing.objects import Pairing
from twinsim.pairing.portfolio import Portfolio

if TYPE_CHECKING:
    from pandas import DataFrame

    from twinsim.pairing.impact.portfolio_simulation import PairImpact, PortfolioSimulation

Record = Mapping[str, float | str]


def records(pairing: Pairing) -> list[Record]:
    """A row per candidate, best first."""
    rows: list[Record] = []
    for one in pairing.candidates:
        row: dict[str, float | str] = {
            "rank": one.rank,
            "city": one.city,
            "name": one.name,
            "country": one.profile.country,
            "score": one.score,
            "score_lo": one.score_lo,
            "score_hi": one.score_hi,
            "rank_by_score": one.rank_by_score,
            "coverage": one.coverage,
            **{id: pillar.score for id, pillar in one.pillars.items()},
            "first": one.acceptability[0],
            "overturn": one.overturn.share if one.overturn else float("nan"),
        }
        if one.impact:
            row |= _flat("impact", asdict(one.impact))
        rows.append(row)
    return rows


def _flat(name: str, values: Mapping[str, Any]) -> dict[str, float | str]:
    """Values in one row, those within a table named after it."""
    row: dict[str, float | str] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            row |= _flat(f"{name}_{key}", value)
        elif value is not None:
            row[f"{name}_{key}"] = value
    return row


def criteria_records(pairing: Pairing) -> list[Record]:
    """A row per candidate and criterion."""
    return [
        {
            "city": one.city,
            "pillar": row.pillar,
            "criterion": row.id,
            "a": _said(row.a),
            "b": _said(row.b),
            "grade_a": row.grades[0],
            "grade_b": row.grades[1],
            "score": row.score,
            "lo": row.lo,
            "hi": row.hi,
            "weight": row.weight,
            "why": row.why,
        }
        for one in pairing.candidates
        for row in one.criteria
    ]


def portfolio_records(portfolio: Portfolio) -> list[Record]:
    """A row per pair of the portfolio; where pairs were simulated, with impact and losses."""
    told = portfolio.simulation
    if told is None:
        return [asdict(match) for match in portfolio.matches]
    losses = {row.city: row.loss for row in told.given_up}
    rows: list[Record] = []
    for match in portfolio.matches:
        row = {**asdict(match), **_simulated(told, told.pair(match.a, match.b))}
        for side, city in (("a", match.a), ("b", match.b)):
            row[f"loss_{side}_lo95"] = losses[city].lo95
            row[f"loss_{side}_hi95"] = losses[city].hi95
        rows.append(row)
    return rows


def pairs_records(portfolio: Portfolio) -> list[Record]:
    """A row per pair that was simulated, in the portfolio or not; empty without simulation."""
    told = portfolio.simulation
    if told is None:
        return []
    chosen = {*told.best}
    return [
        {
            "a": one.a,
            "b": one.b,
            "score_lo": one.score_lo,
            **_simulated(told, one),
            "chosen": int((one.a, one.b) in chosen),
        }
        for one in told.pairs
    ]


def _simulated(told: PortfolioSimulation, one: PairImpact) -> dict[str, float | str]:
    """The impact of a pair, in a row."""
    return {
        "indicator": told.indicator,
        **_flat("impact", asdict(one.impact)),
        **_flat("in_a", asdict(one.in_a)),
        **_flat("in_b", asdict(one.in_b)),
        "world_p05": one.world_p05,
        "world_p50": one.world_p50,
        "world_p95": one.world_p95,
        "worlds": one.worlds,
        "failed": one.failed,
        "member": one.member,
    }


def frame(pairing: Pairing) -> DataFrame:
    """:func:`records` as a frame with rank as its index."""
    from pandas import DataFrame

    return DataFrame(records(pairing)).set_index("rank")


def criteria_frame(pairing: Pairing) -> DataFrame:
    """:func:`criteria_records` as a frame."""
    from pandas import DataFrame

    return DataFrame(criteria_records(pairing))


def portfolio_frame(portfolio: Portfolio) -> DataFrame:
    """:func:`portfolio_records` as a frame."""
    from pandas import DataFrame

    return DataFrame(portfolio_records(portfolio))


def _said(value: float | tuple[str, ...] | None) -> float | str:
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, tuple) else value
