"""The best set of pairs between two groups of cities, or within one, and who gives way for it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from twinsim.errors import Fault, ScenarioError
from twinsim.pairing.assignment import Pairs, best_between, best_within, greedy, total
from twinsim.pairing.facts import known_unit
from twinsim.pairing.groups import Group, find_group
from twinsim.pairing.sheet import DIGITS, Floats, Sheet, unit_notes
from twinsim.pairing.weights import Weights
from twinsim.scenario import CityProfile, CityTable, cities_table
from twinsim.text import inert, listed

if TYPE_CHECKING:
    from pandas import DataFrame

    from twinsim.pairing.impact.portfolio_simulation import PortfolioSimulation

Cities = tuple[CityProfile, ...]
MOST = 200  # cities of a side: every pair is scored
_KEY = "--portfolio"


@dataclass(frozen=True)
class Match:
    """A pair of the portfolio. `value` is what was added up; `favourite_a` is the partner with
    whom `a` would have the highest value, `loss_a` how much less it has with `b` (0: none)."""

    a: str
    b: str
    name_a: str
    name_b: str
    value: float
    score: float
    score_lo: float
    score_hi: float
    coverage: float
    favourite_a: str
    loss_a: float
    favourite_b: str
    loss_b: float


@dataclass(frozen=True)
class Portfolio:
    """Disjoint pairs with the highest total of `by`, best first.

    `unpaired` are cities without a partner, with their favourite. `greedy_total` is what taking the
    best pair that is left, again and again, would come to. `sides` are the cities of both groups
    (the same ones twice within a group), `sheet` holds every pair of them. `simulation` is None
    where pairs were not simulated; `by` is "impact" where they were.
    """

    groups: tuple[str, str]
    unit: str
    weights: Weights
    by: str
    matches: tuple[Match, ...]
    unpaired: dict[str, str]
    total: float
    greedy_total: float
    left_out: dict[str, str]
    notes: tuple[str, ...]
    sheet: Sheet = field(repr=False, compare=False)
    sides: tuple[Cities, Cities] = field(repr=False, compare=False)
    simulation: PortfolioSimulation | None = field(default=None, repr=False, compare=False)

    @property
    def within(self) -> bool:
        """Whether pairs are sought within one group."""
        return _same(*self.sides)

    @property
    def cells(self) -> list[tuple[int, int]]:
        """The two places of each pair of the sheet, among the cities of either side."""
        one, two = (len(side) for side in self.sides)
        return [(r, c) for r in range(one) for c in range(two) if not self.within or r < c]

    @property
    def name(self) -> str:
        """A name for files."""
        return "portfolio"

    def table(self) -> DataFrame:
        """A row per pair, best first."""
        from twinsim.pairing.tables import portfolio_frame

        return portfolio_frame(self)

    def save(self, folder: str | Path, *, figures: bool = True) -> list[Path]:
        """Write JSON, tables and (where pairs were simulated) a figure into `folder`/analysis/pair.

        Raises :class:`RunError`.
        """
        from twinsim.report.pairing import save

        return save(self, Path(folder), figures=figures)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `twinsim pair --portfolio --json` prints them."""
        from twinsim.pairing.document import portfolio_document

        return portfolio_document(self)

    def to_json(self) -> str:
        """The same as JSON, with null where nothing is known."""
        from twinsim.pairing.document import to_json

        return to_json(self.to_dict())

    def __repr__(self) -> str:
        a, b = (inert(label, 40) for label in self.groups)
        return f"Portfolio({len(self.matches)} pairs of {a} and {b}, {self.by} {self.total:.2f})"

    def _repr_html_(self) -> str:
        from twinsim.report.cells.pairing import portfolio_html

        return str(portfolio_html(self))


def portfolio(
    group: str | Sequence[str],
    other: str | Sequence[str] | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    unit: str = "city",
    cities: str | os.PathLike[str] | CityTable | None = None,
    values: Mapping[tuple[str, str], float] | None = None,
    by: str = "score_lo",
    simulate: bool = False,
    **options: Any,
) -> Portfolio:
    """The disjoint pairs with the highest total: between two groups, or within one.

    Groups are written as for :func:`pair`; the same one twice is one. Pairs add up `score_lo`
    unless `values` gives each pair of ids another number, which `by` then names. With `simulate`
    they add up simulated impact; `options` are those of
    :func:`twinsim.pairing.impact.simulate_portfolio`. Raises :class:`ScenarioError`.
    """
    if options and not simulate:
        raise TypeError(f"{next(iter(options))} is an option of simulate=True")
    table = cities if isinstance(cities, CityTable) else cities_table(cities)
    one = find_group(group, table, _KEY)
    two = one if other is None else find_group(other, table, _KEY)
    _check(one, two, _same(one.cities, two.cities))
    unit, wanted = known_unit(unit), Weights.of(weights)
    sides = one.cities, two.cities
    pairs = [
        (a, b)
        for row, a in enumerate(one.cities)
        for column, b in enumerate(two.cities)
        if not _same(*sides) or row < column
    ]
    sheet = Sheet.of(pairs, table, unit, wanted)
    empty = Portfolio(
        (one.label, two.label),
        unit,
        wanted,
        by,
        (),
        {},
        0.0,
        0.0,
        sheet.left_out,
        tuple(unit_notes(sheet, unit)),
        sheet,
        sides,
    )
    found = arranged(empty, [_value(sheet, number, values) for number in range(len(pairs))], by)
    if not simulate:
        return found
    from twinsim.pairing.impact import simulate_portfolio

    return simulate_portfolio(found, cities=table, **options)


def arranged(found: Portfolio, values: Sequence[float], by: str) -> Portfolio:
    """The best pairs by a value of each pair of the sheet; −inf is a pair that may not be."""
    (one, two), within, cells = found.sides, found.within, found.cells
    worth = np.full((len(one), len(two)), -np.inf)
    for cell, value in zip(cells, values, strict=True):
        worth[cell] = value
        if within:
            worth[cell[::-1]] = value
    chosen = best_within(worth) if within else best_between(worth)
    place = {cell: number for number, cell in enumerate(cells)}
    matches = [_match(found.sheet, place[cell], worth, cell, one, two) for cell in chosen]
    matches.sort(key=lambda match: (-round(match.value, DIGITS), match.a))
    return replace(
        found,
        by=by,
        matches=tuple(matches),
        unpaired=_unpaired(worth, chosen, one, two, within),
        total=total(worth, chosen),
        greedy_total=total(worth, greedy(worth, within=within)),
    )


def _same(one: Cities, two: Cities) -> bool:
    return {city.id for city in one} == {city.id for city in two}


def _check(one: Group, two: Group, within: bool) -> None:
    """Raises :class:`ScenarioError` where two groups overlap, or one is too small or large."""
    shared = sorted({city.id for city in one.cities} & {city.id for city in two.cities})
    if shared and not within:
        expected = "expected two groups without a city in common, or the same one twice"
        told = inert(f"both hold {listed(shared[:5])}")
        raise ScenarioError(Fault("", 0, _KEY, told, expected))
    if within and len(one.cities) < 2:
        raise ScenarioError(Fault("", 0, _KEY, one.label, "expected two cities or more"))
    for group in (one, two):
        if len(group.cities) > MOST:
            expected = f"expected at most {MOST} cities a group, found {len(group.cities):,}"
            raise ScenarioError(Fault("", 0, _KEY, group.label, expected))


def _value(sheet: Sheet, number: int, values: Mapping[tuple[str, str], float] | None) -> float:
    if values is None:
        return float(sheet.total_lo[number])
    a, b = (city.id for city in sheet.pairs[number])
    value = values.get((a, b), values.get((b, a), np.nan))
    if not np.isfinite(value):
        raise ScenarioError(Fault("", 0, "values", f"{a}, {b}", "expected a number for each pair"))
    return float(value)


def _match(
    sheet: Sheet, number: int, worth: Floats, cell: tuple[int, int], one: Cities, two: Cities
) -> Match:
    (row, column), (a, b) = cell, sheet.pairs[number]
    for_a, for_b = int(worth[row].argmax()), int(worth[:, column].argmax())
    value = float(worth[row, column])
    return Match(
        a.id,
        b.id,
        a.name,
        b.name,
        value,
        float(sheet.total[number]),
        float(sheet.total_lo[number]),
        float(sheet.total_hi[number]),
        min(1.0, float(sheet.coverage[number])),
        two[for_a].id,
        float(worth[row, for_a]) - value,
        one[for_b].id,
        float(worth[for_b, column]) - value,
    )


def _unpaired(
    worth: Floats, chosen: Pairs, one: Cities, two: Cities, within: bool
) -> dict[str, str]:
    """Cities without a partner, each with its favourite."""
    rows, columns = {row for row, _ in chosen}, {column for _, column in chosen}
    if within:
        rows = columns = rows | columns
    left = {one[r].id: _favourite(worth[r], two) for r in range(len(one)) if r not in rows}
    if not within:
        left |= {
            two[c].id: _favourite(worth[:, c], one) for c in range(len(two)) if c not in columns
        }
    return left


def _favourite(values: Floats, others: Cities) -> str:
    """The id of the one with the highest value, "" where no pair may be."""
    return others[int(values.argmax())].id if np.isfinite(values).any() else ""
