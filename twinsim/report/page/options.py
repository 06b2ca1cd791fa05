"""The options: cities, what each arm is, the challenges and the time."""

from __future__ import annotations

import json
import re
from typing import Any

from twinsim.report.missing import sentences as sentences_of_missing
from twinsim.report.page.case import LONGEST_NAME, Case
from twinsim.report.page.table import Cell, Table, Value, heads
from twinsim.scenario import citations
from twinsim.text import inert, listed, number

_DESIGNS = {
    "none": "no programme: the grants, pilots and sales that there would be anyway",
    "solo": "each linked city runs a programme of its own, for the same money in all",
    "twin": "the linked cities run one programme together",
}
_FACTS = ("population", "gdp_per_head", "universities", "gov_level")


def arms(case: Case) -> Table:
    """A row for each arm: its design, its planned cost, and what it changes."""
    rows, records = [], []
    for arm in case.arms:
        design = case.design(arm)
        planned = case.results.worlds.mean(arm, "planned")
        changes = _changes(case, arm)
        told = inert(_DESIGNS.get(design, design), LONGEST_NAME * 2)
        small = "the arm of reference" if arm == case.reference else ""
        rows.append((Cell(arm, small), Cell(told), Cell(number(planned, 2)), Cell(changes or "–")))
        record: dict[str, Value] = {"arm": arm, "design": design, "planned": planned}
        records.append({**record, "changes": changes})
    return Table(
        id="arms",
        caption="The arms, with their planned cost in k£ of 2024 prices",
        heads=heads("arm | what runs | planned cost | keys that it changes", text=(0, 1, 3)),
        rows=tuple(rows),
        records=tuple(records),
    )


def cities(case: Case) -> Table:
    """A row for each city, with the facts that the model reads and their provenance."""
    manifest = case.results.manifest
    known = {profile.id: profile for profile in case.scenario.profiles} if case.scenario else {}
    rows: list[tuple[Cell, ...]] = []
    records: list[dict[str, Value]] = []
    for id in manifest.cities:
        profile = known.get(id)
        part = "only copies" if id in manifest.followers else "modelled"
        name = Cell(case.city(id), id)
        if profile is None:
            rows.append((name, Cell(part), *[Cell("not at hand")] * (len(_FACTS) + 1)))
            records.append({"city": id, "part": part})
            continue
        cells: list[Cell] = []
        record: dict[str, Value] = {}
        for fact in _FACTS:
            value = float(getattr(profile, fact))
            source = profile.sources.get(fact)
            year = profile.population_year if fact == "population" else source and source.year
            where = (source.source, year, source.grade) if source else ("", year or "", "")
            told = inert(", ".join(filter(None, map(str, where))), LONGEST_NAME)
            cells.append(Cell(f"{value:,.0f}" if value == value else "missing", told))
            record |= {fact: value, f"{fact}_provenance": told}
        country = inert(profile.country, LONGEST_NAME)
        rows.append((name, Cell(part), Cell(country), *cells))
        records.append({"city": id, "name": name.text, "country": country, "part": part, **record})
    return Table(
        id="cities",
        caption="The cities, with source, year and grade under each fact",
        heads=heads(
            "city | part | country | residents of the programme's unit | GDP per head, USD of 2015 "
            "at PPP | universities | reach of government, 1 to 4",
            text=(0, 1, 2),
        ),
        rows=tuple(rows),
        records=tuple(records),
        note=" ".join(sentences_of_missing(case.scenario.profiles))
        if case.scenario
        else "Names and facts need the city table of the run: give it to the report "
        "(--cities FILE).",
    )


def city_sources(case: Case) -> Table | None:
    """A row for each source that the table of cities names by its code; None for none."""
    profiles = case.scenario.profiles if case.scenario else ()
    cited = {
        about.source
        for profile in profiles
        for fact in _FACTS
        if (about := profile.sources.get(fact)) and about.source in citations()
    }
    if not cited:
        return None
    # A page that loads nothing holds no address that a program would take for one.
    rows = [(code, re.sub(r"https?://", "", citations()[code])) for code in sorted(cited)]
    return Table(
        id="city-sources",
        caption="The sources under the facts of cities",
        heads=heads("source | citation", text=(0, 1)),
        rows=tuple((Cell(code), Cell(inert(citation, 600))) for code, citation in rows),
        records=tuple({"source": code, "citation": citation} for code, citation in rows),
    )


def sentences(case: Case) -> list[str]:
    """When and how long, what money, which challenges."""
    resolved = case.resolved
    programme: dict[str, Any] = resolved.get("programme", {})
    said = [
        f"{resolved['months']} months are recorded from {resolved['start']}, after "
        f"{resolved.get('warmup', 0)} months of warm-up without programme."
    ]
    if "budget" in programme:
        rounds = programme.get("cohorts", 0)
        said.append(
            f"The budget is {number(float(programme['budget']), 2)} k£ of 2024 prices for all "
            f"cities and lines; the programme starts {programme.get('start', 0)} months after the "
            f"first recorded month, with {rounds} round{'s' * (rounds != 1)} of call, training "
            "and pilots."
        )
    if pairs := programme.get("links"):
        linked = [f"{case.city(a)} and {case.city(b)}" for a, b in pairs]
        said.append(f"Linked: {'; '.join(linked)}.")
    if themes := programme.get("themes"):
        titles = [inert(str(t.get("title") or t["id"]), LONGEST_NAME) for t in themes]
        said.append(f"Challenges: {listed(titles)}.")
    elif programme:
        many = programme.get("n_themes", 0)
        said.append(f"{many} challenges are derived from needs and priorities in each world.")
    return said


def _changes(case: Case, arm: str) -> str:
    """Keys that an arm changes beside its design, as `programme.award = 20`."""
    flat = _flat(case.own(arm))
    flat.pop("programme.design", None)
    told = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in flat.items()]
    return inert("; ".join(told), 600)


def _flat(table: Any, prefix: str = "") -> dict[str, Any]:
    if not isinstance(table, dict):
        return {prefix: table}
    found: dict[str, Any] = {}
    for key, value in table.items():
        found |= _flat(value, f"{prefix}.{key}" if prefix else str(key))
    return found
