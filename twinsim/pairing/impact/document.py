"""A simulation of candidates, or of pairs, as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from twinsim.pairing.impact.courses import Courses
from twinsim.pairing.impact.portfolio_simulation import PortfolioSimulation
from twinsim.pairing.impact.simulation import Simulation
from twinsim.pairing.impact.spread import Spread
from twinsim.pairing.objects import Estimate


def simulation_document(told: Simulation) -> dict[str, Any]:
    """What all candidates together say; what each says stands with the candidate."""
    return {
        "indicator": told.indicator,
        "unit": told.unit,
        "contrast": "twin-baseline",
        "scenario": told.scenario or None,
        "parameters": told.parameters,
        "worlds": dict(zip(told.cities, told.impact.worlds.tolist(), strict=True)),
        "leader": told.leader,
        "told_apart": told.told_apart,
        "score": asdict(told.score),
        "score_anchor": asdict(told.score_anchor),
        "score_premium": asdict(told.score_premium),
        "size": asdict(told.size),
        "score_per_100k": asdict(told.score_per_100k) if told.score_per_100k else None,
        "carriers": [asdict(row) for row in told.carriers],
        "sectors_permuted": asdict(told.permuted) if told.permuted else None,
        "variance": _spread(told.spread),
        "needs": asdict(told.needs) if told.needs else None,
        "missing": asdict(told.missing) if told.missing else None,
        "beliefs": asdict(told.beliefs) if told.beliefs else None,
        "courses": None if told.courses is None else courses_document(told.courses),
        "left_out": told.left_out,
        "sentences": list(told.sentences),
    }


def sets_document(told: PortfolioSimulation) -> dict[str, Any]:
    """What simulating all pairs of a portfolio says."""
    sets = told.sets
    return {
        "indicator": told.indicator,
        "unit": told.unit,
        "contrast": "twin-baseline",
        "scenario": told.scenario or None,
        "parameters": told.parameters,
        "worlds": sets.worlds,
        "told_apart": told.told_apart,
        "same": sets.same,
        "draws": sets.draws,
        "total": asdict(sets.total),
        "held_out": asdict(sets.held),
        "best": [list(pair) for pair in told.best],
        "second": [list(pair) for pair in told.second],
        "gap": asdict(sets.gap),
        "by_score": [list(pair) for pair in told.by_score],
        "over_score": asdict(told.over_score),
        "pairs": [asdict(one) for one in told.pairs],
        "given_up": [asdict(row) for row in told.given_up],
        "left_out": told.left_out,
        "sentences": list(told.sentences),
    }


def _spread(found: Spread | None) -> dict[str, Any] | None:
    return None if found is None else {**asdict(found), "attenuation": found.attenuation}


def courses_document(found: Courses) -> dict[str, Any]:
    """What a course is worth by partner, and whether one is worth more with the other."""
    worth = {
        city: asdict(Estimate(mean, mean - half, mean + half))
        for city, mean, half in zip(
            found.cities, found.worth.mean.tolist(), found.worth.half.tolist(), strict=True
        )
    }
    return {
        "course": found.course,
        "against": found.against,
        "worth": worth,
        "overall": asdict(found.overall),
        "slope": asdict(found.slope),
        "variance": _spread(found.spread),
        "answer": found.answer,
    }
