"""The figures and files of a ranking of partners, or of a portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twinsim.errors import Fault, ScenarioError
from twinsim.pairing.objects import Candidate, Pairing
from twinsim.registry import nearest
from twinsim.report.pairing import bars, chances, impact, places, profile, ranks
from twinsim.report.pairing.files import save

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FIGURES", "SIMULATED", "PairingFigure", "draw", "figures_of", "plot", "save"]


@dataclass(frozen=True)
class PairingFigure:
    """One figure: `id` names its files, `draw` makes a page of it, `plot` axes of its own."""

    id: str
    title: str
    draw: Callable[[Pairing], Figure]
    plot: Callable[[Pairing, Candidate], Axes]


FIGURES = (
    PairingFigure("bars", bars.TITLE, bars.page, bars.plot),
    PairingFigure("ranks", ranks.TITLE, ranks.page, ranks.plot),
    PairingFigure("profile", profile.TITLE, profile.page, profile.plot),
    PairingFigure("map", places.TITLE, places.page, places.plot),
)

SIMULATED = (
    PairingFigure("impact", impact.TITLE, impact.page, impact.plot),
    PairingFigure("best", chances.TITLE, chances.page, chances.plot),
)
"""Figures of a ranking whose candidates have been simulated."""


def figures_of(pairing: Pairing) -> tuple[PairingFigure, ...]:
    """The figures that a ranking has."""
    return FIGURES + (SIMULATED if pairing.simulation is not None else ())


def plot(pairing: Pairing, kind: str = "bars", city: str | None = None) -> Axes:
    """One figure on axes of its own. Raises :class:`ScenarioError` for an unknown kind or city."""
    known = {figure.id: figure for figure in figures_of(pairing)}
    if kind not in known:
        expected = f"expected one of {', '.join(known)}"
        raise ScenarioError(
            Fault("", 0, "kind", str(kind), expected, nearest(str(kind), known) or "")
        )
    ids = [one.city for one in pairing.candidates]
    if city is not None and city not in ids:
        expected = "expected the id of a candidate"
        raise ScenarioError(
            Fault("", 0, "city", str(city), expected, nearest(str(city), ids) or "")
        )
    return known[kind].plot(pairing, pairing.candidate(city) if city else pairing.best)


def draw(pairing: Pairing) -> dict[str, tuple[str, Figure]]:
    """Every figure by id, with its title."""
    return {figure.id: (figure.title, figure.draw(pairing)) for figure in figures_of(pairing)}
