"""The network of one world: which firms, universities and cities the programme brought together.

One world says nothing of how likely a link is; it shows what the counts in the other figures are
made of. The world is the median one of the first headline difference, run again with the core.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.patches import FancyArrowPatch

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.again import same_model, scenario_of
from twinsim.report.figures.chart import PAD, Place, chart
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.letters import LINE, cut
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.ties import (
    ADOPTED,
    PILOT,
    REPLICATED,
    TEAM_ACROSS,
    TEAM_HOME,
    UNIVERSITIES,
    Node,
    Ties,
    median_world,
    ties_of,
)
from twinsim.report.style import FAINT, INK, Dashes, look
from twinsim.sweep.results import Results
from twinsim.text import inert, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from twinsim.scenario import CityProfile

TITLE = "Who works with whom: the programme's network in one world"


@dataclass(frozen=True)
class Line:
    """How one kind of link is drawn."""

    colour: str
    width: float
    dashes: Dashes
    bend: float = 0.0


LINES = {
    PILOT: Line(FAINT, 0.6, (0, ())),
    TEAM_HOME: Line("#009e73", 1.4, (0, (1.2, 1.2)), 0.15),
    TEAM_ACROSS: Line("#0072b2", 1.6, (0, ()), 0.12),
    ADOPTED: Line(INK, 2.6, (0, ()), -0.25),
    REPLICATED: Line("#d55e00", 2.2, (0, (5, 1.5)), -0.12),
    UNIVERSITIES: Line("#cc79a7", 1.4, (0, (6, 1.5, 1.2, 1.5)), 0.12),
}
_SHAPES = {"city": ("o", 11.0, INK), "firm": ("o", 4.5, "white"), "university": ("s", 5.5, "white")}


def network(results: Results) -> Figure:
    """The map of the cities, and below it each city's firms and universities with their links.

    Raises ValueError where :func:`can_be_made_again` is false.
    """
    scenario = scenario_of(results)
    if scenario is None:
        raise ValueError("the results folder does not hold all of its scenario")
    indicator, contrast = _chosen(results)
    arm = contrast.split("-")[0]
    replicate = median_world(results, indicator, contrast)
    ties = ties_of(scenario, results.manifest.identity.seed, arm, replicate)
    return drawn(results, scenario.profiles, ties)


def drawn(results: Results, cities: Sequence[CityProfile], ties: Ties) -> Figure:
    """The figure of what joined whom in a world."""
    with look():
        paper = Paper()
        paper.open(results, TITLE, _how(results, ties))
        _map(paper, cities, ties)
        _key(paper, ties)
        _schema(paper, ties, [city.lon for city in cities])
        return paper.close(results, "One world of many: what is drawn is an example, not a mean.")


def _chosen(results: Results) -> tuple[str, str]:
    """The first headline and the first contrast."""
    heads = (id for id, indicator in indicators().items() if indicator.headline)
    return next(heads), results.manifest.contrasts[0]


def _how(results: Results, ties: Ties) -> str:
    indicator, contrast = _chosen(results)
    worlds = results.worlds.count
    return (
        f"Arm {ties.arm} in world {ties.replicate}: the first whose {wording.spaced(contrast)} in "
        f"{indicator} is the median of {worlds:,} worlds. Links at any time up to the end; firms "
        "that took no part are not drawn."
    )


def _map(paper: Paper, cities: Sequence[CityProfile], ties: Ties) -> None:
    from twinsim.world.facts import distance_km

    names = [inert(city.name, 80) for city in cities]
    places = [Place(name, city.lat, city.lon) for name, city in zip(names, cities, strict=True)]
    chart(paper, places, list(ties.trust))
    for (a, b), trust in ties.trust.items():
        km = number(distance_km(cities[a], cities[b]), 0)
        paper.say(
            f"{names[a]} and {names[b]}: {km} km apart, trust {number(trust, 2)} at the end (0 "
            "none, 1 full).",
            most=3,
        )
    paper.at += 0.08


def _key(paper: Paper, ties: Ties) -> None:
    def node(kind: str) -> Any:
        marker, size, fill = _SHAPES[kind]
        how = {"color": fill, "markeredgecolor": INK, "markersize": size, "clip_on": False}
        return lambda axes: axes.plot(0.5, 0.5, marker, **how)

    def line(kind: str) -> Any:
        drawn = LINES[kind]
        how = {"color": drawn.colour, "linewidth": drawn.width, "linestyle": drawn.dashes}
        return lambda axes: axes.plot([0, 1], [0.5, 0.5], **how)

    paper.key([(kind, node(kind)) for kind in _SHAPES])
    counted = [(kind, ties.count(kind)) for kind in LINES]
    paper.key([(f"{kind}: {many}", line(kind)) for kind, many in counted])


def _schema(paper: Paper, ties: Ties, west: list[float]) -> None:
    """A ring for each city, from west to east (`west`: degrees): its firms and universities around
    it, those with links to other cities on the side that faces them."""
    columns = min(3, len(ties.cities))
    rows = -(-len(ties.cities) // columns)
    cell, high = ROOM / columns, 2.7 if columns < 3 else 2.2
    heads = [_head(ties, city, cell - 0.2) for city in range(len(ties.cities))]
    below = max(head.count("\n") + 1 for head in heads) * LINE + 0.1
    axes = paper.axes(EDGE, paper.at, ROOM, rows * (high + below))
    axes.set_axis_off()
    axes.set_xlim(0, ROOM)
    axes.set_ylim(rows * (high + below), 0)
    order = sorted(range(len(west)), key=lambda city: (west[city], city))
    centres = [(0.0, 0.0)] * len(order)
    for place, city in enumerate(order):
        row, column = divmod(place, columns)
        centres[city] = cell * (column + 0.5), row * (high + below) + high / 2
    at = _places(ties, centres, min(cell, high) / 2 - 0.2)
    for (a, b), kinds in sorted(ties.edges.items()):
        for kind in LINES:
            if kind in kinds:
                _link(axes, at[a], at[b], LINES[kind])
    for node, (x, y) in at.items():
        marker, size, fill = _SHAPES[node[0]]
        axes.plot(x, y, marker, color=fill, markeredgecolor=INK, markersize=size, zorder=4)
    for (x, y), head in zip(centres, heads, strict=True):
        top = paper.at + y + high / 2 - 0.05
        paper.text(EDGE + x, top, head, ha="center", bbox=PAD)
    paper.at += rows * (high + below)


def _head(ties: Ties, city: int, room: float) -> str:
    """A city's name, and how many of its firms are drawn."""
    many = sum(node[0] == "firm" and home == city for node, home in ties.home.items())
    name = cut(ties.cities[city], room, 3)
    return f"{name}\n" + cut(f"{many:,} firms drawn; {ties.firms[city]:,} live at the end", room, 2)


def _places(
    ties: Ties, centres: list[tuple[float, float]], radius: float
) -> dict[Node, tuple[float, float]]:
    """Where each node lies, in inches."""
    middle = tuple(sum(axis) / len(centres) for axis in zip(*centres, strict=True))
    at: dict[Node, tuple[float, float]] = {}
    for city, (x, y) in enumerate(centres):
        at["city", city] = (x, y)
        towards = math.atan2(middle[1] - y, middle[0] - x)
        nodes = [node for node, home in ties.home.items() if home == city]
        nodes.sort(key=lambda node: (_first_across(ties, node), node))
        step = 2 * math.pi / max(len(nodes), 1) * (1 if x <= middle[0] else -1)
        for place, node in enumerate(nodes):
            # Below and above the middle in turn: 0, 1, −1, 2, −2 …
            angle = towards + step * ((place + 1) // 2) * (1 if place % 2 else -1)
            at[node] = x + radius * math.cos(angle), y + radius * math.sin(angle)
    return at


def _first_across(ties: Ties, node: Node) -> int:
    """The place of a node's first link to another city among all of these; after them if none."""
    home = {**ties.home, **{("city", city): city for city in range(len(ties.cities))}}
    across = [pair for pair in sorted(ties.edges) if home[pair[0]] != home[pair[1]]]
    return next((place for place, pair in enumerate(across) if node in pair), len(across))


def _link(axes: Axes, a: tuple[float, float], b: tuple[float, float], line: Line) -> None:
    axes.add_patch(
        FancyArrowPatch(
            a,
            b,
            arrowstyle="-",
            connectionstyle=f"arc3,rad={line.bend}",
            color=line.colour,
            linewidth=line.width,
            linestyle=line.dashes,
            shrinkA=0,
            shrinkB=0,
            zorder=2,
        )
    )


def _caption(results: Results) -> str:
    indicator, contrast = _chosen(results)
    replicate = median_world(results, indicator, contrast)
    return (
        f"One world of the arm {contrast.split('-')[0]}, run again: world {replicate}, seed "
        f"{results.manifest.identity.seed}, the first whose difference {wording.spaced(contrast)} "
        f"in {indicator} is the median of {results.worlds.count:,} worlds. Cities by longitude and "
        "latitude; below, the firms that the programme supported, their partners, universities "
        "with ties, and what joined them at any time up to the end. An example, not a mean: how "
        "many links there are in other worlds stands in the results."
    )


def can_be_made_again(results: Results) -> bool:
    """Whether one of the worlds can be run again: the folder holds its scenario and cities, the
    model is the one that made it, and the arm has a programme."""
    if not results.manifest.contrasts or not same_model(results):
        return False
    paying = _chosen(results)[1].split("-")[0] in wording.paying(results)
    return paying and scenario_of(results) is not None


DRAWINGS = (Drawing("network", TITLE, network, _caption, can_be_made_again),)
