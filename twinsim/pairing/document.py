"""Rankings and portfolios as plain values: what machines read, and files keep.

Names are what others typed; in JSON they stand as they are, sentences hold them inert.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from twinsim.pairing.criteria import criteria
from twinsim.pairing.objects import Candidate, Pairing
from twinsim.pairing.portfolio import Portfolio
from twinsim.pairing.sheet import Sheet
from twinsim.pairing.weights import Weights

SCHEMA = 1
NORM = "share of the weight that moves: half the sum of absolute changes"
ACCEPTABILITY = (
    "share of weightings in which it ranks first, second and so on; weights of pillars uniform on "
    "their simplex, those of criteria within a pillar on theirs; missing facts at their worst"
)


def pairing_document(pairing: Pairing) -> dict[str, Any]:
    """A ranking, in the schema of `twinsim pair --json`."""
    document = {
        "schema": SCHEMA,
        "anchor": pairing.anchor.id,
        "group": pairing.group,
        "unit": pairing.unit,
        "weights": _weights(pairing.weights, pairing.sheet),
        "candidates": [_candidate(one) for one in pairing.candidates],
        "left_out": pairing.left_out,
        "counter_twin": pairing.counter_twin,
        "facts": [
            {
                **asdict(fact),
                "varies": fact.varies,
                "weight": fact.weight,
                "grade": fact.grade,
            }
            for fact in pairing.facts
        ],
        "acceptability": {"seed": pairing.seed, "draws": pairing.draws, "means": ACCEPTABILITY},
        "overturn": {"norm": NORM},
        "criteria": _declared(),
        "notes": list(pairing.notes),
    }
    if pairing.simulation is not None:
        from twinsim.pairing.impact.document import simulation_document

        told = pairing.simulation
        document["simulated"] = {"input_sha256": told.input_sha256, "seed": told.seed}
        document["simulation"] = simulation_document(told)
    return document


def portfolio_document(portfolio: Portfolio) -> dict[str, Any]:
    """A portfolio."""
    document = {
        "schema": SCHEMA,
        "groups": list(portfolio.groups),
        "unit": portfolio.unit,
        "weights": _weights(portfolio.weights, portfolio.sheet),
        "by": portfolio.by,
        "total": portfolio.total,
        "greedy_total": portfolio.greedy_total,
        "pairs": [asdict(match) for match in portfolio.matches],
        "unpaired": portfolio.unpaired,
        "left_out": portfolio.left_out,
        "notes": list(portfolio.notes),
    }
    if portfolio.simulation is not None:
        from twinsim.pairing.impact.document import sets_document

        told = portfolio.simulation
        document["simulated"] = {"input_sha256": told.input_sha256, "seed": told.seed}
        document["simulation"] = sets_document(told)
    return document


def to_json(document: Mapping[str, Any]) -> str:
    """A document as JSON text; a number that is not finite is null."""
    return json.dumps(_finite(document), indent=2, allow_nan=False)


def _weights(weights: Weights, sheet: Sheet) -> dict[str, Any]:
    shares = dict(zip(sheet.ids, sheet.shares.tolist(), strict=True))
    return {"pillars": weights.pillars, "criteria": weights.criteria, "shares": shares}


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "city": one.city,
        "name": one.name,
        "score": one.score,
        "score_lo": one.score_lo,
        "score_hi": one.score_hi,
        "rank_by_score": one.rank_by_score,
        "coverage": one.coverage,
        "pillars": {id: pillar.score for id, pillar in one.pillars.items()},
        "pillar_ranges": {id: [pillar.lo, pillar.hi] for id, pillar in one.pillars.items()},
        "criteria": [asdict(row) for row in one.criteria],
        "acceptability": list(one.acceptability),
        "overturn": asdict(one.overturn) if one.overturn else None,
        "impact": asdict(one.impact) if one.impact else None,
    }


def _declared() -> list[dict[str, Any]]:
    """What each criterion asks, its form, and the grade of evidence for it."""
    return [
        {"id": row.id, "pillar": row.pillar, "asks": row.asks, "form": row.form, "grade": row.grade}
        for row in criteria().values()
    ]


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
