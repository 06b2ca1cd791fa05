"""What the figures of a ranking share: head and foot of the page, names, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim._version import __version__
from twinsim.pairing.criteria import criteria, pillars
from twinsim.pairing.objects import Candidate, Pairing
from twinsim.report.figures.letters import cut
from twinsim.report.figures.paper import TITLE, Paper
from twinsim.report.style import SOFT
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 24  # candidates of a page
NAME = 1.5  # inches: the widest that a name may be
BLUE, ORANGE, GREEN = "#0072b2", "#e69f00", "#009e73"
PILLARS = dict(zip(pillars(), (BLUE, ORANGE, GREEN), strict=True))


def shown(pairing: Pairing) -> tuple[Candidate, ...]:
    """The candidates that a page has room for, best first."""
    return pairing.candidates[:SHOWN]


def name(one: Candidate) -> str:
    """Rank and name in a line that fits."""
    return cut(f"{one.rank}  {inert(one.name, 60)}", NAME, 1)


def opened(pairing: Pairing, title: str, *lines: str) -> Paper:
    """A page with its title, who is compared, and how it is read."""
    paper = Paper()
    anchor, group = inert(pairing.anchor.name, 60), inert(pairing.group, 60)
    paper.say(title, size=TITLE, weight="bold", most=2)
    many = len(pairing.candidates)
    paper.say(f"{anchor} with {group}: {many} candidate{'s' * (many != 1)}", color=SOFT, most=2)
    paper.at += 0.04
    for line in lines:
        paper.say(line)
    paper.at += 0.08
    return paper


def closed(pairing: Pairing, paper: Paper, more: str = "", held: int = SHOWN) -> Figure:
    """The small print: what was left out or cut (to so many candidates), unit, weights, caveat."""
    paper.at += 0.06
    left = len(pairing.candidates) - held
    told = [more, f"{left} more candidates are not shown." if left > 0 else ""]
    unit = "cities" if pairing.unit == "city" else "city-regions"
    out = ", ".join(pairing.left_out) or "nothing"
    told.append(
        f"Unit: {unit}. Weights of pillars: {_weights(pairing)}. Left out for all: {out}. Forms "
        f"and scales of criteria are assumed (A){_graded()}. twinsim {__version__}. A score says "
        "how well a pair fits the methodology; it is no estimate of what a programme would achieve."
    )
    for line in filter(None, told):
        paper.say(line, color=SOFT)
    return paper.finish()


def _weights(pairing: Pairing) -> str:
    weights = pairing.weights.pillars
    alike = len(set(weights.values())) == 1
    return "alike" if alike else ", ".join(f"{id} {weight:g}" for id, weight in weights.items())


def _graded() -> str:
    """Criteria whose form rests on more than assumption, with their grade."""
    better = [f"{row.id} {row.grade}" for row in criteria().values() if row.grade != "A"]
    return f", but for {', '.join(better)}" if better else ""
