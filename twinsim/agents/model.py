"""The model: one run of one arm, a month at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import mesa

from twinsim.agents.base import plain
from twinsim.agents.challenge import Challenge
from twinsim.agents.city import City
from twinsim.agents.cluster import Cluster
from twinsim.agents.collect import collector, total_of
from twinsim.agents.investor import Investor
from twinsim.agents.link import Link
from twinsim.agents.luck import draw_each
from twinsim.agents.measures import measure
from twinsim.agents.programme import Programme
from twinsim.agents.sme import SME
from twinsim.agents.university import University
from twinsim.registry import SECTORS
from twinsim.rules.draws import MEMBER, OTHER_DEAL, OTHER_PILOT
from twinsim.rules.firm import NONE, YELLOW
from twinsim.world import World, build, keys

if TYPE_CHECKING:
    from mesa.datacollection import DataCollector

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
    collect
        True: collect headlines and cities after every month; or a Mesa data collector. Off unless
        asked for; :func:`twinsim.agents.collector` makes one for firms too.

    Attributes
    ----------
    month
        Month to come, counted from the start of the warm-up.
    cities, links, challenges, programmes
        In the order of their numbers; a city's firms are its `smes`.
    slots
        Every firm that was ever born, by slot.
    datacollector
        What collects, or None.

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
        collect: bool | DataCollector = False,
    ) -> None:
        super().__init__(seed=seed)
        self.world = world or build(_loaded(scenario), seed)
        self.scenario = self.world.scenario
        self.arm = self.world.arm(arm)
        self.replicate = replicate
        self.setup = self.world.setups[arm]
        self.p: Any = self.world.parameters[arm]
        self.sme_class = sme_class
        self.warmup = self.setup.warmup
        self.months = self.setup.months
        self.month = 0
        self.luck = keys.world_key(int(self.setup.luck), replicate)
        self.discount: list[float] = self.setup.discount.tolist()
        self.n_cities = len(self.setup.cities)
        self.slots: dict[int, SME] = {}
        self.cities: list[City] = []
        for number, facts in enumerate(self.setup.cities):
            self.cities.append(City(self, number, plain(facts)))
        self.clusters: list[Cluster] = []
        for number, facts in enumerate(self.setup.clusters):
            self.clusters.append(Cluster(self, number, plain(facts)))
            self.clusters[-1].city.clusters.append(self.clusters[-1])
        self.universities: list[University] = [
            school for city in self.cities for school in city.universities
        ]
        self.sectors = SECTORS
        self._heard: list[list[int]] = [
            [d for d, heard in enumerate(row) if heard] for row in self.setup.networked.tolist()
        ]
        self._steps: list[Any] = [plain(step) for step in self.setup.steps]
        self.links = [Link(self, plain(facts)) for facts in self.setup.links]
        self._link_of: list[list[int]] = self.setup.link_of.tolist()
        self.challenges = [
            Challenge(self, number, plain(facts))
            for number, facts in enumerate(self.setup.challenges)
        ]
        self.programmes: list[Programme] = []
        for number in range(len(self.setup.programmes)):
            self.programmes.append(Programme(self, number))
        self.datacollector = collector() if collect is True else collect or None

    def __repr__(self) -> str:
        world = f"seed {self.world.seed}, replicate {self.replicate}"
        where = f"{self.scenario.name!r}, arm {self.arm.id!r}, {world}"
        return f"{type(self).__name__}({where}: {self._when()})"

    def _repr_html_(self) -> str:
        from twinsim.report.cells import model_html

        return str(model_html(self))

    @property
    def recorded(self) -> int:
        """Months recorded so far; below 0 while the warm-up lasts."""
        return self.month - self.warmup

    def total(self, indicator: str) -> float:
        """An indicator of all the programme's cities so far, as a results folder has it.

        Raises :class:`ScenarioError` for one that is not known.
        """
        return total_of(self, indicator)

    def step(self) -> None:
        """A month, stage by stage."""
        if self.month == self.warmup:
            for city in self.cities:
                city.tally.clear()
                city.stock = sum(1 for sme in city.smes if sme.born < self.warmup)
                for sme in city.smes:
                    sme.account = [0.0] * len(sme.account)
        for link in self.links:
            link.begin_month()
        for city in self.cities:
            city.begin_month()
        self.begin_programmes()
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
        active = [sme for sme in self.smes() if sme.zone != NONE]
        for sme, u in zip(active, draw_each(active, self.month, OTHER_DEAL), strict=True):
            sme.deal_elsewhere(u)
        self.run_market()
        for link in self.links:
            link.rest()
        self.run_ties()
        self.run_clusters()
        capability = [city.capability for city in self.cities]
        playbooks = [city.playbook for city in self.cities]
        for city in self.cities:
            city.learn_and_tell(capability, playbooks)
        measure(self)
        self.month += 1
        self.running = self.month < self.months
        if self.datacollector is not None:
            self.datacollector.collect(self)

    def begin_programmes(self) -> None:
        """Forget what universities and clusters did last month; clusters take dated steps."""
        for school in self.universities:
            school.leads = -1
        for cluster in self.clusters:
            cluster.places = 0
        for step in self._steps:
            if step.month == self.month:
                self.clusters[step.cluster].take_step(step.what)

    def run_ties(self) -> None:
        """Idle ties between cities may end; links count those that hold."""
        for link in self.links:
            link.ties = 0
        for school in self.universities:
            school.loosen()
        for sme in self.smes():
            sme.loosen()

    def run_clusters(self) -> None:
        """Firms join clusters and leave them; clusters keep their books."""
        earlier = [cluster.quality for cluster in self.clusters]
        for cluster in self.clusters:
            cluster.members = 0
        for city in self.cities:
            homes = [city.cluster_of(sector) for sector in range(len(self.sectors))]
            for sme, u in zip(city.smes, draw_each(city.smes, self.month, MEMBER), strict=True):
                home = homes[sme.sector]
                if home is not None:
                    home.admit(sme, u)
        for cluster in self.clusters:
            if cluster.alive:
                cluster.keep_books(earlier)

    def count_tie(self, a: int, b: int) -> None:
        """One more live tie between two cities."""
        link = self.link(a, b)
        if link is not None:
            link.ties += 1

    def run_pilots(self) -> None:
        """Business as usual starts a few pilots, and all that run go on."""
        smes = list(self.smes())
        for sme, u in zip(smes, draw_each(smes, self.month, OTHER_PILOT), strict=True):
            if sme.zone == YELLOW and sme.bid < 0:
                sme.pilot.start_alone(u)
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

    def heard_by(self, city: int) -> list[int]:
        """Numbers of the cities of whose adoptions a city hears."""
        return self._heard[city]

    def programme_of(self, challenge: int) -> Programme | None:
        """The programme that a challenge belongs to."""
        return next((q for q in self.programmes if q.owns(challenge)), None)

    def owned_jointly(self, challenge: int, a: int, b: int) -> bool:
        """Whether two linked cities own a challenge jointly."""
        owning = self.programme_of(challenge) if self.link(a, b) is not None else None
        return owning is not None and bool(owning.stakes.owner[a] and owning.stakes.owner[b])

    def buy_jointly(self, sme: SME, a: int, b: int) -> bool:
        """Whether two cities may buy a firm's solution in one framework."""
        owning = self.programme_of(sme.challenge)
        if owning is None or not owning.plan.joint_procurement:
            return False
        return self.owned_jointly(sme.challenge, a, b)

    def _when(self) -> str:
        if self.recorded < 0:
            return f"month {self.month} of {self.warmup} of warm-up"
        return f"month {self.recorded} of {self.months - self.warmup}"


def _loaded(scenario: Scenario | str | os.PathLike[str]) -> Scenario:
    from twinsim.scenario import load

    return load(scenario) if isinstance(scenario, str | os.PathLike) else scenario
