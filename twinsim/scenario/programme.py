"""What a programme is: money, links, themes, places and training, as a designer writes them.

Each key says its meaning (`description`) and what it allows (:class:`Says`); errors, the
annotated files and the documentation are derived from these. Defaults of levers come from
the registry.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from twinsim.registry import SECTORS, parameters
from twinsim.scenario.kinds import (
    Bids,
    Cohorts,
    Flag,
    Hours,
    Id,
    Level,
    LineMoney,
    Money,
    Month,
    Places,
    Says,
    Share,
    Table,
    Text,
    Themes,
    Universities,
    Visits,
    Years,
)

BIDS_PER_BUDGET = 0.027
LEAST_FLOOR = 1.0 / 3.0


def lever(id: str) -> Callable[[], float]:
    """The default of a lever, from the registry."""
    return lambda: parameters()[id].central


CityId = Annotated[str, Says("the id or name of a city of the table")]
Facets = Literal["none", "enhancement", "mission", "adaptive", "anticipatory"]
_A_FACET = Says('"enhancement", "mission", "adaptive", "anticipatory" or "none"')
Facet = Annotated[Facets, _A_FACET]
Sector = Annotated[str, StringConstraints(max_length=64), Says(f"a sector: {', '.join(SECTORS)}")]


class Theme(Table):
    """A challenge that the programme puts to firms: its weight lies evenly on its sectors."""

    id: Id = Field(description="id of the challenge")
    title: Text = Field("", description="what the challenge asks for")
    sectors: Annotated[
        tuple[Sector, ...],
        Field(min_length=1, max_length=13),
        Says("a list of 1 to 13 sectors"),
    ] = Field(description="sectors it lies on")
    facet: Annotated[Facets | None, _A_FACET] = Field(
        None, description="its facet; absent: the programme's"
    )


class Lines(Table):
    """Fixed lines in k£ of a budget of 1,000; they grow with the budget."""

    teams: LineMoney = Field(default_factory=lever("line_teams"), description="city teams")
    analysis: LineMoney = Field(
        default_factory=lever("line_analysis"), description="requirement analysis"
    )
    playbooks: LineMoney = Field(
        default_factory=lever("line_playbooks"), description="playbooks and labs"
    )
    outreach: LineMoney = Field(
        default_factory=lever("line_outreach"), description="making the call known"
    )
    showcases: LineMoney = Field(
        default_factory=lever("line_showcases"), description="showing pilots to investors"
    )
    dissemination: LineMoney = Field(
        default_factory=lever("line_dissemination"), description="telling citizens"
    )
    monitoring: LineMoney = Field(
        default_factory=lever("line_monitoring"), description="learning from each cohort"
    )
    connectors: LineMoney = Field(0.0, description="people who connect firms with city needs")
    mission: LineMoney = Field(0.0, description="a mission driver that aligns the cities")


class Focus(Table):
    """Shares of the activity budget (what fixed lines and the fund leave); they sum to 1."""

    smart_cities: Share = Field(1.0, description="places: training and pilots in the city")
    economic_development: Share = Field(0.0, description="trade missions")
    startups: Share = Field(0.0, description="an accelerator, and open courses for firms")
    research: Share = Field(0.0, description="exchanges of universities")

    @model_validator(mode="before")
    @classmethod
    def _the_rest(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or "smart_cities" in data:
            return data
        others = [share for share in data.values() if isinstance(share, int | float)]
        return {"smart_cities": max(0.0, 1.0 - math.fsum(others)), **data}


class Step(Table):
    """A dated step of the cluster of a sector in an owner city; it costs `parameters.step_cost`."""

    city: CityId = Field(description="an owner city")
    sector: Sector = Field(description="sector of the cluster, a priority of the city")
    what: Annotated[
        Literal["services", "diversification", "home_market"],
        Says('"services", "diversification" or "home_market"'),
    ] = Field(description="services to members, income from programmes, an opened home market")
    month: Month = Field(0, description="months after the programme's start")


class Upskilling(Table):
    """The course of those who won a place."""

    hours: Hours = Field(description="hours of training of a firm")
    customisation: Level = Field(3.0, description="0 generic to 3 made for the firm")
    intensive: Flag = Field(True, description="false: a light course that mostly pushes sales")
    cohort: Flag = Field(True, description="false: each firm learns alone")

    @model_validator(mode="before")
    @classmethod
    def _usual_hours(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or "hours" in data:
            return data
        light = data.get("intensive") is False
        return {"hours": lever("hours_light" if light else "hours_intensive")(), **data}


Link = Annotated[
    tuple[CityId, ...], Field(min_length=2, max_length=2), Says('two cities, as ["a", "b"]')
]


class Programme(Table):
    """A programme of paired cities. Money is k£ of 2024 prices."""

    budget: Money = Field(
        1000.0, description="k£ in all: every city and line; 0 means no programme"
    )
    start: Month = Field(0, description="months after `start` at which it begins")
    links: Annotated[tuple[Link, ...], Says('pairs of cities, as [["a", "b"]]')] = Field(
        (), description="the pairs of cities"
    )
    payers: Annotated[dict[str, Share], Says("a table of cities and their shares")] = Field(
        description="share of the cost that each city pays"
    )
    n_themes: Themes = Field(3, description="challenges to derive where no theme is written")
    cohorts: Cohorts = Field(1, description="rounds of call, training and pilots")
    pilot_share: Share = Field(1.0, description="share of the trained that go on to a pilot")
    places: Places = Field(
        None,
        description="at most this many places; absent: no limit; one that binds ends equal cost",
    )
    award: Money = Field(default_factory=lever("award"), description="k£ to the firm of a place")
    host_support: Money = Field(
        default_factory=lever("host_support"), description="k£ to the host of a place"
    )
    planned_bids: Bids = Field(description="bids whose assessment is paid for")
    visits: Visits = Field(
        default_factory=lambda: int(parameters()["visits"].central),
        description="funded visits between linked cities",
    )
    floor: Share = Field(description="least share of the places for each paying city (twin)")
    require_foreign: Flag = Field(False, description="true: a bidder needs a partner abroad")
    joint_procurement: Flag = Field(True, description="true: owners buy together (twin)")
    facet: Facet = Field("none", description="facet of its challenges; none: the reference case")
    years: Years = Field(2, description="years of the fund, missions, exchanges, accelerator")
    fund: Money = Field(
        0.0,
        description="k£ to a demonstrator fund, before its part of a twin's coordination",
    )
    delegations: Visits = Field(
        0, description="further funded visits of each joint programme, on all its links (twin)"
    )
    universities: Universities = Field(
        None, description="universities of a city that take part in exchanges; absent: all"
    )
    lines: Lines = Field(
        default_factory=lambda: Lines.model_validate({}), description="fixed lines"
    )
    focus: Focus = Field(
        default_factory=lambda: Focus.model_validate({}),
        description="what the activity budget buys",
    )
    upskilling: Upskilling = Field(
        default_factory=lambda: Upskilling.model_validate({}), description="the course"
    )
    themes: Annotated[tuple[Theme, ...], Says("tables [[programme.themes]]")] = Field(
        (), description="the challenges; none written: derived from needs and priorities"
    )
    steps: Annotated[
        tuple[Step, ...], Field(max_length=500), Says("tables [[programme.steps]], at most 500")
    ] = Field((), description="dated steps of clusters")

    @property
    def owners(self) -> tuple[str, ...]:
        """Cities that are linked, in order of id."""
        return tuple(sorted({city for pair in self.links for city in pair}))

    @model_validator(mode="before")
    @classmethod
    def _derived(cls, data: Any) -> Any:
        """Defaults that depend on other keys: payers, planned bids, the floor."""
        if not isinstance(data, Mapping):
            return data
        budget = data.get("budget", 1000.0)
        money = max(0.0, min(1e7, budget)) if isinstance(budget, int | float) else 0.0
        payers = data.get("payers", equal_shares(data.get("links", ())))
        paying = sum(_is_positive(share) for share in payers.values()) if _is_map(payers) else 1
        derived = {
            "payers": payers,
            "planned_bids": BIDS_PER_BUDGET * money if data.get("cohorts") != 0 else 0.0,
            "floor": min(LEAST_FLOOR, 1.0 / max(1, paying)),
        }
        return {**derived, **data}


def equal_shares(links: Any) -> dict[str, float]:
    """The same share of the cost for every linked city."""
    pairs = links if isinstance(links, list | tuple) else ()
    cities = {
        city
        for pair in pairs
        if isinstance(pair, list | tuple)
        for city in pair
        if isinstance(city, str)
    }
    return {city: 1.0 / len(cities) for city in sorted(cities)}


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and value > 0
