"""A scenario in words: what `show` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import fill
from typing import Any

from twinsim.cli.tables import WIDTH, columns, cut
from twinsim.registry import parameters
from twinsim.registry.chain import grade_of
from twinsim.report.design import ArmPlan, Design
from twinsim.report.missing import sentences
from twinsim.report.wording import heading, uncompared
from twinsim.scenario.programme import Lines
from twinsim.text import inert, listed, number
from twinsim.world.money import PENNY

_DESIGNS = {
    "none": "no programme",
    "solo": "each city runs its own programme, for the same money in all",
    "twin": "the paired programme",
}
_LINES = {
    **{key: field.description or key for key, field in Lines.model_fields.items()},
    "coordination": "coordination and travel between the cities",
    "delegations": "delegations",
    "clusters": "steps of clusters",
    "assessment": "assessment of bids",
    "places": "places",
}
_SIDE_BY_SIDE = 5  # arms in one table of costs
_MANY = 8  # dates or changes shown one by one


def text(found: Design) -> str:
    """The whole of it, section by section."""
    return "\n\n".join("\n".join(part) for part in _parts(found) if part)


def _parts(found: Design) -> Iterator[list[str]]:
    scenario = found.scenario
    title = inert(scenario.title or scenario.name, 80)
    luck = "the same luck" if scenario.luck == "addressed" else "luck of their own"
    yield [
        title,
        f"{scenario.months} months from {scenario.start}, after {scenario.warmup} of warm-up "
        f"without a programme; arms have {luck}",
    ]
    yield [*_cities(found), *_firms(found), *_links(found)]
    yield _programme(found)
    yield _arms(found)
    seen: list[dict[str, list[int]]] = []
    for arm in found.arms:
        if arm.events and arm.events not in seen:
            same = [other.id for other in found.arms if other.events == arm.events]
            yield _timetable(found, arm, same)
            seen.append(arm.events)
    yield _costs(found)


def _cities(found: Design) -> list[str]:
    heads = ("city", "residents", "modelled firms", "universities", "investors", "clusters")
    rows = [
        (
            f"{inert(city.name, 40)} ({cut(city.id, 24)})",
            f"{city.residents:,.0f}",
            *(
                ("only copies", "–", "–", "–")
                if city.follower
                else (
                    f"{n:,}" for n in (city.firms, city.universities, city.investors, city.clusters)
                )
            ),
        )
        for city in found.cities
    ]
    return [columns(heads, rows, right=(1, 2, 3, 4, 5))]


def _firms(found: Design) -> list[str]:
    row = parameters()["smes_per_1000"]
    many = found.scenario.parameters.get(row.id, row.central)
    said = [
        "A modelled firm stands for one real firm that might answer a public challenge: 10 to 249 "
        f"staff, or young, in 13 sectors. There are {many:g} for each thousand residents "
        f"({row.id}: grade {grade_of(row.evidence)}, prior {row.prior}). No other firm is counted."
    ]
    return [_wrapped(line) for line in (*said, *sentences(found.scenario.profiles))]


def _programme(found: Design) -> list[str]:
    """The challenges and the course, as the programme has them before arms change it."""
    programme = found.scenario.programme
    themes = [
        f"{inert(theme.title or theme.id, 80)} ({', '.join(theme.sectors)})"
        for theme in programme.themes
    ]
    derived = f"{programme.n_themes}, derived in each world from the cities' needs and priorities"
    course = programme.upskilling
    kind = "intensive" if course.intensive else "light"
    together = "in cohorts" if course.cohort else "each firm alone"
    lines = ["Programme"]
    if programme.cohorts:
        lines.append(f"challenges: {'; '.join(themes) or derived}")
    lines.append(f"course: {course.hours:g} hours of {kind} training a firm, {together}")
    return [fill(line, WIDTH - 2, subsequent_indent="  ") for line in lines]


def _links(found: Design) -> list[str]:
    names = {city.id: inert(city.name, 40) for city in found.cities}
    return [
        _wrapped(
            f"{names[link.a]} and {names[link.b]} are {link.km:,.0f} km apart; friction "
            f"{link.friction:.2f} and trust {link.trust:.2f} at the start, on scales from 0 to 1."
        )
        for link in found.links
    ]


def _arms(found: Design) -> list[str]:
    scenario = found.scenario
    ids = [arm.id for arm in found.arms]
    left = uncompared(ids, scenario.contrasts, scenario.reference)
    return [
        "Arms",
        *(_about(arm) for arm in found.arms),
        *(_wrapped(f"compared: {heading(contrast)}") for contrast in scenario.contrasts),
        *([_wrapped(f"not compared: {left}")] if left else []),
    ]


def _about(arm: ArmPlan) -> str:
    said = _DESIGNS[arm.design]
    if arm.changes:
        shown = [f"{key} = {_value(value)}" for key, value in arm.changes.items()]
        more = f" and {len(shown) - _MANY} more" if len(shown) > _MANY else ""
        said += f", with {', '.join(shown[:_MANY])}{more}"
    if arm.design != "none" and not arm.costs:
        said += "; without money it is no programme"
    return fill(f"{arm.id}: {said}", WIDTH - 2, subsequent_indent="  ")


def _timetable(found: Design, arm: ArmPlan, same: list[str]) -> list[str]:
    rows = sorted(arm.events.items(), key=lambda row: row[1][0])
    lines = [_wrapped(f"Timetable of {listed([cut(id, 24) for id in same])}")]
    for what, months in rows:
        dates = [_date(found.scenario.start, month) for month in months]
        shown = ", ".join(dates)
        if len(dates) > _MANY:
            shown = f"{dates[0]} to {dates[-1]}, {len(dates)} times"
        lines.append(fill(f"{what + ':':<34}{shown}", WIDTH - 2, subsequent_indent=" " * 34))
    return lines


def _costs(found: Design) -> list[str]:
    """Cost by line and payer, a column for each arm that pays (those of equal cost together)."""
    paying = [arm for arm in found.arms if arm.costs]
    if not paying:
        return ["No arm has a programme to pay for."]
    names = {city.id: inert(city.name, 40) for city in found.cities}
    lines = dict.fromkeys(line for arm in paying for line in arm.costs)
    rows = [
        (_LINES.get(line, line), *(_money(arm.costs.get(line)) for arm in paying)) for line in lines
    ]
    rows.append(("in all", *(_money(arm.planned) for arm in paying)))
    for city in dict.fromkeys(city for arm in paying for city in arm.paid):
        rows.append((f"of it, {names[city]} pays", *(_money(arm.paid.get(city)) for arm in paying)))
    tables = []
    for first in range(0, len(paying), _SIDE_BY_SIDE):
        here = range(first, min(first + _SIDE_BY_SIDE, len(paying)))
        heads = ("Planned cost, k£ of 2024", *(cut(paying[i].id) for i in here))
        part = [(row[0], *(row[1 + i] for i in here)) for row in rows]
        tables += [columns(heads, part, right=range(1, len(heads))), ""]
    costs = [arm.planned for arm in paying]
    equal = max(costs) - min(costs) < PENNY
    same = "" if equal or len(paying) == 1 else " The arms do not cost the same."
    return [*tables, f"Each city pays its share of every line.{same}", *_places(paying)]


def _places(paying: list[ArmPlan]) -> list[str]:
    """How many places the money buys; clearly where it buys none."""
    said = []
    for arm in paying:
        if arm.places is None:
            continue
        if arm.places < 1e-9:
            said.append(f"{arm.id}: the budget buys no place: nobody is trained or tried out.")
        elif arm.places < 1.0:
            odds = f"{100 * arm.places:.0f} %"
            said.append(
                f"{arm.id}: the budget buys less than one place: there is one in {odds} of worlds, "
                "in the others nobody is trained or tried out."
            )
        else:
            each = arm.costs["places"] / arm.places
            last = "" if arm.places % 1 < 0.05 else ", the last in some worlds,"
            told = f"{number(arm.places, 1)} places{last} at {number(each, 1)} k£"
            said.append(f"{arm.id}: it buys {told} each: award, course, host support.")
    return [_wrapped(line) for line in said]


def _money(value: float | None) -> str:
    return "–" if value is None else number(value, 1)


def _date(start: str, months: int) -> str:
    year, month = map(int, start.split("-"))
    passed = year * 12 + month - 1 + months
    return f"{passed // 12}-{passed % 12 + 1:02d}"


def _value(value: Any) -> str:
    return inert(json.dumps(value, ensure_ascii=False), 60)


def _wrapped(line: str) -> str:
    return fill(line, WIDTH - 2, break_on_hyphens=False)
