"""The figures of a sensitivity analysis: one of each kind for every contrast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from twinsim.report import wording
from twinsim.report.sensitivity import bars, convergence, plane
from twinsim.sensitivity.analysis import Analysis

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STAGES = {"groups": "groups of inputs", "inputs": "inputs of the strongest groups"}


@dataclass(frozen=True)
class Drawn:
    """A figure that is drawn when it is asked for, and its title."""

    title: str
    draw: Callable[[], Figure]


def figures(analysis: Analysis) -> dict[str, Drawn]:
    """Every figure by id. Outputs beyond those of a page stand in the tables."""
    found: dict[str, Drawn] = {}
    for contrast in analysis.asked.compared:
        about = wording.spaced(contrast)
        for stage, what in _STAGES.items():
            if held := _of(analysis, contrast, analysis.morris(stage)):
                title = f"{plane.TITLE}: {what}, {about}"
                draw = partial(plane.page, analysis, title, held)
                found[f"morris-{stage}-{contrast}"] = Drawn(title, draw)
        if held := _of(analysis, contrast, analysis.sobol):
            title = f"{bars.TITLE}, {about}"
            found[f"sobol-{contrast}"] = Drawn(title, partial(bars.page, analysis, title, held))
            own = analysis.stages["sobol"]
            steps = {name: list(own.smaller[name].values()) for name in held}
            title = f"{convergence.TITLE}, {about}"
            draw = partial(convergence.page, analysis, title, steps)
            found[f"convergence-{contrast}"] = Drawn(title, draw)
    return found


def draw(analysis: Analysis) -> dict[str, tuple[str, Figure]]:
    """Every figure by id, with its title, drawn."""
    return {id: (one.title, one.draw()) for id, one in figures(analysis).items()}


def _of(analysis: Analysis, contrast: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """The amounts of a contrast, as many as a page holds."""
    amounts = [
        output.name
        for output in analysis.asked.outputs
        if output.contrast == contrast and not output.decision and output.name in found
    ]
    return {name: found[name] for name in amounts[: bars.PANELS]}
