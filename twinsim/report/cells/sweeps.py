"""A sweep in a notebook: its points in short, and a table for each answer about a factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from twinsim.registry import indicators
from twinsim.report import sweeps, wording
from twinsim.report.cells.markup import Cell, paragraph, table, title
from twinsim.sweep.answers import LevelRow, overall
from twinsim.sweep.answers.table import COLUMNS
from twinsim.text import inert

if TYPE_CHECKING:
    from pandas import DataFrame

    from twinsim.sweep.results import Results


def sweep_html(results: Results) -> Markup:
    """A sweep in short: what was varied, and each headline's mean over all points."""
    found = overall(results)
    contrast = found.lines[0].contrast
    heads = ["indicator", "unit", sweeps.OF_MEAN, wording.OF_WORLDS, "highest at", "lowest at"]
    rows = [
        [
            line.indicator,
            line.unit,
            sweeps.interval(line.mean, line.indicator),
            sweeps.of_worlds(line.mean, line.indicator),
            sweeps.option(line.best) if line.best else "–",
            sweeps.option(line.worst) if line.worst else "–",
        ]
        for line in found.lines
    ]
    notes: list[Cell] = [
        f"Over {sweeps.points_of(found)}. {sweeps.doubt(found.draws, found.about)}.",
        sweeps.failures(found.failed, found.failed_points, found.reason),
        f"{wording.made_by(results)}. What a factor changes: results.by("
        f"{sweeps.short(found.about.factors[0])!r}).",
        wording.CAVEAT + ".",
    ]
    head = [
        title(sweeps.opening(results)),
        paragraph(inert(found.about.question)),
        paragraph(sweeps.varied(found.about)),
        table(heads, rows, caption=wording.heading(contrast), left={0, 1, 4, 5}),
    ]
    return Markup("").join([*head, *map(paragraph, notes)])


def levels_html(frame: DataFrame) -> Markup | None:
    """The rows of a frame of answers, a table for each indicator and contrast; None where it is no
    longer one."""
    rows = _rows(frame)
    if rows is None:
        return None
    groups: dict[tuple[str, str], list[LevelRow]] = {}
    for row in rows:
        groups.setdefault((row.indicator, row.contrast), []).append(row)
    splits = frame.attrs.get("splits", {})
    parts = []
    for pair, group in groups.items():
        parts += [_table(group), paragraph(splits.get(" ".join(pair), ""))]
    lost = [row for row in rows if row.failed]
    failed = (
        f"Left out for a failed run, at {sweeps.label(lost[0].level)} first: "
        f"{inert(lost[0].reason, 200)}."
        if lost
        else ""
    )
    notes = [
        *frame.attrs.get("notes", ()),
        failed,
        sweeps.HOW_BEST,
        sweeps.HOW_REGRET,
        wording.CAVEAT + ".",
    ]
    return Markup("").join([*parts, *map(paragraph, notes)])


def _rows(frame: DataFrame) -> list[LevelRow] | None:
    if not len(frame) or not set(COLUMNS) <= {str(name) for name in frame.columns}:
        return None
    if not frame.columns.is_unique or not frame["indicator"].isin(list(indicators())).all():
        return None
    chosen = frame[list(COLUMNS)]
    return [LevelRow(*row) for row in chosen.itertuples(index=False, name=None)]


def _table(rows: Sequence[LevelRow]) -> Markup:
    first = rows[0]
    known = indicators()[first.indicator]
    heads = [
        sweeps.short(first.factor),
        "worlds",
        "failed",
        sweeps.OF_MEAN,
        wording.OF_WORLDS,
        sweeps.FIRST,
        sweeps.BEST,
        sweeps.REGRET,
        "evidence",
    ]
    cells = [
        [
            sweeps.label(row.level),
            f"{row.worlds:,}",
            f"{row.failed:,}",
            sweeps.interval(row, row.indicator),
            sweeps.of_worlds(row, row.indicator),
            sweeps.chance(row.p_first),
            sweeps.chance(row.p_best),
            sweeps.regret(row),
            wording.evidence_of(row.indicator).short,
        ]
        for row in rows
    ]
    unit = f" ({known.unit})" if known.unit != first.indicator else ""
    caption = f"{first.indicator}{unit}, {wording.spaced(inert(first.contrast))}"
    return table(heads, cells, caption=caption)
