"""What `effects` says of a sweep: in short over its points, or by the levels of a factor."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from twinsim.cli.tables import fitting, printed
from twinsim.report import sweeps, wording
from twinsim.text import inert

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from twinsim.pairing.impact.courses import Courses
    from twinsim.sweep import Results
    from twinsim.sweep.answers import Answer, Overall


def show_overall(results: Results, found: Overall) -> None:
    """Print a sweep in short on stdout."""
    print(printed(lambda console: _overall(console, results, found)))


def show_answers(results: Results, answers: Sequence[Answer], figures: Sequence[Path]) -> None:
    """Print the answers about a factor on stdout."""
    print(printed(lambda console: _answers(console, results, answers, figures)))


def overall_document(results: Results, found: Overall) -> dict[str, Any]:
    """A sweep in short for machines."""
    from twinsim.cli.summary import evidence

    told = asdict(found)
    return {
        **_head(results),
        **{key: told[key] for key in ("points", "options", "draws", "worlds", "failed", "reason")},
        "evidence": evidence(line.indicator for line in found.lines),
        "overall": told["lines"],
    }


def together(results: Results, answers: Sequence[Answer]) -> dict[str, Courses]:
    """Of a sweep of partners by courses, whether one is worth more with the other, by indicator;
    empty for any other sweep."""
    from twinsim.pairing.impact.courses import CONTRAST, crossed, partner_by_upskilling

    ids = dict.fromkeys(one.indicator for one in answers if one.contrast == CONTRAST)
    if not ids or not crossed(results):
        return {}
    return {id: partner_by_upskilling(results, id) for id in ids}


def answers_document(results: Results, answers: Sequence[Answer]) -> dict[str, Any]:
    """The answers about a factor for machines."""
    from twinsim.cli.summary import evidence
    from twinsim.pairing.impact.document import courses_document

    return {
        **_head(results),
        "factor": answers[0].factor.id,
        "evidence": evidence(dict.fromkeys(answer.indicator for answer in answers)),
        "answers": [
            {
                "indicator": one.indicator,
                "contrast": one.contrast,
                "states": one.states,
                "draws": one.draws,
                "common_worlds": one.common,
                "binned": one.binned,
                "levels": [asdict(row) for row in one.rows],
                "variance": None
                if one.split is None
                else {
                    "total": one.split.total,
                    "parts": [{**asdict(p), "resolved": p.resolved} for p in one.split.parts],
                },
            }
            for one in answers
        ],
        "together": {id: courses_document(one) for id, one in together(results, answers).items()},
    }


def _head(results: Results) -> dict[str, Any]:
    manifest = results.manifest
    points = results.points()
    return {
        "schema": 1,
        "results": str(results.folder),
        "version": manifest.version,
        "seed": manifest.identity.seed,
        "design_points": len(points),
        "failed_worlds": int(points["failed"].sum()),
        "arms": manifest.arms,
        "contrasts": manifest.contrasts,
        "parameters": manifest.identity.parameters,
        "content": manifest.content,
    }


def _open(console: Console, results: Results) -> None:
    from rich.text import Text

    from twinsim.sweep.answers.factors import about

    told = about(results)
    console.print(Text(sweeps.opening(results), style="bold"))
    if told.question:
        console.print(Text(inert(told.question)))
    console.print(Text(f"{sweeps.varied(told)} {wording.made_by(results)}."))


def _overall(console: Console, results: Results, found: Overall) -> None:
    from rich.text import Text

    _open(console, results)
    console.print(Text(f"{sweeps.doubt(found.draws, found.about)}."))
    if said := sweeps.failures(found.failed, found.failed_points, found.reason):
        console.print(Text(said))
    console.print()
    contrast = found.lines[0].contrast
    console.print(Text(wording.heading(contrast), style="bold"))
    console.print(Text(f"Over {sweeps.points_of(found)}"))
    console.print(fitting(console, (_overall_table(found, gap) for gap in (3, 2, 1))))
    console.print()
    ranked = [line for line in found.lines if line.best and line.worst]
    for line in ranked:
        assert line.best is not None
        assert line.worst is not None
        high, low = (sweeps.interval(one.mean, line.indicator) for one in (line.best, line.worst))
        sure = sweeps.likely(line.best.p_first)
        console.print(
            Text(
                f"{line.indicator}: highest at {sweeps.option(line.best)}: {high} (best on average "
                f"with a probability {sure}); lowest at {sweeps.option(line.worst)}: {low}"
            )
        )
    if ranked:
        console.print(Text("The highest of many means is higher than its expectation, by luck."))
    else:
        console.print(Text("No option was run in states of its own, so none is ranked here."))
    console.print()
    folder = inert(shlex.quote(str(results.folder)))
    console.print(Text(f"What a factor changes: {sweeps.pointer(found.about, folder)}"))
    console.print(Text(f"{wording.CAVEAT}."))


def _overall_table(found: Overall, gap: int) -> Table:
    table = _table(gap, ("indicator", "unit"), (sweeps.OF_MEAN, wording.OF_WORLDS))
    for line in found.lines:
        table.add_row(
            line.indicator,
            line.unit,
            sweeps.interval(line.mean, line.indicator),
            sweeps.of_worlds(line.mean, line.indicator),
        )
    return table


def _answers(
    console: Console, results: Results, answers: Sequence[Answer], figures: Sequence[Path]
) -> None:
    from rich.text import Text

    from twinsim.cli.tables import headlines_table
    from twinsim.sweep.answers.factors import about

    first = answers[0]
    _open(console, results)
    console.print(Text(f"{sweeps.doubt(first.draws, about(results))}."))
    console.print(Text(f"{sweeps.short(first.factor)}: {sweeps.title(first.factor)}"))
    for answer in answers:
        console.print()
        console.print(Text(sweeps.heading(answer), style="bold"))
        console.print(Text(sweeps.verdict(answer)))
        console.print(fitting(console, (_levels_table(answer, gap) for gap in (3, 2, 1))))
        rows = answer.rows
        failed = [row for row in rows if row.failed]
        if failed:
            lost = sum(row.failed for row in rows)
            told = f"{lost:,} world{'s' * (lost != 1)} left out for a failed run; the first, at "
            console.print(
                Text(f"{told}{sweeps.label(failed[0].level)}: {inert(failed[0].reason, 200)}")
            )
        console.print(Text(sweeps.split_sentence(answer.split)))
    for one in together(results, answers).values():
        console.print()
        console.print(Text(f"Partner and course together: {one.sentences}"))
    console.print()
    console.print(Text(sweeps.compared(first)))
    console.print(Text(sweeps.HOW))
    console.print(Text(sweeps.SHARES))
    console.print()
    ids = list(dict.fromkeys(answer.indicator for answer in answers))
    console.print(headlines_table(ids))
    console.print(Text(f"evidence {wording.evidence_note(ids[0])}."))
    console.print(Text(f"{wording.CAVEAT}."))
    if figures:
        console.print(Text(f"Figures are in {inert(str(figures[0].parent))}"))


def _levels_table(answer: Answer, gap: int) -> Table:
    """A row per level. `regret` is over states where there are some."""
    heads = ("worlds", "failed", sweeps.OF_MEAN, wording.OF_WORLDS)
    judged = (
        (sweeps.FIRST, sweeps.BEST, sweeps.REGRET) if answer.states else (sweeps.FIRST, "regret")
    )
    table = _table(gap, (sweeps.short(answer.factor, 24),), (*heads, *judged))
    for row in answer.rows:
        cells = [
            sweeps.label(row.level, 24),
            f"{row.worlds:,}",
            f"{row.failed:,}",
            sweeps.interval(row, row.indicator),
            sweeps.of_worlds(row, row.indicator),
            sweeps.chance(row.p_first),
        ]
        cells += [sweeps.chance(row.p_best)] * bool(answer.states)
        table.add_row(*cells, sweeps.regret(row))
    return table


def _table(gap: int, left: Sequence[str], right: Sequence[str]) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="dim")
    for head in left:
        table.add_column(head, no_wrap=True)
    for head in right:
        broken = head.replace(" of ", "\nof ").replace("best ", "best\n").replace(" [", "\n[", 1)
        broken = head.replace(" of ", "\nof ") if head == wording.OF_WORLDS else broken
        table.add_column(broken, justify="right", no_wrap=True)
    return table
