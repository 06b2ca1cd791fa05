"""What an experiment is once it has been read and checked."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from twinsim.errors import ExperimentError, Fault
from twinsim.registry import nearest
from twinsim.scenario.cities import CityProfile, CityTable
from twinsim.scenario.experiment.base import Base, select, with_parameters
from twinsim.scenario.experiment.blocks import Block, growable, resolved
from twinsim.scenario.experiment.factor import Factor, Value
from twinsim.scenario.faults import inert
from twinsim.scenario.model import Scenario
from twinsim.scenario.packaged import packaged

_Chosen = tuple[Scenario, dict[str, Mapping[str, Any]]]
_MOST_KEPT = 256


@dataclass(frozen=True)
class Experiment:
    """A scenario, what is varied in it and at which points.

    `replicates` (of each arm at each point) and `samples` (points of a sampled block) are
    defaults: more of them is growth of the same experiment. `factors` are levers, then
    uncertainties, in the order of the file; `blocks` the designs whose product the points are;
    `base` the scenario with `[set]` applied and the arms that are run; `cities` the profiles of
    all cities that some point brings in, by id.
    """

    name: str
    title: str
    question: str
    replicates: int
    samples: int
    factors: tuple[Factor, ...]
    blocks: tuple[Block, ...]
    arms: tuple[str, ...]
    contrasts: tuple[str, ...]
    base: Scenario
    cities: tuple[CityProfile, ...]
    _base: Base = field(repr=False, compare=False)
    schema: int = 1
    _by_id: dict[str, Factor] = field(init=False, repr=False, compare=False)
    _kept: dict[Any, _Chosen] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {factor.id: factor for factor in self.factors})

    def __repr__(self) -> str:
        varied = ", ".join(factor.id for factor in self.factors[:8])
        more = f" and {len(self.factors) - 8} more" if len(self.factors) > 8 else ""
        return f"Experiment({self.name!r}: {self.base.name}, varied in {varied}{more})"

    def _repr_html_(self) -> str:
        from twinsim.report.cells.experiment import experiment_html

        return str(experiment_html(self))

    def __hash__(self) -> int:
        return hash(self.sha256())

    @property
    def table(self) -> CityTable:
        """The city table that it was read with."""
        return self._base.table

    @property
    def written(self) -> dict[str, Any]:
        """The scenario that is varied, as its file and `[set]` have it, as plain values."""
        return self._base.document.values

    @property
    def varied(self) -> str:
        """The name of the packaged scenario that is varied, or else its file."""
        file = self._base.document.file
        return next((name for name, path in packaged().items() if str(path) == file), file)

    @property
    def levers(self) -> tuple[Factor, ...]:
        """What a designer chooses."""
        return tuple(factor for factor in self.factors if factor.role == "lever")

    @property
    def uncertainties(self) -> tuple[Factor, ...]:
        """The parameters that are sampled."""
        return tuple(factor for factor in self.factors if factor.role == "uncertainty")

    def factor(self, id: str) -> Factor:
        """A factor by its id. Raises :class:`ExperimentError` where there is none."""
        if id in self._by_id:
            return self._by_id[id]
        ids = [factor.id for factor in self.factors]
        expected = f"expected a factor of {self.name}: {', '.join(ids[:20])}"
        raise ExperimentError(Fault("", 0, "", f'"{inert(id)}"', expected, nearest(id, ids) or ""))

    def settings(self, point: Mapping[str, Value]) -> dict[str, Any]:
        """The dotted keys that a point sets. A factor that it does not name stays as in the base.

        Raises :class:`ExperimentError` for an unknown factor or a value that one does not allow.
        """
        found: dict[str, Any] = {}
        for id, value in point.items():
            found |= self.factor(id).settings(value)
        return found

    def scenario(
        self, point: Mapping[str, Value], numbers: Mapping[str, float] | None = None
    ) -> Scenario:
        """The scenario at a point: equal to the base loaded with the same `--set`.

        `numbers` are parameters that take these values whatever the point says, each in its
        domain.

        Raises :class:`twinsim.errors.ScenarioError` where the point's values do not go together,
        :class:`ExperimentError` where one is no value of its factor.
        """
        levers: list[tuple[str, Value]] = []
        values: dict[str, float] = {}
        for id, value in point.items():
            factor = self.factor(id)
            if factor.role == "lever":
                levers.append((id, value))
            else:
                (values[id],) = factor.settings(value).values()
        usual, own = self._chosen(tuple(levers))
        values |= numbers or {}
        return with_parameters(usual, values, own) if values else usual

    def _chosen(self, levers: tuple[tuple[str, Value], ...]) -> _Chosen:
        """The scenario at some values of levers, and arms' own parameters there; the latest are
        kept, since many points differ in uncertain parameters alone."""
        key = tuple((id, type(value), value) for id, value in levers)
        found = self._kept.get(key)
        if found is None:
            settings = self.settings(dict(levers))
            made = select(self._base.scenario(settings), self.arms, self.contrasts)
            found = made, self._base.own_parameters(settings)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found

    def resolved(self) -> dict[str, Any]:
        """What decides the rows of its runs, as plain values.

        Replicates and the length of a Sobol sequence are left out: a larger value adds rows and
        changes none. `written` names the keys that the scenario writes, since the default of one
        that it does not write may follow from a key that a factor sets.
        """
        grows = growable(self.blocks)
        return {
            "schema": self.schema,
            "name": self.name,
            "scenario": self.base.resolved(),
            "written": self._base.written,
            "factors": {factor.id: factor.resolved() for factor in self.factors},
            "design": [resolved(block, grows=block is grows) for block in self.blocks],
            "arms": list(self.arms),
            "contrasts": list(self.contrasts),
        }

    def sha256(self) -> str:
        """SHA-256 of the resolved values and of all facts of cities that the model reads."""
        facts: dict[str, Any] = {"cities": [city.used for city in self.cities]}
        if any(math.isnan(city.gdp_per_head + city.gov_level) for city in self.cities):
            facts["table"] = [
                [city.used[key] for key in ("iso2", "gdp_per_head", "gov_level")]
                for city in self.table
            ]
        content = json.dumps([self.resolved(), facts], sort_keys=True, allow_nan=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def to_toml(self) -> str:
        """The experiment as one TOML file, with its scenario and its tables of points within;
        loading it (with the same city table) gives an experiment of equal :meth:`sha256`."""
        from twinsim.scenario.experiment.write import to_toml

        return to_toml(self)


def united(scenarios: Iterable[Scenario]) -> tuple[CityProfile, ...]:
    """The profiles of all cities of some scenarios, by id."""
    found = {city.id: city for scenario in scenarios for city in scenario.profiles}
    return tuple(found[id] for id in sorted(found))
