"""Weights of pillars and criteria: a judgement, the user's own, equal to begin with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twinsim.errors import Fault, ScenarioError
from twinsim.pairing.criteria import criteria, pillars
from twinsim.registry import nearest

_EXPECTED = "expected numbers of at least 0, as in knowledge=2,size=0.5"
_KEY = "--weights"


@dataclass(frozen=True)
class Weights:
    """What each pillar weighs among pillars, and each criterion within its pillar."""

    pillars: dict[str, float]
    criteria: dict[str, float]

    @staticmethod
    def of(asked: Mapping[str, float] | None = None) -> Weights:
        """The declared weights with those asked for put in. Raises :class:`ScenarioError`."""
        by_pillar = dict.fromkeys(pillars(), 1.0)
        by_criterion = {id: row.weight for id, row in criteria().items()}
        faults = []
        for id, weight in (asked or {}).items():
            told = f"{id}={weight}"
            if id not in by_pillar and id not in by_criterion:
                names = [*by_pillar, *by_criterion]
                expected = f"expected a pillar or a criterion: {', '.join(names)}"
                faults.append(Fault("", 0, _KEY, told, expected, nearest(str(id), names) or ""))
            elif not _is_weight(weight):
                faults.append(Fault("", 0, _KEY, told, _EXPECTED))
            else:
                (by_pillar if id in by_pillar else by_criterion)[id] = float(weight)
        if not faults and not any(by_pillar.values()):
            faults = [Fault("", 0, _KEY, "", "expected a pillar that weighs more than 0")]
        if faults:
            raise ScenarioError(faults)
        return Weights(by_pillar, by_criterion)

    def shares(self, ids: Sequence[str]) -> dict[str, float]:
        """Each criterion's share of the whole where only `ids` count: criteria share their
        pillar's weight, and pillars without any leave theirs to the others."""
        rows = criteria()
        within = {
            pillar: sum(self.criteria[id] for id in ids if rows[id].pillar == pillar)
            for pillar in pillars()
        }
        whole = sum(self.pillars[pillar] for pillar, total in within.items() if total > 0)
        return {
            id: self.pillars[rows[id].pillar]
            * self.criteria[id]
            / (within[rows[id].pillar] * whole)
            if whole > 0 and within[rows[id].pillar] > 0
            else 0.0
            for id in ids
        }


def parse_weights(texts: Sequence[str]) -> dict[str, float]:
    """`knowledge=2,size=0.5` as a mapping. Raises :class:`ScenarioError`."""
    found: dict[str, float] = {}
    for part in (part.strip() for text in texts for part in text.split(",")):
        id, equals, number = part.partition("=")
        try:
            weight = float(number)
        except ValueError:
            weight = math.nan
        if not equals or not _is_weight(weight) or id.strip() in found:
            twice = "expected each name once" if id.strip() in found else _EXPECTED
            raise ScenarioError(Fault("", 0, _KEY, part, twice))
        found[id.strip()] = weight
    return found


def _is_weight(weight: object) -> bool:
    return (
        isinstance(weight, int | float)
        and not isinstance(weight, bool)
        and math.isfinite(weight)
        and 0 <= weight <= 1e6
    )
