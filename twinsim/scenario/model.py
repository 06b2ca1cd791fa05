"""What a scenario is once it has been read and checked."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field
from typing import Any, Literal

from twinsim.scenario.cities import CityProfile, CityTable
from twinsim.scenario.programme import Programme

Design = Literal["none", "solo", "twin"]
Luck = Literal["addressed", "independent"]
DESIGNS: dict[str, Design] = {"baseline": "none", "solo": "solo", "twin": "twin"}
CONTRASTS = ("twin-baseline", "solo-baseline", "twin-solo")


@dataclass(frozen=True)
class Arm:
    """One arm: its design, its programme, the gain of every mechanism, and the parameters
    that are not central in it."""

    id: str
    design: Design
    programme: Programme
    mechanisms: dict[str, float]
    parameters: dict[str, float]

    def __repr__(self) -> str:
        return f"Arm({self.id!r}, {self.design}, {self.programme.budget:,.10g} k£)"


@dataclass(frozen=True)
class Scenario:
    """A scenario in which every default is written out.

    `cities` are ids in the order of the file, `followers` those that only copy, `profiles`
    all of them in the order of their ids, `networks` who hears of whose
    adoptions, `table` the city table they come from. `months` are recorded, `warmup` months
    go before them. `programme`, `mechanisms` (every gain) and `parameters` (those not
    central) are what an arm starts from.
    """

    name: str
    title: str
    start: str
    months: int
    warmup: int
    luck: Luck
    cities: tuple[str, ...]
    followers: tuple[str, ...]
    networks: tuple[tuple[str, ...], ...]
    profiles: tuple[CityProfile, ...]
    programme: Programme
    mechanisms: dict[str, float]
    parameters: dict[str, float]
    arms: tuple[Arm, ...]
    reference: str
    contrasts: tuple[str, ...]
    table: CityTable = field(repr=False, compare=False)
    schema: int = 1

    def __repr__(self) -> str:
        arms = ", ".join(arm.id for arm in self.arms)
        return (
            f"Scenario({self.name!r}: {', '.join(self.cities)}; {self.months} months from "
            f"{self.start}; {self.programme.budget:,.10g} k£; arms {arms})"
        )

    def _repr_html_(self) -> str:
        from twinsim.report.cells import scenario_html

        return str(scenario_html(self))

    def __hash__(self) -> int:
        return hash(self.sha256())

    def resolved(self) -> dict[str, Any]:
        """The scenario as plain values, every default written out, as a file would hold it."""
        programme = plain(self.programme)
        return {
            "schema": self.schema,
            "name": self.name,
            "title": self.title,
            "start": self.start,
            "months": self.months,
            "warmup": self.warmup,
            "luck": self.luck,
            "cities": list(self.cities),
            "followers": list(self.followers),
            "networks": [list(group) for group in self.networks],
            "reference": self.reference,
            "contrasts": list(self.contrasts),
            "programme": programme,
            "mechanisms": dict(self.mechanisms),
            "parameters": dict(self.parameters),
            "arms": {arm.id: self._changes(arm, programme) for arm in self.arms},
        }

    def to_toml(self) -> str:
        """The resolved scenario as annotated TOML; loading it gives an equal scenario."""
        from twinsim.scenario.write import to_toml

        return to_toml(self)

    def sha256(self) -> str:
        """SHA-256 of the resolved values and of all facts of cities that the model reads."""
        facts: dict[str, Any] = {"cities": [city.used for city in self.profiles]}
        if any(math.isnan(city.gdp_per_head + city.gov_level) for city in self.profiles):
            facts["table"] = [
                [city.used[key] for key in ("iso2", "gdp_per_head", "gov_level")]
                for city in self.table
            ]
        content = json.dumps([self.resolved(), facts], sort_keys=True, allow_nan=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def _changes(self, arm: Arm, programme: dict[str, Any]) -> dict[str, Any]:
        """What an arm changes, as a table of the file."""
        changes: dict[str, Any] = {
            "programme": {"design": arm.design, **changed(plain(arm.programme), programme)}
        }
        for key in ("mechanisms", "parameters"):
            own = changed(getattr(arm, key), getattr(self, key))
            if own:
                changes[key] = own
        return changes


def plain(programme: Programme) -> dict[str, Any]:
    """A programme as plain values; what is not set is absent."""
    values: dict[str, Any] = programme.model_dump(mode="json", exclude_none=True)
    values["payers"] = dict(sorted(values["payers"].items()))
    return values


def changed(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """What differs from `old`: whole values, and key by key in the tables of a programme."""
    result: dict[str, Any] = {}
    for key, value in new.items():
        if key in ("lines", "upskilling", "focus"):
            inner = {k: v for k, v in value.items() if v != old[key][k]}
            if inner:
                result[key] = inner
        elif key not in old or value != old[key]:
            result[key] = value
    return result
