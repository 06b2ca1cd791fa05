"""The report of a sweep: what was varied, what each factor changes, where the variance is from.

A sweep is many scenarios, so nothing here describes one of its points as if it were the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from twinsim._version import __version__
from twinsim.registry import indicators, parameters
from twinsim.report import sweeps, wording
from twinsim.report.page import basis
from twinsim.report.page.case import Case
from twinsim.report.page.files import Records
from twinsim.report.page.pictures import Picture
from twinsim.report.page.svg import inline
from twinsim.report.page.table import Cell, Table, heads
from twinsim.sweep.answers import Answer, Gathered, Overall, gather
from twinsim.sweep.answers.answer import answers
from twinsim.sweep.answers.factors import Varied
from twinsim.sweep.answers.gather import headlines
from twinsim.sweep.answers.overall import in_short
from twinsim.text import inert, number

MOST_LEVERS = 16  # shown by level, with figures; of all others the files and `effects --by` tell
_GRIDS = 1
_MOST_FAILED = 20


@dataclass(frozen=True)
class Sweep:
    """A sweep's answers, each made once for the page and its files."""

    case: Case
    gathered: Gathered

    @staticmethod
    def of(case: Case) -> Sweep:
        """The sweep of a results folder. Raises :class:`ResultsError` where all of it failed."""
        results = case.results
        return Sweep(case, gather(results, headlines(), results.manifest.contrasts))

    @property
    def title(self) -> str:
        """The experiment's title, inert and short enough for a heading."""
        return inert(self.gathered.about.title, 120)

    @property
    def question(self) -> str:
        """The question that it asks, inert."""
        return inert(self.gathered.about.question, 400)

    @property
    def contrast(self) -> str:
        """The contrast that the page tells of first."""
        return self.case.results.manifest.contrasts[0]

    @cached_property
    def short(self) -> Overall:
        """The sweep in short."""
        return in_short(self.gathered, self.case.results)

    @cached_property
    def asked(self) -> list[Varied]:
        """Factors that are shown by level: levers, or without one the sampled parameters."""
        told = self.gathered.about
        return list((told.levers or told.uncertain)[:MOST_LEVERS])

    @cached_property
    def answers(self) -> dict[str, list[Answer]]:
        """Answers by factor, of every headline and contrast."""
        return {factor.id: answers(self.gathered, factor.id) for factor in self.asked}

    def of_contrast(self, factor: str, contrast: str) -> list[Answer]:
        """A factor's answers of a contrast."""
        return [answer for answer in self.answers[factor] if answer.contrast == contrast]


def lead(sweep: Sweep) -> list[str]:
    """What was run, and what its intervals hold."""
    short = sweep.short
    said = [
        f"{sweeps.opening(sweep.case.results)}. {sweeps.varied(short.about)}",
        f"{sweeps.doubt(short.draws, short.about)}.",
    ]
    return [*said, *(line for line in [failed(sweep)] if line)]


def failed(sweep: Sweep) -> str:
    """What was left out; empty for nothing."""
    short = sweep.short
    said = sweeps.failures(short.failed, short.failed_points, short.reason)
    return f"{said}." if said else ""


def verdicts(sweep: Sweep) -> Iterator[tuple[str, list[str]]]:
    """For each factor shown, a sentence for each headline."""
    for factor in sweep.asked:
        told = sweep.of_contrast(factor.id, sweep.contrast)
        yield sweeps.short(factor), [f"{one.indicator}: {sweeps.verdict(one)}" for one in told]


def factors(sweep: Sweep) -> Table:
    """Every factor: what it is, its values or its prior, and how they were chosen."""
    rows, records = [], []
    for factor in sweep.gathered.about.factors:
        known = parameters().get(factor.id) if factor.role == "uncertainty" else None
        values = sweep.gathered.values[factor.id]
        shown = _values(values)
        prior = str(known.prior or "") if known else ""
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
        id="factors",
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
        id="overall",
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
        id=f"by-{_safe(factor.id)}-{_safe(contrast)}",
        caption=f"{wording.spaced(contrast)} by {sweeps.short(factor)}: {sweeps.title(factor)}",
        heads=heads([sweeps.short(factor), "worlds", *titles]),
        rows=tuple(rows),
        note=sweeps.compared(told[0]),
    )


def variance(sweep: Sweep) -> Table | None:
    """The variance split of each headline; None where none could be made."""
    told = [a for a in next(iter(sweep.answers.values())) if a.contrast == sweep.contrast]
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
        id="variance",
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
        id="failed",
        caption="Design points with failed runs; their worlds are left out in all arms",
        heads=heads("point | levers | worlds | first reason", text=(0, 1, 3)),
        rows=tuple(rows),
        note=f"And {more:,} more points." if more else "",
    )


def files(sweep: Sweep) -> Iterator[tuple[str, Records]]:
    """The tables that become files, by name."""
    yield "factors", factors(sweep).records
    for factor, told in sweep.answers.items():
        yield f"by_{_safe(factor)}", [asdict(row) for answer in told for row in answer.rows]
    told = next(iter(sweep.answers.values()))
    yield (
        "variance",
        [
            {"indicator": a.indicator, "contrast": a.contrast, **asdict(p)}
            for a in told
            if a.split
            for p in a.split.parts
        ],
    )
    yield "parameters", basis.parameter_records(sweep.case)
    yield "arrows", basis.arrows(sweep.case).records


def pictures(sweep: Sweep, folder: Path | None) -> tuple[dict[str, list[Picture]], list[Path]]:
    """The figures by factor, and under "" that of the variance; with a folder, saved there too."""
    from twinsim.report.figures.sweep import drawings_of, variance_of
    from twinsim.report.style import save

    results, files = sweep.case.results, []
    placed: dict[str, list[Picture]] = {}
    told = {f.id: sweep.of_contrast(f.id, sweep.contrast) for f in sweep.asked}
    made = [(id, d) for id, own in told.items() for d in drawings_of(own, _GRIDS)]
    made += [("", drawing) for drawing in variance_of(next(iter(told.values())))]
    for factor, drawing in made:
        figure, caption = drawing.draw(results), drawing.caption(results)
        id = f"figure-{drawing.id}"
        svg = inline(figure, id, drawing.title, caption)
        placed.setdefault(factor, []).append(Picture(id, drawing.title, caption, svg))
        if folder is not None:
            files += save(figure, folder, drawing.id, drawing.title)
    return placed, files


def facts(sweep: Sweep) -> list[tuple[str, str]]:
    """Where the numbers come from: a word and its value each."""
    manifest = sweep.case.results.manifest
    who = manifest.identity
    counts = manifest.replicates()
    return [
        ("experiment", sweep.title),
        ("seed", str(who.seed)),
        ("design points", f"{len(counts):,}"),
        ("worlds of each arm, all points together", f"{sum(counts):,}"),
        ("worlds left out", f"{sweep.short.failed:,}, for a failed run"),
        ("parameters", inert(who.parameters, 40)),
        ("model made by", f"twinsim {inert(manifest.version, 40)}"),
        ("report made by", f"twinsim {__version__}"),
        ("hash of the model's source (SHA-256)", inert(who.sources, 64)),
        ("hash of the input and the facts of cities (SHA-256)", inert(who.input_sha256, 64)),
        ("hash of all rows (SHA-256)", inert(manifest.content, 64)),
    ]


def command(sweep: Sweep) -> str:
    """The command that goes on with these results, or makes them again."""
    case = sweep.case
    return f"twinsim sweep {case.place}/experiment.toml --seed {case.seed}{case.table_option}"


def context(sweep: Sweep, drawn: Mapping[str, list[Picture]]) -> dict[str, Any]:
    """What the template needs."""
    from twinsim.report.page import sweep as room

    return {
        "case": sweep.case,
        "sweep": sweep,
        "room": room,
        "basis": basis,
        "version": __version__,
        "how": sweeps.HOW,
        "made_by": wording.made_by(sweep.case.results),
        "contrasts": sweep.case.results.manifest.contrasts,
        "definitions": [
            (a.indicator, indicators()[a.indicator], wording.evidence_of(a.indicator))
            for a in sweep.of_contrast(sweep.asked[0].id, sweep.contrast)
        ],
        "pictures": drawn,
        "tables": [name for name, _ in files(sweep)],
    }


def _safe(word: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", word.lower())[:40]
