"""Who should twin with whom: knowledge, capacity and ambition of pairs of cities, scored.

>>> pair("belfast", group="South Korea").table()
>>> portfolio("United Kingdom", "South Korea").table()

Scores say how well a pair fits a methodology, not what it would achieve. They read city tables
alone: no scenario, no parameter of behaviour and no run. Missing facts are never filled in; a
candidate ranks by what it scores with each of them at its worst.
"""

from twinsim.pairing.objects import Candidate, CriterionScore, Impact, Pairing, PillarScore
from twinsim.pairing.portfolio import Match, Portfolio, portfolio
from twinsim.pairing.rank import pair

__all__ = [
    "Candidate",
    "CriterionScore",
    "Impact",
    "Match",
    "Pairing",
    "PillarScore",
    "Portfolio",
    "pair",
    "portfolio",
]
