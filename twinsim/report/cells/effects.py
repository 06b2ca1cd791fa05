"""Effects in a notebook: a table for each contrast, in the words of the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.cells.markup import Cell, paragraph, table
from twinsim.report.cells.strip import HOW, strip
from twinsim.sweep.effects import COLUMNS, TOTAL, Effect
from twinsim.text import number, span

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN = 40  # rows; of more than these only the headlines are shown

_MANY = 10_000  # means from here on are shown without decimals


def effects_html(frame: DataFrame) -> Markup | None:
    """The rows of a frame of effects, or of many the headlines; None where they are none."""
    rows = rows_of(frame)
    if rows is None:
        return None
    shown = rows if len(rows) <= SHOWN else headlines(rows)
    by_contrast = {row.contrast: [r for r in shown if r.contrast == row.contrast] for row in shown}
    parts = [contrast_table(contrast, of) for contrast, of in by_contrast.items()]
    return Markup("").join([*parts, *map(paragraph, _notes(frame, rows, shown))])


def rows_of(frame: DataFrame) -> list[Effect] | None:
    """The frame's rows as effects; None where it is no longer a frame of effects."""
    if not len(frame) or not set(COLUMNS) <= {str(name) for name in frame.columns}:
        return None
    if not frame.columns.is_unique or not frame["indicator"].isin(list(indicators())).all():
        return None
    table = frame[list(COLUMNS)]
    return [Effect(*row) for row in table.itertuples(index=False, name=None)]


def headlines(rows: Sequence[Effect]) -> list[Effect]:
    """The headlines among the rows, for all cities together."""
    return [row for row in rows if row.scope == TOTAL and indicators()[row.indicator].headline]


def contrast_table(contrast: str, rows: Sequence[Effect]) -> Markup:
    """The effects of one contrast; `scope` has a column where there are several."""
    arm, reference = contrast.split("-")
    scopes = {row.scope for row in rows}
    cells: dict[str, list[Cell]] = {
        "indicator": [row.indicator for row in rows],
        "unit": [_unbroken(row.unit) for row in rows],
        "scope": [row.scope for row in rows],
        f"mean, {reference}": [_mean(row, row.reference_mean) for row in rows],
        f"mean, {arm}": [_mean(row, row.arm_mean) for row in rows],
        wording.OF_MEAN: [wording.interval(row) for row in rows],
        "95 % over parameters": [_of_parameters(row) for row in rows],
        wording.OF_WORLDS: [wording.of_worlds(row) for row in rows],
        "resolved": [row.resolved for row in rows],
        "evidence": [wording.evidence_of(row.indicator).short for row in rows],
        "": [strip(row) for row in rows],
    }
    if scopes == {TOTAL}:
        del cells["scope"]
    if all(math.isnan(row.param_lo95) for row in rows):
        del cells["95 % over parameters"]
    heads = list(cells)
    left = {at for at, head in enumerate(heads) if head in ("indicator", "unit", "scope", "")}
    by_row = list(zip(*cells.values(), strict=True))
    return table(heads, by_row, caption=wording.heading(contrast), left=left)


def _notes(frame: DataFrame, rows: list[Effect], shown: list[Effect]) -> list[Cell]:
    if not shown:
        return [f"{len(rows):,} rows and no headline among them: choose some to see them."]
    notes: list[Cell] = []
    if len(shown) < len(rows):
        notes.append(
            f"The headlines of {len(rows):,} rows. Others show when they are chosen: "
            "effects[effects.indicator == 'trust']."
        )
    failed = shown[0].failed
    lost = f", {failed:,} left out where a run failed" if failed else ""
    made = frame.attrs.get("made_by", "")
    notes.append(". ".join(filter(None, [f"{shown[0].n:,} worlds{lost}", made])) + ".")
    return [*notes, *explained(shown), wording.CAVEAT + "."]


def explained(rows: Sequence[Effect]) -> list[Cell]:
    """How evidence and drawings are to be read, with an indicator of the rows as the example."""
    reached = [row.indicator for row in rows if wording.evidence_of(row.indicator).arrows]
    return [*(f"Evidence, {wording.evidence_note(id)}." for id in reached[:1]), HOW]


def _unbroken(unit: str) -> Markup:
    return escape(unit).replace(" ", Markup("&nbsp;"))


def _mean(row: Effect, value: float) -> str:
    digits = indicators()[row.indicator].digits
    large = max(abs(row.reference_mean), abs(row.arm_mean)) >= _MANY
    return number(value, 0 if large else digits)


def _of_parameters(row: Effect) -> str:
    return span(row.param_lo95, row.param_hi95, indicators()[row.indicator].digits)
