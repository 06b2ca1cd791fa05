"""The page of a sweep as parts: each factor by level, where the variance is from, what failed."""

from __future__ import annotations

from collections.abc import Mapping

from twinsim.report import sweeps
from twinsim.report.page.pictures import Picture
from twinsim.report.page.section import Part
from twinsim.report.page.sweep import tables
from twinsim.report.page.sweep.told import Sweep

Drawn = Mapping[str, list[Picture]]

UNSPLIT = "Too few worlds that all points share, or too few points, to split it."


def by_factor(sweep: Sweep, drawn: Drawn) -> list[Part]:
    """Each factor that is shown by level: its table, its figures, other contrasts folded."""
    others = sweep.case.results.manifest.contrasts[1:]
    found = []
    for factor in sweep.asked:
        folded = tuple(tables.by_level(sweep, factor, contrast) for contrast in others)
        found.append(
            Part(
                title=sweeps.short(factor),
                tables=(tables.by_level(sweep, factor, sweep.contrast),),
                pictures=tuple(drawn.get(factor.id, ())),
                folded=(("Other contrasts", folded, ()),) if folded else (),
            )
        )
    return found


def of_variance(sweep: Sweep, drawn: Drawn, title: str = "") -> Part:
    """Where the variance of single differences comes from, or that it cannot be split."""
    split = tables.variance(sweep)
    if split is None:
        return Part(title=title, said=(UNSPLIT,))
    return Part(title=title, tables=(split,), pictures=tuple(drawn.get("", ())))


def of_failures(sweep: Sweep, title: str = "") -> Part:
    """What failed."""
    lost = tables.failures(sweep)
    return Part(title=title, tables=(lost,)) if lost else Part(title, ("No run failed.",))
