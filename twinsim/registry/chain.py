"""What leads to an indicator: arrows of the theory of change, and the evidence they stand on."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from twinsim.registry.tables import Mechanism, evidence, indicators, mechanisms

GRADES = ("R", "R*", "C", "A")  # from the best to the weakest
MEANINGS = {
    "R": "read in a source",
    "R*": "derived from one",
    "C": "recalled",
    "A": "assumed",
}
_GRADE = re.compile(r"\bR\*|\b[RCA]\b")


@cache
def feeds() -> dict[str, tuple[str, ...]]:
    """The indicators that enter an indicator without an arrow of their own, by its id."""
    text = files(__package__).joinpath("chain.toml").read_text("utf-8")
    return {id: tuple(words) for id, words in tomllib.loads(text).items()}


@cache
def arrows_to(indicator: str) -> tuple[Mechanism, ...]:
    """The arrows on any way to an indicator, in the order of their declaration."""
    seen: set[str] = set()
    left = [indicator]
    while left:
        here = left.pop()
        if here not in seen:
            seen.add(here)
            left += feeds().get(here, ())
            left += [m.source for m in _into(here) if m.source in indicators()]
    return tuple(m for m in mechanisms().values() if m.target in seen)


def grade_of(rows: tuple[str, ...]) -> str:
    """The grade of what rests on these rows of evidence: that of the weakest; A on none.

    A row with several grades, such as R/C or "A (direction R)", has its weakest.
    """
    register = evidence()
    found = [g for row in rows if row in register for g in _GRADE.findall(register[row].grade)]
    return max(found, key=GRADES.index) if found else "A"


@cache
def grades_of(indicator: str) -> dict[str, int]:
    """How many of the arrows to an indicator have which grade, best first; empty for none."""
    counts = Counter(grade_of(arrow.evidence) for arrow in arrows_to(indicator))
    return {grade: counts[grade] for grade in GRADES if counts[grade]}


def _into(indicator: str) -> list[Mechanism]:
    return [m for m in mechanisms().values() if m.target == indicator]
