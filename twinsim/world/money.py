"""What a programme costs: fixed lines, the price of a place and the purse that buys places.

Fixed lines (assessment included) are paid first, places are bought with what is left. The
planned cost of `twin` and `solo` is the budget in both, the last place at its probability.
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
)


@dataclass(frozen=True)
class Costs:
    """Planned costs of an arm's programme, k£ of 2024, undiscounted.

    `lines` are totals over the programme, in the order of :data:`LINES`; `places` the expected
    number of places that the purse buys (at most the programme's own cap).
    """

    lines: tuple[float, ...]
    assessment: float
    training: float
    unit: float
    purse: float
    places: float

    @property
    def planned(self) -> float:
        """Planned cost of the whole programme, k£."""
        return sum(self.lines) + self.assessment + self.places * self.unit


def costs(programme: Programme, joint: bool, p: Any) -> Costs:
    """Costs of a programme run jointly (`twin`) or by each city alone (`solo`).

    Raises
    ------
    ScenarioError
        When the fixed lines alone exceed the budget.
    """
    scale = programme.budget / 1000.0
    coordination = p.coordination * programme.budget if joint else 0.0
    lines = tuple(
        coordination if line == "coordination" else getattr(programme.lines, line) * scale
        for line in LINES
    )
    assessment = programme.planned_bids * p.assess_cost if programme.budget > 0.0 else 0.0
    course = programme.upskilling
    training = rules.training_cost(
        p, course.hours, course.customisation / 3.0, int(course.intensive), int(course.cohort)
    )
    unit = programme.award + programme.host_support + training
    purse = programme.budget - sum(lines) - assessment
    if purse < -PENNY:
        fixed = sum(lines) + assessment
        raise ScenarioError(
            Fault(
                "",
                0,
                "programme.lines",
                f"{fixed:.1f} k£",
                f"expected fixed lines, coordination and assessment of at most the budget "
                f"of {programme.budget:.1f} k£",
            )
        )
    purse = max(0.0, purse)
    places = purse / unit if unit > 0.0 else 0.0
    if programme.places is not None:
        places = min(places, float(programme.places))
    return Costs(lines, assessment, training, unit, purse, places)
