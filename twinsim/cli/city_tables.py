"""Cities as text: a list of all, the facts of one, the columns of a table."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from twinsim.cli.tables import WIDTH, columns, cut
from twinsim.report.missing import READ, instead
from twinsim.scenario import CityProfile, CityTable, citations
from twinsim.scenario.columns import COLUMNS
from twinsim.text import inert, listed

_LONGEST = 40
_PLACED = ("lat", "lon", "networks", "prior_links")
_ATTRIBUTES = {"sectors": "tags"}


def value_of(city: CityProfile, fact: str) -> Any:
    """A fact of a city as it was read; a list as a list."""
    value = city.facts.get(fact, getattr(city, _ATTRIBUTES.get(fact, fact), None))
    return list(value) if isinstance(value, tuple) else value


def list_text(table: CityTable) -> str:
    """A line per city."""
    facts = sum(column.fact for column in COLUMNS.values())
    rows = [
        (
            cut(city.id, 24),
            inert(city.name, 30),
            inert(city.country, 20),
            f"{city.population:,.0f}",
            f"{facts - len(city.missing)} of {facts}",
            ", ".join(fact for fact in READ if fact in city.missing) or "–",
        )
        for city in table
    ]
    heads = ("city", "name", "country", "residents", "facts", "missing, though the model reads it")
    return columns(heads, rows, right=(3, 4))


def city_text(city: CityProfile) -> str:
    """The facts of a city, then what is missing and what the model does about it."""
    numbers: dict[str, int] = {}
    rows = []
    for fact, about in city.sources.items():
        source = citations().get(about.source, about.source)
        place = f"[{numbers.setdefault(source, len(numbers) + 1)}]" if source else "none"
        used = "yes" if fact in (*READ, *_PLACED) else ""
        rows.append((fact, _shown(city, fact), about.year, about.grade or "none", place, used))
    heads = ("fact", "value", "year", "grade", "source", "read by the model")
    lines = [f"{inert(city.name, 40)} ({cut(city.id, 24)}), {inert(city.country, 30)}", ""]
    lines += [columns(heads, rows), ""]
    lines += [_wrapped(f"[{number}] {inert(source)}", 4) for source, number in numbers.items()]
    if city.missing:
        lines += ["", _wrapped(f"Missing: {', '.join(city.missing)}.")]
    if unread := [fact for fact in READ if fact in city.missing]:
        lines.append(_wrapped(f"Of these the model reads {listed(unread)}: {instead(unread)}."))
    lines += [
        "",
        "Grades: read in the source, derived from it, recalled, or none. Needs of a city are",
    ]
    lines.append("drawn in each world, not known.")
    return "\n".join(lines)


def _wrapped(text: str, indent: int = 0) -> str:
    return fill(text, WIDTH - 2, subsequent_indent=" " * indent, break_on_hyphens=False)


def columns_text() -> str:
    """The columns that a city table may have."""
    rows = [
        (
            column.id,
            "yes" if column.required else "",
            "yes" if column.fact else "",
            column.meaning,
            column.expected if not column.words else f"list of sectors: {', '.join(column.words)}",
        )
        for column in COLUMNS.values()
    ]
    text = columns(("column", "needed", "source", "meaning", "allows"), rows)
    return (
        f"{text}\n\nsource: beside it may stand <column>_source, <column>_year and <column>_grade; "
        "population_year is\nneeded. Lists are split by ; and an empty cell is a missing fact. "
        "Other columns are ignored, with a note."
    )


def _shown(city: CityProfile, fact: str) -> str:
    value = value_of(city, fact)
    if isinstance(value, list):
        return inert(", ".join(map(str, value)), 3 * _LONGEST)
    if isinstance(value, float):
        return f"{value:,.10g}"
    return inert(str(value), _LONGEST)
