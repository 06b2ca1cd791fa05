"""A study in a notebook: the run, the programme and its course over doubt, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from twinsim.report.cells.markup import paragraph, table
from twinsim.report.cells.results import results_html
from twinsim.study.doubt import TOLD, doubted

if TYPE_CHECKING:
    from twinsim.study.study import Study


def study_html(study: Study) -> Markup:
    """The headlines at central values, then over draws of the priors; where the page is."""
    told: dict[str, dict[str, str]] = {}
    for one in doubted(study.sweep, TOLD):
        told.setdefault(one.about, {})[one.indicator] = one.words
    rows = [(about, *(words[id] for id in TOLD)) for about, words in told.items()]
    learnt = study.sensitivity.get("learnt")
    return Markup("").join(
        [
            results_html(study.results),
            table(
                ("", *TOLD), rows, caption="Over draws of the priors and luck, ± 95 % of the mean"
            ),
            paragraph(f"{learnt}." if isinstance(learnt, str) and learnt else ""),
            *(paragraph(f"Note: {note}.") for note in study.notes),
            paragraph(f"The report: {study.report}"),
        ]
    )
