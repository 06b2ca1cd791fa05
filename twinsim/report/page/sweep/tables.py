"""The tables of a sweep: its factors, all points in short, each factor by level, the variance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from twinsim.registry import indicators, parameters
from twinsim.report import sweeps, wording
from twinsim.report.page import basis
from twinsim.report.page.files import Records
from twinsim.report.page.sweep.told import Sweep, safe
from twinsim.report.page.table import Cell, Table, heads
from twinsim.sweep.answers.factors import Varied
from twinsim.text import inert, number

_MOST_FAILED = 20


def factors(sweep: Sweep) -> Table:
    """Every factor: what it is, its values or its prior, and how they were chosen."""
    rows, records = [], []
    for factor in sweep.gathered.about.factors:
        known = parameters().get(factor.id) if factor.role == "uncertainty" else None
        values = sweep.gathered.values[factor.id]
        shown = _values(values)
        prior = factor.prior
        grade = basis.grade_of_parameter(factor.id) if known else "–"
        how = "sampled" if factor.sampled else "each value"
        rows.append(
            (
                Cell(sweeps.short(factor), sweeps.title(factor)),
                Cell(factor.role),
                Cell(shown, prior),
                Cell(how),
                Cell(grade),
            )
        )
        records.append(
            {
                "factor": factor.id,
                "title": factor.title,
                "unit": factor.unit,
                "role": factor.role,
                "values": shown,
                "prior": prior,
                "chosen": how,
                "grade": grade,
            }
        )
    return Table(
        id=f"{sweep.prefix}factors",
        caption="What was varied. The grade is that of the evidence for a parameter",
        heads=heads("factor | role | values, prior | chosen | grade", text=range(5)),
        rows=tuple(rows),
        records=tuple(records),
    )


def _values(values: Sequence[Any]) -> str:
    from twinsim.sweep.answers.levels import shown

    own = list(dict.fromkeys(values))
    if all(not isinstance(v, str | bool) for v in own) and len(own) > 8:
        return f"{shown(min(own))} to {shown(max(own))}, {len(own):,} values"
    told = ", ".join(inert(shown(v), 40) for v in own[:12])
    return told + (f" and {len(own) - 12:,} more" if len(own) > 12 else "")


def overall(sweep: Sweep) -> Table:
    """Each headline over all points, with the best and the worst combination of levers."""
    rows = []
    for line in sweep.short.lines:
        if line.contrast != sweep.contrast:
            continue
        high, low = line.best, line.worst
        rows.append(
            (
                Cell(line.indicator, line.unit),
                Cell(sweeps.interval(line.mean, line.indicator)),
                Cell(sweeps.of_worlds(line.mean, line.indicator)),
                Cell(
                    sweeps.interval(high.mean, line.indicator) if high else "–",
                    sweeps.option(high) + f"; best on average {sweeps.chance(high.p_first)}"
                    if high
                    else "",
                ),
                Cell(
                    sweeps.interval(low.mean, line.indicator) if low else "–",
                    sweeps.option(low) if low else "",
                ),
                Cell(wording.evidence_of(line.indicator).short),
            )
        )
    note = "The highest of many means is higher than its expectation, by luck."
    return Table(
        id=f"{sweep.prefix}overall",
        caption=f"{wording.heading(sweep.contrast)}, over {sweeps.points_of(sweep.short)}",
        heads=heads(
            "indicator | difference, 95 % of the mean | single worlds: 5 [50] 95 % | "
            "highest combination | lowest combination | evidence"
        ),
        rows=tuple(rows),
        note=note if sweep.short.lines[0].best else "",
    )


def by_level(sweep: Sweep, factor: Varied, contrast: str) -> Table:
    """What each level of a factor changes in each headline, and how likely it is to be best."""
    told = sweep.of_contrast(factor.id, contrast)
    rows = []
    for k, first in enumerate(told[0].rows):
        lost = f"{first.failed:,} failed" if first.failed else ""
        cells = [Cell(sweeps.label(first.level)), Cell(f"{first.worlds:,}", lost)]
        for one in told:
            row = one.rows[k]
            small = f"best {sweeps.chance(row.p_first)}"
            cells.append(Cell(sweeps.interval(row, one.indicator), small))
        rows.append(tuple(cells))
    titles = [f"{one.indicator} ({indicators()[one.indicator].unit})" for one in told]
    return Table(
        id=f"{sweep.prefix}by-{safe(factor.id)}-{safe(contrast)}",
        caption=f"{wording.spaced(contrast)} by {sweeps.short(factor)}: {sweeps.title(factor)}",
        heads=heads([sweeps.short(factor), "worlds", *titles]),
        rows=tuple(rows),
        note=sweeps.compared(told[0]),
    )


def variance(sweep: Sweep) -> Table | None:
    """The variance split of each headline; None where none could be made."""
    told = [a for a in sweep.split if a.contrast == sweep.contrast]
    parts = {
        (p.kind, p.factor): p for a in told if a.split for p in a.split.parts if p.kind != "single"
    }
    if not parts:
        return None
    rows = []
    for key, part in parts.items():
        cells = [Cell(sweeps.part_name(part))]
        for one in told:
            own = {(p.kind, p.factor): p for p in one.split.parts} if one.split else {}
            found = own.get(key)
            small = "" if found is None or found.resolved else "not resolved"
            cells.append(Cell(sweeps.share(found) if found else "–", small))
        rows.append(tuple(cells))
    return Table(
        id=f"{sweep.prefix}variance",
        caption=f"Where the variance of single differences comes from, "
        f"{wording.spaced(sweep.contrast)}",
        heads=heads(["part", *(one.indicator for one in told)]),
        rows=tuple(rows),
        note=sweeps.SHARES,
    )


def failures(sweep: Sweep) -> Table | None:
    """Points that hold failed runs, with their reasons; None where nothing failed."""
    points = [p for p in range(sweep.gathered.points) if sweep.gathered.failed[p]]
    if not points:
        return None
    ids = [f.id for f in sweep.gathered.about.levers]
    rows = [
        (
            Cell(f"{p:,}"),
            Cell(", ".join(f"{id} {_values([sweep.gathered.values[id][p]])}" for id in ids)),
            Cell(number(float(sweep.gathered.failed[p]), 0)),
            Cell(inert(sweep.gathered.reasons[p], 200)),
        )
        for p in points[:_MOST_FAILED]
    ]
    more = len(points) - len(rows)
    return Table(
        id=f"{sweep.prefix}failed",
        caption="Design points with failed runs; their worlds are left out in all arms",
        heads=heads("point | levers | worlds | first reason", text=(0, 1, 3)),
        rows=tuple(rows),
        note=f"And {more:,} more points." if more else "",
    )


def files(sweep: Sweep) -> dict[str, Records]:
    """The tables that become files, by name."""
    return {
        **dict(of_answers(sweep)),
        "parameters": basis.parameter_records(sweep.case),
        "arrows": basis.arrows(sweep.case).records,
    }


def of_answers(sweep: Sweep) -> Iterator[tuple[str, Records]]:
    """Those of them that tell of the sweep alone."""
    yield "factors", factors(sweep).records
    for factor, told in sweep.answers.items():
        yield f"by_{safe(factor)}", [asdict(row) for answer in told for row in answer.rows]
    told = sweep.split
    yield (
        "variance",
        [
            {"indicator": a.indicator, "contrast": a.contrast, **asdict(p)}
            for a in told
            if a.split
            for p in a.split.parts
        ],
    )
