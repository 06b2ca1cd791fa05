"""Two engines, one model: the Mesa model and the compiled core, side by side, month by month.

Every declared state variable of every kind, and every indicator, is compared after every month,
bit for bit, in every arm. This is the one file that imports both engines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.agents import SME, TwinCityModel
from twinsim.core import Stepper
from twinsim.registry import Variable, state
from twinsim.scenario import Scenario
from twinsim.world import build
from twinsim.world.columns import COLUMNS

INDICATOR = "indicator"


@dataclass(frozen=True)
class Difference:
    """Where the engines first differ. `month` counts from the scenario's start; the warm-up is
    before 0."""

    seed: int
    arm: str
    month: int
    kind: str
    id: str
    variable: str
    mesa: float | int | None
    core: float | int | None

    def __str__(self) -> str:
        place = f"{self.kind} {self.id}, {self.variable}" if self.variable else self.kind
        return (
            f"seed {self.seed}, arm {self.arm}, month {self.month}: {place}: "
            f"Mesa model {self.mesa!r}, core {self.core!r}"
        )


@dataclass(frozen=True)
class Report:
    """What was compared, and the first difference if there is one."""

    scenario: str
    seeds: tuple[int, ...]
    arms: tuple[str, ...]
    months: int
    warmup: int
    kinds: int
    variables: int
    values: int
    first_difference: Difference | None

    @property
    def equal(self) -> bool:
        """Whether all was equal; where nothing was compared it was not."""
        return self.first_difference is None and self.values > 0

    def as_dict(self) -> dict[str, Any]:
        """The JSON document of `twinsim verify --json`."""
        first = self.first_difference
        return {
            "equal": self.equal,
            "scenario": self.scenario,
            "seeds": list(self.seeds),
            "arms": list(self.arms),
            "months": self.months,
            "compared": {"kinds": self.kinds, "variables": self.variables, "values": self.values},
            "first_difference": None if first is None else asdict(first),
        }

    def __str__(self) -> str:
        what = (
            f"{self.scenario}: {self.variables} state variables of {self.kinds} kinds, "
            f"{self.values:,} values over {self.warmup} + {self.months - self.warmup} months, "
            f"arms {', '.join(self.arms)}, seeds {', '.join(map(str, self.seeds))}"
        )
        if self.equal:
            return f"Equal. {what}."
        if self.first_difference is None:
            return f"Nothing was compared. {what}."
        return f"Not equal. {what}.\nFirst difference: {self.first_difference}"


def verify(
    scenario: Scenario,
    *,
    seeds: Sequence[int] = (1,),
    horizon: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    sme_class: type[SME] = SME,
) -> Report:
    """Run both engines over all arms and say whether they are equal, exactly.

    `horizon` compares that many recorded months instead of all; the warm-up comes before. It
    ends at the first difference. `progress` is called with months done and to do. A `sme_class` of
    one's own is held against the core's firms: the report says where it first differs.
    """
    arms = tuple(arm.id for arm in scenario.arms)
    recorded = scenario.months if horizon is None else min(horizon, scenario.months)
    months = scenario.warmup + recorded
    count = Count()
    todo = len(seeds) * len(arms) * months
    first = None
    for difference in _months(scenario, seeds, arms, months, count, sme_class):
        if progress is not None:
            progress(count.months, todo)
        if difference is not None:
            first = difference
            break
    return Report(
        scenario.name,
        tuple(seeds),
        arms,
        months,
        scenario.warmup,
        len(count.kinds),
        len(count.variables),
        count.values,
        first,
    )


class Count:
    """What has been compared so far."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.variables: set[tuple[str, str]] = set()
        self.values = 0
        self.months = 0

    def add(self, variable: Variable, values: int) -> None:
        """Count a variable's values."""
        self.kinds.add(variable.kind)
        self.variables.add((variable.kind, variable.id))
        self.values += values


def _months(
    scenario: Scenario,
    seeds: Sequence[int],
    arms: Sequence[str],
    months: int,
    count: Count,
    sme_class: type[SME],
) -> Iterator[Difference | None]:
    for seed in seeds:
        world = build(scenario, seed)
        for arm in arms:
            model = TwinCityModel(scenario, arm, seed=seed, world=world, sme_class=sme_class)
            yield from compare(model, Stepper(world.setups[arm]), months, count)


def compare(
    model: TwinCityModel, core: Stepper, months: int, count: Count
) -> Iterator[Difference | None]:
    """Take both engines through their months; yields, after each, its first difference."""
    for month in range(months):
        model.step()
        core.step()
        count.months += 1
        found = _of_month(model, core, count) or _of_indicators(model, core, count)
        if found is None:
            yield None
        else:
            kind, id, variable, mesa, ours = found
            at = month - model.warmup
            yield Difference(model.world.seed, model.arm.id, at, kind, id, variable, mesa, ours)


Found = tuple[str, str, str, Any, Any]


def _of_month(model: TwinCityModel, core: Stepper, count: Count) -> Found | None:
    alive = np.flatnonzero(core.state.row >= 0)
    rows = core.state.row[alive]
    slots = np.array([sme.slot for sme in model.smes()], dtype=np.int64)
    if not np.array_equal(alive, slots):
        first = int(np.setxor1d(alive, slots)[0])
        return "sme", _firm(model, first), "alive", int(first in slots), int(first in alive)
    agents: dict[str, list[Any]] = {
        "city": model.cities,
        "link": model.links,
        "challenge": model.challenges,
        "programme": model.programmes,
        "sme": list(model.smes()),
        "pilot": [sme.pilot for sme in model.smes()],
        "investor": list(model.investors()),
        "university": model.universities,
        "cluster": model.clusters,
    }
    for kind, variables in state().items():
        for variable in variables:
            if kind in ("sme", "pilot"):
                table = core.state.order if variable.per == "city" else getattr(core.state, kind)
                ours = table[variable.id][rows]
            else:
                ours = getattr(core.state, kind)[variable.id]
            theirs = _gathered(agents[kind], variable, ours.dtype)
            if len(theirs) != len(ours):
                return kind, "all", variable.id, len(theirs), len(ours)
            count.add(variable, theirs.size)
            place = _differs(theirs, ours)
            if place is not None:
                name = agents[kind][place[0]].address
                return kind, name, variable.id, theirs[place].item(), ours[place].item()
    return None


def _of_indicators(model: TwinCityModel, core: Stepper, count: Count) -> Found | None:
    tallies = [[getattr(city.tally, name) for name in COLUMNS] for city in model.cities]
    theirs, ours = np.array(tallies, dtype=np.float64), core.state.flows
    count.values += theirs.size
    place = _differs(theirs, ours)
    if place is None:
        return None
    city, column = place
    return (
        INDICATOR,
        model.cities[city].id,
        COLUMNS[column],
        theirs[place].item(),
        ours[place].item(),
    )


def _gathered(agents: list[Any], variable: Variable, dtype: Any) -> NDArray[Any]:
    values = [getattr(agent, variable.id) for agent in agents]
    if not values and variable.per:
        return np.zeros((0, 0), dtype)
    return np.array(values, dtype=dtype)


def _differs(a: NDArray[Any], b: NDArray[Any]) -> tuple[int, ...] | None:
    """Place of the first value whose bits differ."""
    if a.size == 0 and b.size == 0:
        return None
    bits = f"i{a.itemsize}"
    unequal = a.view(bits) != np.ascontiguousarray(b).view(bits)
    if not unequal.any():
        return None
    return tuple(int(i) for i in np.argwhere(unequal)[0])


def _firm(model: TwinCityModel, slot: int) -> str:
    """A firm's address: its city and its slot within the city."""
    city = max(
        (city for city in model.cities if city.facts.first <= slot), key=lambda c: c.facts.first
    )
    return f"{city.id}:{slot - city.facts.first}"
