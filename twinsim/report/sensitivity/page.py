"""What the figures of a sensitivity analysis share: head and foot of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim._version import __version__
from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.paper import TITLE, Paper
from twinsim.report.style import SOFT
from twinsim.sensitivity.analysis import Analysis
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GREY = "#0072b2", "#e69f00", "#009e73", "#8a8a8a"


def opened(analysis: Analysis, title: str, *lines: str) -> Paper:
    """A page with its title, what is analysed and how it is read."""
    paper = Paper()
    paper.say(title, size=TITLE, weight="bold", most=3)
    asked = analysis.asked
    name = inert(asked.experiment.title or asked.experiment.name, 60)
    paper.say(f"{name}: {len(analysis.inputs)} inputs, {asked.replicates} worlds", color=SOFT)
    paper.at += 0.04
    for line in lines:
        paper.say(line)
    paper.at += 0.08
    return paper


def closed(analysis: Analysis, paper: Paper) -> Figure:
    """The small print: what it is conditional on, and the caveat."""
    paper.at += 0.06
    asked = analysis.asked
    paper.say(
        f"Conditional on the declared priors and ranges, taken as independent, and on "
        f"{len(analysis.fixed)} parameters and levers held fixed. Intervals are of the bootstrap, "
        f"over rows and worlds. Seed {asked.seed}, twinsim {__version__}. {wording.CAVEAT}.",
        color=SOFT,
    )
    return paper.finish()


def about(name: str) -> tuple[str, str]:
    """An output's indicator, and what it is with its unit."""
    indicator, *rest = name.split(":")
    row = indicators()[indicator]
    more = f", {inert(rest[1], 40)}" if len(rest) > 1 else ""
    return indicator + more, f"{row.meaning} ({row.unit})"
