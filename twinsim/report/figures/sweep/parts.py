"""What the figures of a sweep share: how they begin and end, and marks of levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from twinsim.registry import indicators
from twinsim.report import sweeps, wording
from twinsim.report.figures.paper import TITLE, Paper
from twinsim.report.style import SOFT, Mark, contrast_marks
from twinsim.sweep.answers.factors import about
from twinsim.sweep.results import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.sweep.answers import Answer

Made = tuple[
    str, Callable[[Results], "Figure"], Callable[[Results], str], Callable[[Results], bool]
]


_LINES = 14  # a caveat that is cut off is none: more than any of these texts takes


def begin(results: Results, title: str, *lines: str) -> Paper:
    """A page with its title, what was run, and how the figure is read."""
    paper = Paper()
    paper.say(title, size=TITLE, weight="bold", most=3)
    paper.say(sweeps.opening(results), color=SOFT, most=2)
    paper.at += 0.04
    for line in lines:
        paper.say(line, most=_LINES)
    paper.at += 0.08
    return paper


def end(paper: Paper, results: Results, *lines: str) -> Figure:
    """The small print under all, and the figure."""
    counts = results.manifest.replicates()
    worlds = f"{sum(counts):,} paired worlds at {len(counts):,} design points"
    paper.at += 0.06
    for line in (*lines, f"{worlds}. {wording.made_by(results)}. {wording.CAVEAT}."):
        paper.say(line, color=SOFT, most=_LINES)
    return paper.finish()


def covers(results: Results, answer: Answer) -> str:
    """What the intervals cover, as a sentence."""
    return f"{sweeps.doubt(answer.draws, about(results))}."


def mark_of(results: Results, answer: Answer) -> Mark:
    """The mark of an answer's contrast."""
    manifest = results.manifest
    reference = str(manifest.identity.resolved.get("reference", "baseline"))
    return contrast_marks(manifest.contrasts, manifest.arms, reference)[answer.contrast]


def about_indicator(answer: Answer) -> str:
    """What stands beside an indicator's name."""
    return indicators()[answer.indicator].meaning


def evidence(answers: Sequence[Answer]) -> str:
    """How the evidence of the indicators is graded, with the first as the example."""
    told = [
        f"{answer.indicator} {wording.evidence_of(answer.indicator).short}" for answer in answers
    ]
    return f"Evidence: {', '.join(told)} ({wording.evidence_note(answers[0].indicator)})."


def always(results: Results) -> bool:
    """A drawing that was made for these results applies to them."""
    return True
