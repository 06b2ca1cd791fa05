"""What each contrast changes in each headline, with its three kinds of interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.naming import reference_of
from twinsim.report.figures.paper import Paper
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.strips import Columns, Strip, key
from twinsim.report.style import contrast_marks, look
from twinsim.sweep.effects import TOTAL, Effect
from twinsim.sweep.results import Results
from twinsim.text import listed, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "What each contrast changes, headline by headline"


def headline_effects(results: Results) -> Figure:
    """A block per headline on a scale of its own, in it a row per contrast."""
    rows, manifest = _rows(results), results.manifest
    marks = contrast_marks(manifest.contrasts, manifest.arms, reference_of(results))
    strips = {
        id: [Strip.of(row, marks[row.contrast]) for row in group] for id, group in rows.items()
    }
    flat = [strip for group in strips.values() for strip in group]
    units = {id: indicators()[id].unit for id in rows}
    with look():
        paper = Paper()
        paper.open(
            results,
            TITLE,
            "Paired differences between arms in the same world, all cities together, at the end "
            "or summed up to it. Right of 0: more than in the arm after the minus sign, and more "
            "is better.",
        )
        key(paper, results.worlds.count, parameters=_sampled(rows), marks=[s.mark for s in flat])
        if not _sampled(rows):
            paper.say("No interval over uncertain parameters: they stand at central values.")
            paper.at += 0.08
        columns = Columns([s.name for s in flat], [s.said for s in flat], list(units.values()))
        for id, group in strips.items():
            basis = wording.evidence_of(id).short
            paper.head(id, f"{indicators()[id].meaning}. Evidence {basis}")
            scale = Scale.over([end for strip in group for end in strip.ends], columns.width)
            columns.draw(paper, group, scale, units[id])
            paper.at += 0.1
        return paper.close(results, f"Evidence {wording.evidence_note(next(iter(rows)))}.")


def _rows(results: Results) -> dict[str, list[Effect]]:
    """Effects on the headlines, by indicator, contrasts in the scenario's order."""
    heads = [id for id, indicator in indicators().items() if indicator.headline]
    rows = [row for row in results.contrasts() if row.scope == TOTAL]
    return {id: [row for row in rows if row.indicator == id] for id in heads}


def _sampled(rows: dict[str, list[Effect]]) -> bool:
    return any(math.isfinite(row.param_lo95) for group in rows.values() for row in group)


def _caption(results: Results) -> str:
    told = []
    rows = _rows(results)
    for contrast in results.manifest.contrasts:
        of_it = [row for group in rows.values() for row in group if row.contrast == contrast]
        told.append(f"{wording.heading(contrast)}. " + " ".join(wording.headline_sentences(of_it)))
    return " ".join(
        [
            f"Paired differences in {listed(list(rows))}, each in its own unit, as means over "
            f"{number(results.worlds.count, 0)} worlds with the 95 % interval of the mean and the "
            "middle 90 % of single worlds; above 0 is more than in the arm after the minus sign.",
            *told,
            f"Evidence {wording.evidence_note(next(iter(rows)))}.",
        ]
    )


def _applies(results: Results) -> bool:
    return bool(results.manifest.contrasts)


DRAWINGS = (Drawing("effects", TITLE, headline_effects, _caption, _applies),)
