"""Tables of the city table: what is known of each city, and which facts the model reads."""

from __future__ import annotations

import ast
from collections import Counter

from odd.source import functions, modules, tree
from odd.words import code, number, table
from twinsim.scenario import CityProfile, cities_table
from twinsim.scenario.columns import COLUMNS

_USED = ("population", "gdp_per_head", "gov_level", "universities")
_NAMES = {"sectors": "tags"}
"""Columns whose attribute of a profile has another name."""


def city_table() -> list[str]:
    """Each packaged city: the facts that rules read, with year and grade, and what is missing."""
    rows = ((_name(city), *(_fact(city, fact) for fact in _USED), *_lists(city)) for city in _all())
    head = (
        "city | residents | GDP per head, USD of 2015 at PPP | reach of government | universities "
        "| priority sectors | networks | prior links | missing"
    )
    return table(head, rows)


def _all() -> tuple[CityProfile, ...]:
    return tuple(cities_table())


def _name(city: CityProfile) -> str:
    return f"{city.name} ({code([city.id])}, {city.iso2}, {city.facts.get('unit', 'city')})"


def _fact(city: CityProfile, fact: str) -> str:
    if fact in city.missing:
        return "missing"
    value = getattr(city, fact)
    source = city.sources[fact]
    said = f"{value:,.0f}" if value >= 1e4 else number(value)
    return f"{said} ({', '.join(part for part in (source.year, source.grade) if part)})"


def _lists(city: CityProfile) -> tuple[str, ...]:
    grade = city.sources["sectors"].grade if "sectors" in city.sources else ""
    tags = f"{', '.join(city.tags)} ({grade})" if city.tags else "missing"
    lists = (", ".join(names) or "–" for names in (city.networks, city.prior_links))
    return (tags, *lists, ", ".join(fact for fact in _USED if fact in city.missing) or "–")


def fact_table() -> list[str]:
    """Every fact of the city table: how many cities have it, its grades, and what reads it."""
    read = _readers()
    rows = []
    for column in COLUMNS.values():
        if column.fact:
            known = [city for city in _all() if column.id not in city.missing]
            grades = Counter(city.sources[column.id].grade for city in known)
            said = ", ".join(f"{grade or 'none'} {n}" for grade, n in grades.most_common())
            places = read.get(_NAMES.get(column.id, column.id), {})
            rows.append(
                (
                    code([column.id]),
                    column.meaning,
                    f"{len(known)} of {len(_all())}",
                    said or "–",
                    code(places) if places else "no rule",
                )
            )
    return table("fact | meaning | known for | grades | read in", rows)


def _readers() -> dict[str, dict[str, None]]:
    """For each attribute of a city's profile, the functions of the world that read it."""
    found: dict[str, dict[str, None]] = {}
    names = {_NAMES.get(id, id) for id in COLUMNS}
    for module in modules("world"):
        imports = [node for node in ast.walk(tree(module)) if isinstance(node, ast.ImportFrom)]
        if not any(alias.name == "CityProfile" for node in imports for alias in node.names):
            continue
        for name, function in functions(module).items():
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr in names:
                    found.setdefault(node.attr, {})[f"{module.partition('.')[2]}.{name}"] = None
    return found
