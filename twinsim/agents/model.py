"""The model: one run of one arm, a month at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import mesa

from twinsim.agents.base import plain
from twinsim.agents.challenge import Challenge
from twinsim.agents.city import City
from twinsim.agents.investor import Investor
from twinsim.agents.link import Link
from twinsim.agents.programme import Programme
from twinsim.agents.sme import SME
from twinsim.rules.firm import NONE, YELLOW
from twinsim.world import World, build
from twinsim.world import start as fill

if TYPE_CHECKING:
    from twinsim.scenario import Scenario


class TwinCityModel(mesa.Model):  # type: ignore[misc]
    """Cities, their firms, links and programmes, in one arm of a scenario.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.
    arm
        Which of its arms: `baseline`, `solo`, `twin` or a further one.
    seed, replicate
        Address of the world. The compiled core's run of the same address is equal to it.
    sme_class
        The class of firms: a subclass of :class:`SME` changes a behaviour.
    world
        The world that `scenario` and `seed` build, where it has been built already.

    Attributes
    ----------
    month
        Month to come, counted from the start of the warm-up.
    cities, links, challenges, programmes
        In the order of their numbers; a city's firms are its `smes`.
    slots
        Every firm that was ever born, by slot.

    Raises
    ------
    ScenarioError
        When the scenario is faulty or has no such arm.
    """

    def __init__(
        self,
        scenario: Scenario | str | os.PathLike[str],
        arm: str = "twin",
        *,
        seed: int = 1,
        replicate: int = 0,
        sme_class: type[SME] = SME,
        world: World | None = None,
    ) -> None:
        super().__init__(seed=seed)
        self.world = world or build(_loaded(scenario), seed)
        self.scenario = self.world.scenario
        self.arm = self.world.arm(arm)
        self.setup = self.world.setups[arm]
        self.p: Any = self.world.parameters[arm]
        self.sme_class = sme_class
        self.warmup = self.setup.warmup
        self.months = self.setup.months
        self.month = 0
        self.luck = fill.world_key(int(self.setup.luck), replicate)
        self.discount: list[float] = self.setup.discount.tolist()
        self.n_cities = len(self.setup.cities)
        self.slots: dict[int, SME] = {}
        self.cities: list[City] = []
        for number, facts in enumerate(self.setup.cities):
            self.cities.append(City(self, number, plain(facts)))
        self.links = [Link(self, plain(facts)) for facts in self.setup.links]
        self._link_of: list[list[int]] = self.setup.link_of.tolist()
        self.challenges = [
            Challenge(self, number, facts["theme"].tolist())
            for number, facts in enumerate(self.setup.challenges)
        ]
        self.programmes: list[Programme] = []
        for number in range(len(self.setup.programmes)):
            self.programmes.append(Programme(self, number))

    def step(self) -> None:
        """A month, stage by stage."""
        if self.month == self.warmup:
            for city in self.cities:
                city.tally.clear()
        for link in self.links:
            link.begin_month()
        for city in self.cities:
            city.begin_month()
        for programme in self.programmes:
            programme.act()
        for city in self.cities:
            city.run_firms()
        for programme in self.programmes:
            programme.select()
        for programme in self.programmes:
            programme.train()
        for programme in self.programmes:
            programme.start_pilots()
        self.run_pilots()
        for investor in self.investors():
            investor.refill()
        for programme in self.programmes:
            programme.show()
        for sme in self.smes():
            if sme.zone != NONE:
                sme.deal_elsewhere()
        self.run_market()
        for link in self.links:
            link.rest()
        capability = [city.capability for city in self.cities]
        for city in self.cities:
            city.learn_and_tell(capability)
        for city in self.cities:
            city.measure()
        self.month += 1
        self.running = self.month < self.months

    def run_pilots(self) -> None:
        """Business as usual starts a few pilots, and all that run go on."""
        for sme in self.smes():
            if sme.zone == YELLOW and sme.bid < 0:
                sme.pilot.start_alone()
            if sme.pilot.running:
                sme.pilot.run()

    def run_market(self) -> None:
        """Cities want solutions, order them in a keyed order while budgets last; then sales."""
        offering = [sme for sme in self.smes() if sme.age_solution >= 0]
        wanted = [(sme, city) for sme in offering for city in self.cities if city.wanted(sme)]
        for sme, city in sorted(wanted, key=lambda pair: pair[1].priority(pair[0])):
            city.order(sme)
        for sme in offering:
            sme.sell()

    def smes(self) -> Iterator[SME]:
        """All live firms in the order of their slots."""
        for city in self.cities:
            yield from city.smes

    def investors(self) -> Iterator[Investor]:
        """All investors in the order of their numbers."""
        for city in self.cities:
            yield from city.investors

    def link(self, a: int, b: int) -> Link | None:
        """The link of two cities, by number; None where there is none."""
        number = self._link_of[a][b]
        return self.links[number] if number >= 0 else None

    def linked(self, a: int, b: int) -> Link:
        """The link of two cities that have one."""
        return self.links[self._link_of[a][b]]

    def owned_jointly(self, challenge: int, a: int, b: int) -> bool:
        """Whether two linked cities own a challenge jointly."""
        if self.link(a, b) is None:
            return False
        for programme in self.programmes:
            if programme.owns(challenge):
                owner = programme.stakes.owner
                return bool(owner[a] == 1 and owner[b] == 1)
        return False


def _loaded(scenario: Scenario | str | os.PathLike[str]) -> Scenario:
    from twinsim.scenario import load

    return load(scenario) if isinstance(scenario, str | os.PathLike) else scenario
