"""What the template of a sweep's own page needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twinsim.registry import indicators
from twinsim.report import sweeps, wording
from twinsim.report.page import basis
from twinsim.report.page.files import Records
from twinsim.report.page.section import Section
from twinsim.report.page.sweep import parts, tables, words
from twinsim.report.page.sweep.parts import Drawn
from twinsim.report.page.sweep.told import Sweep

BASIS = (
    "The value is the one of the scenario that was varied; a parameter that was sampled stands "
    "under “What was varied”."
)
LIMITS = (
    "Intervals hold the doubt about what was sampled, as it is believed, and luck. Most parameters "
    "are assumed; doubt about those that were not sampled, and about the model itself, is in none.",
    "Which option is best depends on what counts: options are ranked by one indicator at a time, "
    "and more is taken as better. They need not cost the same.",
    "Many differences are looked at here: of twenty that are truly zero, about one interval of "
    "95 % would still leave zero out, and the highest of many means is flattered by luck.",
    "The firms modelled are those that might answer a public challenge: 10 to 249 staff, or young, "
    "in 13 sectors. Jobs count these firms and what they take from the rest of their sector.",
)


def context(
    sweep: Sweep, sections: Sequence[Section], drawn: Drawn, files: Mapping[str, Records]
) -> dict[str, Any]:
    """What the template needs; `sections` are those of other analyses."""
    return {
        "title": sweep.title,
        "case": sweep.case,
        "sweep": sweep,
        "words": words,
        "shown": tables,
        "basis": basis,
        "basis_note": BASIS,
        "how": sweeps.HOW,
        "made_by": wording.made_by(sweep.case.results),
        "by_factor": parts.by_factor(sweep, drawn),
        "of_variance": parts.of_variance(sweep, drawn),
        "of_failures": parts.of_failures(sweep),
        "definitions": [
            (a.indicator, indicators()[a.indicator], wording.evidence_of(a.indicator))
            for a in sweep.of_contrast(sweep.asked[0].id, sweep.contrast)
        ],
        "analyses": sections,
        "tables": list(files),
        "limits": LIMITS,
        "contents": list(_contents(sections)),
    }


def _contents(sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    yield "summary", "Sweep"
    yield "factors-section", "What was varied"
    yield "results", "What each factor changes"
    yield "variance-section", "Where the variance comes from"
    yield "failed-section", "What failed"
    for section in sections:
        yield section.id, section.title
    yield "basis", "What the model stands on"
    yield "provenance", "Provenance"
    yield "limits", "Limits of use"
