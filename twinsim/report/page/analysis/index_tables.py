"""The tables of a sensitivity analysis: shares of variance, luck, screening, distances, inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twinsim.report import wording
from twinsim.report.page.analysis.image import Image
from twinsim.report.page.analysis.indices import DUMMY, Indices, Row
from twinsim.report.page.section import Folded
from twinsim.report.page.table import Cell, Table, heads
from twinsim.report.sensitivity.findings import per_cent, spaced
from twinsim.sensitivity.worlds import Interval
from twinsim.text import inert, number, span

MOST_ROWS = 24
_COLUMNS = 4


def amounts(found: Indices, outputs: Sequence[str]) -> dict[str, list[str]]:
    """The outputs that are amounts, by contrast."""
    placed: dict[str, list[str]] = {}
    for output in outputs:
        words = output.split(":")
        if len(words) == 2 and "-" in words[1] and "=" not in words[1]:
            placed.setdefault(words[1], []).append(output)
    return placed


def shares(found: Indices) -> Iterator[Table]:
    outputs = list(dict.fromkeys(row.output for row in found.sobol))
    for contrast, own in amounts(found, outputs).items():
        told = [output for output in own if found.shared(output)]
        if not told:
            continue
        yield _by_output(
            found,
            found.sobol,
            told[:_COLUMNS],
            id=f"sobol-{contrast}",
            caption=f"Total shares of the variance of expectations, {wording.spaced(contrast)}: "
            "the share in which an input has a part, luck averaged out",
            note="Below each: the share of the input alone (first index). Intervals are 95 %, "
            "bootstrap over rows and worlds. Not resolved: not above what an input without effect "
            "shows at this size, which stands in the last row. Of an output that is missing here "
            "no share is told: luck hides what the inputs do at this size.",
        )


def luck(found: Indices) -> Iterator[Table]:
    rows, every = [], [row.output for row in found.shares]
    for output in [name for own in amounts(found, every).values() for name in own]:
        row = next(one for one in found.shares if one.output == output)
        told = found.shared(output)
        rows.append(
            (
                Cell(spaced(output)),
                Cell(per_cent(row.inputs)),
                Cell(per_cent(row.luck)),
                Cell(per_cent(row.sum) if told else "not resolved"),
                Cell(per_cent(rest(row.sum)) if told else "not resolved"),
            )
        )
    if rows:
        yield Table(
            id="sensitivity-luck",
            caption="How the variance of single worlds splits between inputs and luck, and how "
            "much of the inputs' own is of inputs that act together",
            heads=heads("output | of the inputs | with luck | first indices, sum | interaction"),
            rows=tuple(rows),
            note="Interaction is 1 less the sum of first indices; where that sum is not resolved, "
            "neither is it. Intervals are 95 %.",
        )


def rest(share: Interval) -> Interval:
    """What is left of a share."""
    return Interval(1.0 - share.value, 1.0 - share.hi95, 1.0 - share.lo95)


def distances(found: Indices) -> tuple[Folded, ...]:
    outputs = list(dict.fromkeys(row.output for row in found.pawn))
    tables = tuple(
        _by_output(
            found,
            found.pawn,
            own[:_COLUMNS],
            id=f"pawn-{contrast}",
            caption=f"PAWN, {wording.spaced(contrast)}: how far the whole distribution moves with "
            "an input, median distance up to 1, less what noise adds",
            note="Not resolved: not above the same input with its values shuffled. Below 0: less "
            "than noise alone is expected to show. Intervals are 95 %.",
            shares=False,
        )
        for contrast, own in amounts(found, outputs).items()
    )
    return (("Distances", tables, ()),) if tables else ()


def screening(found: Indices, pictures: dict[str, list[Image]]) -> tuple[Folded, ...]:
    folded: list[Folded] = []
    for stage, name in (("groups", "by groups"), ("inputs", "by inputs")):
        rows = [row for row, own in zip(found.morris, found.stages, strict=True) if own == stage]
        outputs = list(dict.fromkeys(row.output for row in rows))
        tables = tuple(
            _by_output(
                found,
                rows,
                own[:_COLUMNS],
                id=f"morris-{stage}-{contrast}",
                caption=f"Screening {name}, {wording.spaced(contrast)}: mean size of the change "
                "(mu*), each in the unit of its column",
                note="Screening ranks, it shares out nothing. Intervals are 95 %.",
                shares=False,
            )
            for contrast, own in amounts(found, outputs).items()
        )
        drawn = tuple(pictures.get(f"morris-{stage}", ()))
        if tables or drawn:
            folded.append((f"Screening {name}: tables and figures", tables, drawn))
    return tuple(folded)


def _by_output(
    found: Indices,
    rows: Sequence[Row],
    outputs: list[str],
    *,
    id: str,
    caption: str,
    note: str,
    shares: bool = True,
) -> Table:
    """Groups down, outputs across."""
    held = {(row.output, row.group): row for row in rows}
    best: dict[str, float] = {}
    for output in outputs:
        for place, row in enumerate(found.ranked(output, rows)):
            rank = place - (1000 if row.resolved else 0)
            best[row.group] = min(best.get(row.group, 10**6), rank)
    order = sorted(best, key=lambda group: (best[group], group))
    groups = order[:MOST_ROWS]
    groups += [DUMMY] * any((output, DUMMY) in held for output in outputs)
    lines = []
    for group in groups:
        cells = [Cell("no effect (dummy)" if group == DUMMY else inert(group, 60))]
        cells += [_cell(held.get((output, group)), shares) for output in outputs]
        lines.append(tuple(cells))
    more = len(order) - MOST_ROWS
    return Table(
        id=id,
        caption=caption,
        heads=heads(["input", *(output.split(":")[0] for output in outputs)]),
        rows=tuple(lines),
        note=note + (f" And {more:,} more in the tables as files." if more > 0 else ""),
    )


def _cell(row: Row | None, shares: bool) -> Cell:
    if row is None:
        return Cell("–")
    if shares:
        told = per_cent(row.value)
        small = f"alone {per_cent(row.first)}" if row.first.value == row.first.value else ""
    else:
        told = f"{_short(row.value.value)} ({span(row.value.lo95, row.value.hi95, 3)})"
        small = ""
    if row.resolved or row.group == DUMMY:
        return Cell(told, small)
    return Cell("not resolved", told)


def _short(value: float) -> str:
    return number(value, 3)


def inputs(found: Indices) -> Table:
    """Every input: range and distribution, source, grade, how it was grouped."""
    rows = tuple(
        (
            Cell(one.id, one.meaning),
            Cell(one.law, one.unit),
            Cell(one.source or "–"),
            Cell(one.grade or "–"),
            Cell(one.kind, one.group if one.group != one.id else ""),
        )
        for one in found.inputs
    )
    return Table(
        id="checklist-inputs",
        caption="Every input: how it was spread, on what that rests, and the group it was "
        "screened in. All are drawn independently",
        heads=heads("input | range, distribution | source | grade | kind, group", text=range(5)),
        rows=rows,
    )


def fixed(found: Indices) -> Table:
    """What was held fixed, and why."""
    return Table(
        id="checklist-fixed",
        caption="What was held fixed, and why",
        heads=heads("parameter or lever | value | reason", text=(0, 2)),
        rows=tuple((Cell(id), Cell(value), Cell(why)) for id, value, why in found.fixed),
    )
