"""The columns a city table may have, with what each means and allows.

Beside a fact stand `<column>_source` (an id of the table of sources, or a citation),
`<column>_year` (a year or a period) and `<column>_grade` (read, read-secondary, derived,
recalled, ...). An empty cell is a missing fact and stays one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from twinsim.registry import SECTORS

PROVENANCE = ("source", "year", "grade")


@dataclass(frozen=True)
class Column:
    """A column: `kind` is text, number, whole or list (split by `;`); `fact`: has a source."""

    id: str
    kind: str
    meaning: str
    fact: bool = True
    required: bool = False
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """What a cell allows, in words."""
        if self.words:
            return f"words separated by ;, out of: {', '.join(self.words)}"
        if self.kind not in ("number", "whole"):
            return "text"
        what = "a whole number" if self.kind == "whole" else "a number without unit"
        if math.isinf(self.high):
            return f"{what} of at least {self.low:g}" if self.low > -math.inf else what
        return f"{what} from {self.low:g} to {self.high:,.10g}"


_ALL = (
    Column("id", "text", "id, of a–z, 0–9 and _", fact=False, required=True),
    Column("name", "text", "name", fact=False, required=True),
    Column("country", "text", "country", fact=False, required=True),
    Column("iso2", "text", "ISO 3166 code of the country", fact=False, required=True),
    Column("unit", "text", "the programme's unit: city or region", fact=False),
    Column("unit_name", "text", "name of the unit", fact=False),
    Column("region_name", "text", "name of the region", fact=False),
    Column("metro_name", "text", "name of the OECD functional urban area", fact=False),
    Column("lat", "number", "latitude, degrees", required=True, low=-90, high=90),
    Column("lon", "number", "longitude, degrees", required=True, low=-180, high=180),
    Column(
        "population",
        "number",
        "residents of the programme's unit",
        required=True,
        low=1,
        high=1e8,
    ),
    Column("population_region", "number", "residents of the region", low=1, high=1e9),
    Column("population_metro", "number", "residents of the functional urban area", low=1, high=1e9),
    Column("population_growth", "number", "growth of the population, % a year"),
    Column("gdp_per_head", "number", "GDP per head, USD of 2015 at PPP", low=1, high=1e7),
    Column("gdp_growth", "number", "growth of GDP per head, % a year"),
    Column("gdp_relative", "number", "GDP per head against the country's urban areas", low=0),
    Column("gdp_local", "number", "GDP as published at home, in gdp_local_unit", low=0),
    Column("gdp_local_unit", "text", "unit of gdp_local", fact=False),
    Column("rank", "whole", "rank of its urban area in the country, by population", low=1),
    Column("rank_of", "whole", "urban areas in that ranking", fact=False, low=1),
    Column("gov_level", "number", "reach of its government, 1 (lower tier) to 4", low=0, high=4),
    Column("governance", "text", "form of government"),
    Column("mayor", "whole", "1 for a directly elected mayor", low=0, high=1),
    Column("tier", "text", "place in the national system"),
    Column("port", "whole", "1 for a port", low=0, high=1),
    Column("universities", "whole", "universities", low=0, high=500),
    Column("tertiary_share", "number", "residents with a degree, %", low=0, high=100),
    Column("enterprises_per_1000", "number", "enterprises per 1,000 residents", low=0),
    Column("business_birth_rate", "number", "births of enterprises, % of active ones", low=0),
    Column("unemployment", "number", "unemployment, %", low=0, high=100),
    Column("sectors", "list", "priority sectors", words=SECTORS),
    Column("networks", "list", "international networks of cities"),
    Column("prior_links", "list", "ids of cities it has worked with"),
    Column("testbeds", "list", "testbeds and innovation districts"),
    Column("testbed_sectors", "list", "sectors with testbeds or districts", words=SECTORS),
    Column("strategy", "number", "strategy for innovation with other cities", low=0, high=1),
    Column("business_strategy", "number", "strategy for firms to grow abroad", low=0, high=1),
    Column("notes", "text", "remarks", fact=False),
)

COLUMNS = {column.id: column for column in _ALL}
REQUIRED = (*(column.id for column in _ALL if column.required), "population_year")
FACTS = tuple(column.id for column in _ALL if column.fact)

_WHOLE = re.compile(r"\d{1,18}(\.0+)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


def known(header: str) -> bool:
    """Whether a header is a known column, or source, year or grade of a fact."""
    base, _, last = header.rpartition("_")
    return header in COLUMNS or (last in PROVENANCE and base in FACTS)


def parse(column: Column, cell: str) -> float | str | tuple[str, ...]:
    """The value of a cell that is not empty. Raises :class:`ValueError`."""
    if column.kind == "list":
        items = tuple(item.strip() for item in cell.split(";") if item.strip())
        if column.words and not set(items) <= set(column.words):
            raise ValueError(next(item for item in items if item not in column.words))
        return tuple(dict.fromkeys(items))
    if column.kind == "text":
        return cell
    pattern = _WHOLE if column.kind == "whole" else _NUMBER
    if not pattern.fullmatch(cell):
        raise ValueError(cell)
    value = float(cell)
    if not (math.isfinite(value) and column.low <= value <= column.high):
        raise ValueError(cell)
    return value
