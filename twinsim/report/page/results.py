"""Results against the reference: a row for each headline, a table for each contrast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.page.case import Case
from twinsim.report.page.table import Cell, Table, Value, heads
from twinsim.sweep.effects import TOTAL, Effect
from twinsim.text import number, span

_MANY = 10_000  # means from here on are shown without decimals
_RESOLVED = {
    "yes": "the 95 % interval of the mean excludes 0",
    "no": "the 95 % interval of the mean holds 0",
    "zero": "the difference is exactly 0 in every world",
}


def totals(case: Case) -> list[Table]:
    """A table for each contrast, over all cities of the programme."""
    return [_table(case, contrast, TOTAL) for contrast in case.results.manifest.contrasts]


def by_city(case: Case) -> list[Table]:
    """A table for each city and contrast."""
    contrasts = case.results.manifest.contrasts
    return [_table(case, contrast, city) for city in case.owners for contrast in contrasts]


def lower_in_cities(case: Case, contrasts: Sequence[str]) -> list[Effect]:
    """Headlines that a single city has less of, on average and beyond Monte-Carlo error."""
    rows = (row for c in contrasts for city in case.owners for row in case.of_contrast(c, city))
    return [row for row in rows if row.resolved == "yes" and row.difference < 0]


def _table(case: Case, contrast: str, scope: str) -> Table:
    rows = case.of_contrast(contrast, scope)
    arm, reference = contrast.split("-")
    where = "" if scope == TOTAL else f" in {case.city(scope)}"
    return Table(
        id=f"headlines-{scope}-{contrast}",
        caption=f"{wording.spaced(contrast)}{where}: {_meaning(case, contrast)}",
        heads=heads(
            [
                "indicator",
                f"{reference}, mean",
                f"{arm}, mean",
                "difference, 95 % interval of the mean",
                "single worlds: 5 [50] 95 %",
                "p_gain",
                "resolved",
                "evidence",
            ],
            text=(0, 6),
        ),
        rows=tuple(_row(row) for row in rows),
        records=tuple(_record(row) for row in rows),
    )


def _meaning(case: Case, contrast: str) -> str:
    usual = wording.heading(contrast).partition(": ")[2]
    n = len(case.results.contrasts()) and case.results.worlds.count
    worlds = f"{n:,} world{'s' * (n != 1)}, paired"
    return f"{usual} ({worlds})" if usual else worlds


def _row(row: Effect) -> tuple[Cell, ...]:
    known = indicators()[row.indicator]
    coarse = 0 if max(abs(row.reference_mean), abs(row.arm_mean)) >= _MANY else known.digits
    interval = span(row.mc_lo95, row.mc_hi95, known.digits)
    return (
        Cell(row.indicator, row.unit, link=f"#is-{row.indicator}"),
        Cell(number(row.reference_mean, coarse)),
        Cell(number(row.arm_mean, coarse)),
        Cell(wording.interval(row), interval),
        Cell(wording.of_worlds(row)),
        Cell(f"{100 * row.p_gain:.0f} %" if row.n else "–"),
        Cell(row.resolved, wording.enough(row).strip(" ()") if row.resolved == "no" else ""),
        Cell(wording.evidence_of(row.indicator).short),
    )


def _record(row: Effect) -> dict[str, Value]:
    return {**asdict(row), "evidence": wording.evidence_of(row.indicator).short}


def definitions(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """Each headline: id, unit, meaning, and the evidence on the way to it."""
    for id, known in indicators().items():
        if known.headline:
            yield id, known.unit, known.meaning, str(wording.evidence_of(id))


def reading(rows: Sequence[Effect]) -> list[tuple[str, str]]:
    """How the columns of these tables are read: a word and its meaning each."""
    example = next((row.indicator for row in rows), next(iter(indicators())))
    return [
        (
            "difference, 95 % interval of the mean",
            "the average of the paired differences over these worlds, and how far that average "
            "may be off (Monte Carlo); more worlds make it narrower",
        ),
        (
            "single worlds: 5 [50] 95 %",
            "how different single worlds are: 5 % of them lie below the first number, half below "
            "the middle one, 5 % above the last. A programme is carried out once, in one world; "
            "more worlds do not make this narrower",
        ),
        ("p_gain", "share of worlds in which the difference is above 0"),
        ("resolved", "; ".join(f"{word}: {what}" for word, what in _RESOLVED.items())),
        ("evidence", wording.evidence_note(example)),
        (
            "parameters",
            "the interval over uncertain parameters is blank: runs take the central value of each",
        ),
    ]
