"""The headline differences at a glance: a small table with a drawing for each."""

from __future__ import annotations

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.cells.strip import strip
from twinsim.report.discovery.words import shares
from twinsim.report.page.analysis import Analyses
from twinsim.report.page.case import Case
from twinsim.report.page.questions import beliefs
from twinsim.report.page.questions.effect import pairing_contrast
from twinsim.report.page.table import Cell, Table, heads
from twinsim.sweep.effects import Effect
from twinsim.text import span

_WORDS = {"no": "not resolved", "zero": "the same in every world"}


def glance(case: Case, found: Analyses) -> Table | None:
    """Headlines down, the programme's effect and the twin premium across; None without worlds or
    contrasts."""
    contrasts = _contrasts(case)
    if not contrasts or not case.results.worlds.count:
        return None
    sweep = found.sweep if found.own("sweep") else None
    believed = {
        contrast: {
            id: beliefs.as_written(sweep, id, contrast) if sweep else None
            for id, known in indicators().items()
            if known.headline
        }
        for contrast in contrasts
    }
    told = [contrast for contrast, own in believed.items() if any(own.values())]
    lines = []
    for id, known in indicators().items():
        if not known.headline:
            continue
        cells = [Cell(id, known.unit, link=f"#is-{id}")]
        for contrast in contrasts:
            row = next(one for one in case.of_contrast(contrast) if one.indicator == id)
            cells.append(_cell(row))
            if contrast in told:
                cells.append(_share(believed[contrast][id]))
        lines.append(tuple(cells))
    columns = ["headline"]
    for contrast in contrasts:
        columns.append(wording.spaced(contrast))
        if contrast in told:
            columns.append(f"of draws, {wording.spaced(contrast)} above 0")
    over = (
        " Of draws: the share of draws of what is believed about the parameters in which the "
        "expected difference is above 0, with its 95 % interval."
        if told
        else ""
    )
    return Table(
        id="glance",
        caption=f"Headline differences over {case.results.worlds.count:,} paired worlds: mean ± "
        "95 % interval of the mean; below, 5 to 95 % of single worlds",
        heads=heads(columns),
        rows=tuple(lines),
        note="In each drawing, on a scale of its own: thin line, 5 to 95 % of worlds; thick bar, "
        f"interval of the mean; dashed, no difference.{over}",
    )


def _contrasts(case: Case) -> list[str]:
    first = case.against_reference[:1] or list(case.results.manifest.contrasts[:1])
    pairing = pairing_contrast(case)
    return list(dict.fromkeys([*first, *([pairing] if pairing else [])]))


def _cell(row: Effect) -> Cell:
    digits = indicators()[row.indicator].digits
    if row.resolved == "zero":
        return Cell("0", _WORDS["zero"])
    sign = "higher" if row.difference > 0 else "lower"
    state = _WORDS.get(row.resolved, sign)
    ends = span(row.world_p05, row.world_p95, digits)
    return Cell(wording.interval(row), f"{state}; worlds {ends}", drawing=strip(row))


def _share(held: beliefs.Believed | None) -> Cell:
    if held is None:
        return Cell("–")
    return Cell(shares(held.more) if held.more.value == held.more.value else "–")
