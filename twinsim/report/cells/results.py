"""Results in a notebook: what was run, then each contrast in a sentence and a table."""

from __future__ import annotations

from markupsafe import Markup

from twinsim.report import wording
from twinsim.report.cells.effects import contrast_table, explained, headlines
from twinsim.report.cells.markup import paragraph, title
from twinsim.sweep.results import Results


def results_html(results: Results) -> Markup:
    """The headlines of every contrast, with their intervals, seed and caveat."""
    rows = headlines(results.contrasts())
    parts = [
        title(wording.opening(results)),
        paragraph(f"Parameters: {wording.parameters(results)}; {wording.CENTRAL}."),
    ]
    for contrast in results.manifest.contrasts:
        of = [row for row in rows if row.contrast == contrast]
        parts += [contrast_table(contrast, of), paragraph(" ".join(wording.headline_sentences(of)))]
    if wording.paying(results):
        parts.append(
            paragraph(f"Planned cost: {wording.planned(results)}; drawn: {wording.drawn(results)}.")
        )
    failed = results.worlds.failed
    lost = f" Left out: {failed:,} worlds in which a run failed." if failed else ""
    last = [f"{wording.made_by(results)}.{lost}", *explained(rows), wording.CAVEAT + "."]
    return Markup("").join([*parts, *map(paragraph, last)])
