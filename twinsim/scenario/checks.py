"""What must hold between the keys of a scenario, beyond the type of each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from twinsim.registry import SECTORS, mechanisms, parameters
from twinsim.scenario.cities import CityTable
from twinsim.scenario.domains import domain, key_of_lever
from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.model import Scenario
from twinsim.scenario.programme import Programme

MOST_SLOTS = 5_000_000
A_CITY = "expected the id or name of one city of the table; twinsim cities lists them"


def check_cities(faults: Faults, cities: Any, table: CityTable) -> None:
    """Cities are in the table, each once."""
    ids = {city.id for city in table}
    for i, city in enumerate(cities if isinstance(cities, tuple) else ()):
        if isinstance(city, str) and city not in ids:
            faults.add(("cities", i), A_CITY, city, table.names)
        elif city in cities[:i]:
            faults.add(("cities", i), "expected each city once", city)


def check_networks(faults: Faults, values: Mapping[str, Any], table: CityTable) -> None:
    """Followers are other cities of the table; networks are groups of the scenario's cities."""
    ids = {city.id for city in table}
    cities = [city for city in _listed(values, "cities") if isinstance(city, str)]
    followers = _listed(values, "followers")
    for i, city in enumerate(followers):
        if isinstance(city, str) and city not in ids:
            faults.add(("followers", i), A_CITY, city, table.names)
        elif city in followers[:i]:
            faults.add(("followers", i), "expected each city once", city)
        elif city in cities:
            faults.add(("followers", i), "expected a city that is not one of `cities`", city)
    known = [*cities, *(city for city in followers if isinstance(city, str))]
    for i, group in enumerate(_listed(values, "networks")):
        for j, city in enumerate(group if isinstance(group, tuple) else ()):
            if isinstance(city, str) and city not in known:
                expected = "expected one of `cities` or `followers`"
                faults.add(("networks", i, j), expected, city, known)
            elif city in group[:j]:
                faults.add(("networks", i, j), "expected each city once", city)


def _listed(values: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    value = values.get(key, ())
    return value if isinstance(value, tuple) else ()


def check_programme(
    faults: Faults,
    raw: Mapping[str, Any],
    cities: Any,
    table: CityTable,
    path: Path,
    wrong: set[Path],
) -> None:
    """Links join cities of the scenario, payers' shares sum to one, themes name sectors.

    `raw` are the keys as written; those in `wrong` are known to be of no use.
    """

    def sound(key: str) -> bool:
        return not any(place[:1] == (key,) for place in wrong)

    if sound("links"):
        _check_links(faults, raw.get("links", ()), cities, table, (*path, "links"))
    if sound("themes"):
        _check_themes(faults, raw.get("themes", ()), (*path, "themes"))
    if wrong:
        return
    programme = Programme.model_validate(dict(raw))
    _check_payers(faults, programme, (*path, "payers"))
    paying = sum(share > 0.0 for share in programme.payers.values())
    if programme.floor * paying > 1.0 + 1e-9:
        expected = f"expected at most 1 in {paying}, there are {paying} paying cities"
        faults.add((*path, "floor"), expected, programme.floor)
    shares = math.fsum(programme.focus.model_dump().values())
    if abs(shares - 1.0) > 1e-9:
        expected = "expected shares of the activity budget that sum to 1"
        faults.add((*path, "focus"), expected, f"a sum of {shares:.10g}")
    if programme.cohorts == 0 and programme.focus.smart_cities > 0.0:
        expected = "expected 0 where programme.cohorts is 0: places come with a call"
        faults.add((*path, "focus", "smart_cities"), expected, programme.focus.smart_cities)
    if 0.0 < programme.budget < programme.fund:
        expected = f"expected at most the budget of {programme.budget:,.10g} k£"
        faults.add((*path, "fund"), expected, programme.fund)
    _check_steps(faults, programme, table, (*path, "steps"))
    fixed = sum(programme.lines.model_dump().values())
    if fixed > 1000.0:
        expected = "expected lines that sum to at most the budget of 1,000"
        faults.add((*path, "lines"), expected, fixed)


def _check_links(faults: Faults, links: Any, cities: Any, table: CityTable, path: Path) -> None:
    ids = {city.id for city in table}
    sound = isinstance(cities, tuple) and all(isinstance(c, str) and c in ids for c in cities)
    listed = cities if sound else tuple(ids)
    seen: set[frozenset[str]] = set()
    for i, pair in enumerate(links):
        for j, city in enumerate(pair):
            if city not in ids:
                faults.add((*path, i, j), A_CITY, city, table.names)
            elif city not in listed:
                faults.add((*path, i, j), "expected a city of `cities`", city, listed)
        if len(set(pair)) < 2:
            faults.add((*path, i), "expected two different cities", pair)
        elif frozenset(pair) in seen:
            faults.add((*path, i), "expected each pair of cities once", pair)
        seen.add(frozenset(pair))


def _check_themes(faults: Faults, themes: Any, path: Path) -> None:
    seen: set[str] = set()
    for i, theme in enumerate(themes):
        if theme["id"] in seen:
            faults.add((*path, i, "id"), "expected an id that no other theme has", theme["id"])
        seen.add(theme["id"])
        sectors = theme["sectors"]
        for j, sector in enumerate(sectors):
            place = (*path, i, "sectors", j)
            if sector not in SECTORS:
                faults.add(place, f"expected a sector: {', '.join(SECTORS)}", sector, SECTORS)
            elif sector in sectors[:j]:
                faults.add(place, "expected each sector once", sector)


def _check_steps(faults: Faults, programme: Programme, table: CityTable, path: Path) -> None:
    """Steps are of clusters that exist: of a priority sector of an owner city, each step once."""
    tags = {city.id: city.tags for city in table}
    seen: set[tuple[str, str, str]] = set()
    for i, step in enumerate(programme.steps):
        if step.city not in programme.owners:
            expected = "expected a city of programme.links"
            faults.add((*path, i, "city"), expected, step.city, programme.owners)
        elif step.sector not in tags.get(step.city, ()):
            sectors = tags.get(step.city, ())
            expected = f"expected a priority sector of {step.city}: {', '.join(sectors)}"
            faults.add((*path, i, "sector"), expected, step.sector, sectors)
        elif (step.city, step.sector, step.what) in seen:
            faults.add((*path, i), "expected each step of a cluster once", step.what)
        seen.add((step.city, step.sector, step.what))


def _check_payers(faults: Faults, programme: Programme, path: Path) -> None:
    for city, share in programme.payers.items():
        if city not in programme.owners:
            faults.add((*path, city), "expected a city of programme.links", share)
    total = math.fsum(programme.payers.values())
    if programme.owners and abs(total - 1.0) > 1e-9:
        expected = f"expected shares that sum to 1, they sum to {total:.10g}"
        faults.add(path, f"{expected}; leave payers out for equal shares")


def check_gains(faults: Faults, gains: Any, path: Path) -> None:
    """Gains are of known mechanisms."""
    for id in gains if isinstance(gains, dict) else ():
        if id not in mechanisms():
            expected = "expected the id of a mechanism; twinsim explain mechanisms lists them"
            faults.unknown((*path, id), tuple(mechanisms()), expected)


def check_parameters(faults: Faults, numbers: Any, path: Path) -> None:
    """Parameters are known, no lever that a key of the programme sets, and plausible."""
    for id, value in numbers.items() if isinstance(numbers, dict) else ():
        place = (*path, id)
        if id not in parameters():
            expected = "expected the id of a parameter; twinsim explain parameters lists them"
            faults.unknown(place, tuple(parameters()), expected)
        elif key := key_of_lever(id):
            faults.add(place, f"expected {key} instead, which sets this lever", value)
        elif _is_number(value) and math.isfinite(value) and value not in domain(id):
            unit = parameters()[id].unit
            faults.add(place, f"expected {domain(id)} ({unit})", value)


def _is_number(value: Any) -> bool:
    """A number that a float can hold; the types themselves are checked elsewhere."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value.bit_length() < 1000
    return isinstance(value, float)


def check_contrasts(
    faults: Faults, reference: str, contrasts: Sequence[str], arms: Sequence[str]
) -> None:
    """The reference and both sides of every contrast are arms."""
    listed = f"the arms are {', '.join(arms)}"
    if reference not in arms:
        faults.add(("reference",), f"expected an arm; {listed}", reference, arms)
    for i, contrast in enumerate(contrasts):
        arm, dash, against = contrast.partition("-")
        place = ("contrasts", i)
        if not dash or not arm or not against:
            faults.add(place, "expected two arms, as twin-baseline", contrast)
        elif {arm, against} - set(arms):
            words = [f"{a}-{b}" for a in arms[:30] for b in arms[:30] if a != b]
            faults.add(place, f"expected arms of the scenario; {listed}", contrast, words)
        elif arm == against:
            faults.add(place, "expected two different arms", contrast)
        elif contrast in contrasts[:i]:
            faults.add(place, "expected each contrast once", contrast)


def check_size(faults: Faults, scenario: Scenario) -> None:
    """The firms and potential births of every arm fit into memory."""
    months = scenario.warmup + scenario.months
    cities = [city for city in scenario.profiles if city.id not in scenario.followers]
    people = sum(city.population for city in cities)
    founders = sum(
        len(city.tags) + (8.0 if math.isnan(city.universities) else city.universities)
        for city in cities
    )
    for arm in scenario.arms:
        per_1000, births = (
            arm.parameters.get(id, parameters()[id].central)
            for id in ("smes_per_1000", "birth_rate")
        )
        slots = people / 1000.0 * per_1000 * (1.0 + 2.0 * births * months) + founders * months
        if slots > MOST_SLOTS:
            expected = (
                f"expected at most {MOST_SLOTS:,} firms and potential births over all months, "
                f"found {slots:,.0f}"
            )
            faults.add(("cities",), expected)
