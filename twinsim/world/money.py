"""What a programme costs: fixed lines, and the purses that buy places and all else by the piece.

Fixed lines (assessment included) are paid first. What is left buys activities: the demonstrator
fund, and what the programme's focus parts the rest among. What pairing alone costs (coordination
and delegations) is borne by all of these alike, so that no activity is spared it at the expense
of another. Each purse buys whole pieces at its unit cost. The planned cost of `twin` and `solo` is
the budget in both, the last piece at its probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from twinsim.errors import Fault, ScenarioError
from twinsim.rules import programme as rules
from twinsim.rules.maths import ratio
from twinsim.scenario import Programme

PENNY = 0.00001
"""A penny, in k£: what is less is rounding."""

LINES = (
    "teams",
    "coordination",
    "analysis",
    "playbooks",
    "outreach",
    "showcases",
    "dissemination",
    "monitoring",
    "connectors",
    "mission",
    "delegations",
    "clusters",
)
PAIRING = ("coordination", "delegations")
"""Lines that only a joint programme has."""


@dataclass(frozen=True)
class Purse:
    """Money (k£) that buys pieces at `unit` k£ each."""

    money: float = 0.0
    unit: float = 1.0

    @property
    def pieces(self) -> float:
        """Expected number of pieces; none where they cost nothing."""
        return self.money / self.unit if self.unit > 0.0 else 0.0

    @property
    def planned(self) -> float:
        """What the pieces cost (k£)."""
        return self.pieces * self.unit


@dataclass(frozen=True)
class Costs:
    """Planned costs of an arm's programme, k£ of 2024, undiscounted.

    `lines` are totals over the programme, in the order of :data:`LINES`; `places` the purse of
    training and pilots (capped by `most`), the others those of the fund and of the focus areas.
    """

    lines: tuple[float, ...]
    assessment: float
    training: float
    places: Purse
    most: int | None
    fund: Purse
    missions: Purse
    exchanges: Purse
    courses: Purse
    graduates: Purse

    @property
    def bought(self) -> float:
        """Expected number of places."""
        pieces = self.places.pieces
        return pieces if self.most is None else min(pieces, float(self.most))

    @property
    def planned(self) -> float:
        """Planned cost of the whole programme, k£."""
        others = (self.fund, self.missions, self.exchanges, self.courses, self.graduates)
        pieces = self.bought * self.places.unit + sum(purse.planned for purse in others)
        return sum(self.lines) + self.assessment + pieces


def costs(programme: Programme, joint: bool, p: Any, groups: int = 1, steps: int = 0) -> Costs:
    """Costs of a programme run jointly (`twin`), by so many groups of linked cities, or by each
    city alone (`solo`); `steps` of clusters are taken.

    Raises
    ------
    ScenarioError
        When the fixed lines exceed the budget, the fund what lines other than those of pairing
        leave, or money is to buy what costs nothing.
    """
    course = programme.upskilling
    training = rules.training_cost(
        p, course.hours, course.customisation / 3.0, int(course.intensive), int(course.cohort)
    )
    lines = _lines(programme, joint, p, groups, steps)
    assessment = programme.planned_bids * p.assess_cost if programme.budget > 0.0 else 0.0
    fund, activity = _parted(programme, lines, assessment)
    demonstrator = programme.award + programme.host_support
    focus = programme.focus
    startups = activity * focus.startups
    found = Costs(
        lines,
        assessment,
        training,
        Purse(activity * focus.smart_cities if programme.cohorts else 0.0, demonstrator + training),
        programme.places,
        Purse(fund, demonstrator),
        Purse(activity * focus.economic_development, p.mission_cost),
        Purse(activity * focus.research, p.exchange_cost),
        Purse(startups * (1.0 - p.accelerator_share), training),
        Purse(startups * p.accelerator_share, p.accelerator_cost),
    )
    _refuse_free(found)
    return found


def _refuse_free(found: Costs) -> None:
    """Money cannot be planned for what costs nothing: the arms would differ in what they cost."""
    bought = {
        "places": (found.places, "the award, host support and training of a place"),
        "fund": (found.fund, "award and host support"),
        "focus.economic_development": (found.missions, "parameters.mission_cost"),
        "focus.research": (found.exchanges, "parameters.exchange_cost"),
        "focus.startups": (found.courses, "programme.upskilling.hours"),
        "focus.startups ": (found.graduates, "parameters.accelerator_cost"),
    }
    for key, (purse, price) in bought.items():
        if purse.money > PENNY and purse.unit <= 0.0:
            expected = f"expected nothing, or a price above 0: {price} cost nothing"
            money = f"{purse.money:.1f} k£"
            raise ScenarioError(Fault("", 0, f"programme.{key.strip()}", money, expected))


def _lines(programme: Programme, joint: bool, p: Any, groups: int, steps: int) -> tuple[float, ...]:
    scale = programme.budget / 1000.0
    counted = {
        "coordination": p.coordination * programme.budget if joint else 0.0,
        "delegations": p.delegation_cost * programme.delegations * groups if joint else 0.0,
        "clusters": p.step_cost * steps,
    }
    return tuple(
        counted[line] if line in counted else getattr(programme.lines, line) * scale
        for line in LINES
    )


def _parted(
    programme: Programme, lines: tuple[float, ...], assessment: float
) -> tuple[float, float]:
    """What the fund and the focus areas have to spend: each as much less, in proportion, as
    pairing costs."""
    pairing = sum(cost for line, cost in zip(LINES, lines, strict=True) if line in PAIRING)
    fixed = sum(lines) + assessment
    alone = programme.budget - (fixed - pairing)
    if alone - programme.fund < -PENNY:
        money = fixed - pairing + programme.fund
        _refuse(programme, "fund", money, "fixed lines, assessment and fund")
    if alone - pairing < -PENNY:
        _refuse(programme, "lines", fixed, "fixed lines, coordination, delegations and assessment")
    left = max(0.0, alone - pairing)
    fund = min(left, left * ratio(programme.fund, alone))
    return fund, left - fund


def _refuse(programme: Programme, key: str, money: float, what: str) -> NoReturn:
    expected = f"expected {what} of at most the budget of {programme.budget:.1f} k£"
    raise ScenarioError(Fault("", 0, f"programme.{key}", f"{money:.1f} k£", expected))
