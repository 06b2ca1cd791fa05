"""Who worked with whom in one world: gathered from a run of the core, month by month."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from twinsim.scenario import Scenario
from twinsim.sweep.results import Results
from twinsim.text import inert

TEAM_ACROSS = "team of two cities"
TEAM_HOME = "team within a city"
PILOT = "pilot in the firm's own city"
ADOPTED = "adopted by that city"
REPLICATED = "adopted by another city"
UNIVERSITIES = "tie of universities"

Node = tuple[str, int]  # city, firm or university, and its number


@dataclass
class Ties:
    """Nodes that took part in the programme of an arm in a world, and what joined them.

    `home` gives each firm and university its city (by number), `edges` each pair what joined it
    at any time; `firms` are those that live at the end, by city, `trust` is that of each link.
    """

    arm: str
    replicate: int
    cities: tuple[str, ...]
    home: dict[Node, int] = field(default_factory=dict)
    edges: dict[tuple[Node, Node], set[str]] = field(default_factory=dict)
    firms: list[int] = field(default_factory=list)
    trust: dict[tuple[int, int], float] = field(default_factory=dict)

    def join(self, a: Node, b: Node, how: str) -> None:
        """Note that something joined two nodes."""
        self.edges.setdefault((min(a, b), max(a, b)), set()).add(how)

    def count(self, how: str) -> int:
        """How many pairs were joined in that way."""
        return sum(how in kinds for kinds in self.edges.values())


def median_world(results: Results, indicator: str, contrast: str) -> int:
    """The first replicate whose difference is the (lower) median of all worlds."""
    worlds = results.worlds
    values = worlds.differences(contrast)[:, worlds.indicators.index(indicator)]
    middle = sorted(values.tolist())[(len(values) - 1) // 2]
    runs = results.runs()
    failed = set(runs.loc[runs["status"] != "ok", "replicate"])
    numbers = sorted(int(number) for number in set(runs["replicate"]) - failed)
    return numbers[int(np.argmax(values == middle))]


def ties_of(scenario: Scenario, seed: int, arm: str, replicate: int) -> Ties:
    """Run one world of an arm again, to its end, and note what joined whom."""
    from twinsim.core import Stepper
    from twinsim.world import build

    setup = build(scenario, seed).setups[arm]
    stepper = Stepper(setup, replicate)
    places: dict[int, int] = {}  # the partner of each firm that has won a place
    ends = setup.cities["end"]
    homes = np.searchsorted(ends, np.arange(ends.max()), side="right")  # also of ended firms
    ties = Ties(arm, replicate, tuple(inert(city.name, 80) for city in scenario.profiles))
    for month in range(setup.months):
        stepper.step()
        if month >= setup.warmup:
            state = stepper.by_slot()
            state.sme["home"] = homes
            _note(ties, state, places)
    ties.firms = [int(n) for n in stepper.state.city["firms"]]
    for facts, link in zip(setup.links, stepper.state.link, strict=True):
        ties.trust[int(facts["a"]), int(facts["b"])] = float(link["trust"])
    return ties


def _note(ties: Ties, state: Any, places: dict[int, int]) -> None:
    firms, pilots = state.sme, state.pilot
    alive = firms["alive"] == 1
    for slot in np.flatnonzero(alive & (pilots["challenge"] >= 0) & (pilots["programme"] >= 0)):
        _note_pilot(ties, firms, pilots, int(slot))
    _note_stopped(ties, firms, places)
    adopted = (state.order["adopted"] >= 0) & (alive & (firms["supported"] == 1))[:, None]
    for slot, city in np.argwhere(adopted):
        firm, home = _firm(ties, firms, int(slot)), int(firms["home"][slot])
        ties.join(("city", int(city)), firm, ADOPTED if city == home else REPLICATED)
    schools = state.university
    for number in np.flatnonzero(schools["partner"] >= 0):
        pair = int(number), int(schools["partner"][number])
        for one in pair:
            ties.home["university", one] = int(schools["home"][one])
        ties.join(("university", pair[0]), ("university", pair[1]), UNIVERSITIES)


def _note_stopped(ties: Ties, firms: Any, places: dict[int, int]) -> None:
    """Pilots that stop in the month they start in are seen by their award alone; the team is the
    one that won the place."""
    piloting = {pair[1] for pair, kinds in ties.edges.items() if PILOT in kinds}
    for slot in np.flatnonzero(firms["awarded"] == 1):
        if ("firm", int(slot)) not in piloting:
            firm, partner = _firm(ties, firms, int(slot)), places.get(int(slot), -1)
            ties.join(("city", ties.home[firm]), firm, PILOT)
            if partner >= 0 and firms["alive"][partner] == 1:
                _team_up(ties, firm, _firm(ties, firms, partner))
    for slot in np.flatnonzero((firms["alive"] == 1) & (firms["place"] == 1)):
        places[int(slot)] = int(firms["partner"][slot])


def _note_pilot(ties: Ties, firms: Any, pilots: Any, slot: int) -> None:
    firm = _firm(ties, firms, slot)
    ties.join(("city", ties.home[firm]), firm, PILOT)
    partner = int(pilots["partner"][slot])
    if partner >= 0:
        _team_up(ties, firm, _firm(ties, firms, partner))


def _team_up(ties: Ties, firm: Node, other: Node) -> None:
    across = ties.home[other] != ties.home[firm]
    ties.join(firm, other, TEAM_ACROSS if across else TEAM_HOME)


def _firm(ties: Ties, firms: Any, slot: int) -> Node:
    node = ("firm", slot)
    ties.home[node] = int(firms["home"][slot])
    return node
