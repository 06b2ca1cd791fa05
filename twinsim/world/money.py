"""What a programme costs: fixed lines, and the purses that buy places and all else by the piece.

Fixed lines (assessment included) are paid first, then the demonstrator fund; what is left is the
activity budget, parted by the programme's focus. Each purse buys whole pieces at its unit cost.
The planned cost of `twin` and `solo` is the budget in both, the last piece at its probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twinsim.errors import Fault, ScenarioError
from twinsim.rules import programme as rules
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
        When the fixed lines and the fund alone exceed the budget, or money is to buy what costs
        nothing.
    """
    course = programme.upskilling
    training = rules.training_cost(
        p, course.hours, course.customisation / 3.0, int(course.intensive), int(course.cohort)
    )
    lines = _lines(programme, joint, p, groups, steps)
    assessment = programme.planned_bids * p.assess_cost if programme.budget > 0.0 else 0.0
    activity = _left(programme, sum(lines) + assessment)
    demonstrator = programme.award + programme.host_support
    focus = programme.focus
    startups = activity * focus.startups
    found = Costs(
        lines,
        assessment,
        training,
        Purse(activity * focus.smart_cities if programme.cohorts else 0.0, demonstrator + training),
        programme.places,
        Purse(programme.fund, demonstrator),
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


def _left(programme: Programme, fixed: float) -> float:
    """The activity budget: what fixed lines and the fund leave."""
    left = programme.budget - fixed - programme.fund
    if left < -PENNY:
        raise ScenarioError(
            Fault(
                "",
                0,
                "programme.lines",
                f"{fixed + programme.fund:.1f} k£",
                f"expected fixed lines, coordination, assessment and fund of at most the budget "
                f"of {programme.budget:.1f} k£",
            )
        )
    return max(0.0, left)
