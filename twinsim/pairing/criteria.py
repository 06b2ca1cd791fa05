"""The criteria of the methodology, as they are declared in `criteria.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from twinsim.registry import evidence, parameters

FORMS = ("similar", "complementary", "level", "overlap", "tie")


@dataclass(frozen=True)
class Criterion:
    """What one criterion asks of a pair, the form and scale of its score, and on what it stands.

    `column` is the fact it reads of each city, `region` the one read instead where cities are
    compared as city-regions. `scale` is in the fact's unit (in logarithms where `log`), `peak` a
    distance from 0 to 1.
    """

    id: str
    pillar: str
    asks: str
    form: str
    column: str
    unit: str
    why: str
    scale: float = 1.0
    weight: float = 1.0
    region: str = ""
    log: bool = False
    parameter: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def peak(self) -> float:
        """Distance at which a complementary pair scores 1: the simulator's own, declared once."""
        return parameters()[self.parameter].central

    @property
    def grade(self) -> str:
        """Grades of the evidence that the form rests on, A (assumed) where it names none."""
        return ", ".join(evidence()[row].grade for row in self.evidence) or "A"

    def column_for(self, unit: str) -> str:
        """The fact that is read of a city (`unit` is `city`) or of its region (`region`)."""
        return self.region if unit == "region" and self.region else self.column

    def held_by(self, columns: tuple[str, ...], unit: str) -> bool:
        """Whether a table with these columns can say anything about it."""
        column = self.column_for(unit)
        needed = ("rank", "rank_of") if column == "rank_share" else (column,)
        return not columns or set(needed) <= set(columns)


@cache
def criteria() -> dict[str, Criterion]:
    """All criteria by id, in the order of the methodology."""
    text = files(__package__).joinpath("criteria.toml").read_text("utf-8")
    return {
        id: Criterion(id, pillar, **{**row, "evidence": tuple(row.get("evidence", ()))})
        for pillar, rows in tomllib.loads(text).items()
        for id, row in rows.items()
    }


def pillars() -> tuple[str, ...]:
    """Knowledge, capacity and ambition."""
    return tuple(dict.fromkeys(criterion.pillar for criterion in criteria().values()))
