"""What becomes of a programme without its course: the same money, for what else it can buy.

A call's course is paid with each place, so that without it the same purse buys more places (unless
`programme.places` limits them). Courses open to all firms are bought with their part of the focus
on start-ups; without them that part goes to the accelerator, the only other use that it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twinsim.errors import ScenarioError
from twinsim.scenario import Scenario
from twinsim.scenario.model import Arm
from twinsim.world.money import Costs, costs
from twinsim.world.parameters import as_object, resolve

HOURS, SHARE = "programme.upskilling.hours", "parameters.accelerator_share"
_SHARE = "accelerator_share"


@dataclass(frozen=True)
class Course:
    """A course that can be left out: the keys that do so, and what that means in words.

    `title` names the choice, `frees` says what the money buys in its place, with numbers.
    """

    keys: Mapping[str, float]
    title: str
    frees: str


def course_of(scenario: Scenario) -> Course | None:
    """The course of a scenario's programmes; None where none of its arms trains anybody, or what
    else its money could buy would cost nothing.

    Raises :class:`ScenarioError` where the programme as written cannot be paid.
    """
    called = [arm for arm in scenario.arms if _by_call(arm)]
    opened = [arm for arm in scenario.arms if _open(arm)]
    if not called and not opened:
        return None
    keys = dict(_keys(scenario, called, opened))
    told = next((arm for arm in (called or opened) if arm.design == "twin"), (called or opened)[0])
    before = _costs(told, told.programme.upskilling.hours, _share(told))
    try:
        after = _costs(told, 0.0 if called else told.programme.upskilling.hours, 1.0)
    except ScenarioError:
        return None
    if not called:
        return Course(
            keys,
            "open courses: as written, or none and their money for the accelerator",
            f"{told.id} plans {_n(before.courses.pieces)} places in open courses and "
            f"{_n(before.graduates.pieces)} in the accelerator; without courses "
            f"{_n(after.graduates.pieces)} in the accelerator",
        )
    both = " and open courses" if opened else ""
    title = f"course of a place{both}: as written, or none and the money for more places"
    if after.bought < after.places.pieces:
        title = f"course of a place{both}: as written, or none; the limit of places leaves money"
    return Course(
        keys,
        title,
        f"{told.id} plans {_n(before.bought)} places with the course and {_n(after.bought)} without"
        + _limit(after),
    )


def runs_programme(scenario: Scenario, arm: Arm) -> bool:
    """Whether an arm has a programme: money, cities that are linked, and a start within the run."""
    own = arm.programme
    paid = own.budget > 0.0 and bool(own.links) and own.start < scenario.months
    return arm.design != "none" and paid


def _keys(scenario: Scenario, called: list[Arm], opened: list[Arm]) -> Iterator[tuple[str, float]]:
    """The keys to set: the programme's, and those of arms that have a value of their own."""
    if called:
        yield HOURS, 0.0
        usual = scenario.programme.upskilling.hours
        for arm in called:
            if arm.programme.upskilling.hours != usual:
                yield f"arms.{arm.id}.{HOURS}", 0.0
    if opened:
        yield SHARE, 1.0
        for arm in opened:
            if _SHARE in arm.parameters and arm.parameters[_SHARE] != scenario.parameters.get(
                _SHARE
            ):
                yield f"arms.{arm.id}.{SHARE}", 1.0


def _by_call(arm: Arm) -> bool:
    own = arm.programme
    return _trains(arm) and own.cohorts > 0 and own.focus.smart_cities > 0.0


def _open(arm: Arm) -> bool:
    return _trains(arm) and arm.programme.focus.startups > 0.0 and _share(arm) < 1.0


def _trains(arm: Arm) -> bool:
    own = arm.programme
    return arm.design != "none" and own.budget > 0.0 and own.upskilling.hours > 0.0


def _share(arm: Arm) -> float:
    return resolve(arm.parameters, arm.mechanisms)[_SHARE]


def _costs(arm: Arm, hours: float, share: float) -> Costs:
    """What the arm's programme plans, its course so long, so much of its part of start-ups for the
    accelerator."""
    own = arm.programme
    changed = own.model_copy(
        update={"upskilling": own.upskilling.model_copy(update={"hours": hours})}
    )
    p = as_object(resolve({**arm.parameters, _SHARE: share}, arm.mechanisms))
    return costs(changed, arm.design == "twin", p)


def _limit(after: Costs) -> str:
    if after.bought >= after.places.pieces:
        return ""
    left = (after.places.pieces - after.bought) * after.places.unit
    return f", the most that it allows: {left:,.0f} k£ stay unspent"


def _n(count: float) -> str:
    return f"{count:.1f}"
