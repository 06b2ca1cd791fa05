"""The plane of mu* and sigma: how much a group matters, and how far that depends on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from twinsim.report.figures.letters import LINE, cut
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.figures.scales import Scale, ticks_of, written
from twinsim.report.sensitivity.page import BLUE, GREY, about, closed, opened
from twinsim.report.style import FAINT, SOFT, look, tint
from twinsim.sensitivity.analysis import Analysis
from twinsim.sensitivity.morris import Effect, MorrisFound
from twinsim.sensitivity.worlds import above
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Screening"
_SHOWN = 14  # groups with a name of their own
_LEFT, _NAME = 0.5, 1.9


def page(analysis: Analysis, title: str, found: Mapping[str, MorrisFound]) -> Figure:
    """A plane for each output."""
    with look():
        paper = opened(
            analysis,
            title,
            "Across: mu*, the mean size of the change when a group's inputs move together by half "
            "of their probability, over the part of the range moved (2/3). Up: sigma, how much "
            "that differs from place to place: interaction, or an effect that bends. Line: 95 % "
            "interval of mu*. Grey: up to what an input shows that changes nothing but luck; a "
            "group whose line begins in it is not resolved at this size (open). Screening "
            "ranks, it shares out nothing.",
        )
        wide = ROOM - _LEFT - _NAME - 0.55
        for name, one in found.items():
            word, meaning = about(name)
            paper.head(word, meaning)
            shown = sorted(one.effects, key=lambda e: (-e.mu_star.value, e.group))
            paper.text(EDGE + _LEFT, paper.at, "sigma", color=SOFT)
            paper.at += LINE + 0.04
            high = LINE * (min(len(shown), _SHOWN) + 1) + 0.25
            axes = paper.axes(EDGE + _LEFT, paper.at, wide, high)
            ends = [e.mu_star.hi95 for e in shown if e.mu_star.hi95 == e.mu_star.hi95]
            over = [*ends, *(e.mu_star.value for e in shown), *_finite(one.dummy.hi95)]
            scale = Scale.over(over, wide, floor=True)
            top = 1.12 * max([e.sigma for e in shown if e.sigma == e.sigma] or [1.0]) or 1.0
            _draw(axes, shown, one, scale, top)
            named = _spread(shown[:_SHOWN], top, high)
            x = EDGE + _LEFT + wide + 0.5
            for effect, y in named:
                said = cut(inert(effect.group, 40), _NAME, 1)
                paper.text(x, paper.at + y, said, va="center")
                _leader(axes, effect, scale, wide, 1.0 - y / high)
            paper.at += high + 0.18
            paper.text(EDGE + _LEFT + wide, paper.at, "mu*", ha="right", color=SOFT)
            left = len(shown) - len(named)
            if left > 0:
                paper.text(x, paper.at, f"and {left} weaker", color=SOFT)
            paper.at += LINE + 0.12
        return closed(analysis, paper)


def _finite(value: float) -> list[float]:
    return [value] if value == value else []


def _spread(effects: Sequence[Effect], top: float, high: float) -> list[tuple[Effect, float]]:
    """Heights of names in inches from the top, near their points and a line apart."""
    ranked = sorted(effects, key=lambda e: (-e.sigma, -e.mu_star.value, e.group))
    wanted = [high * (1.0 - e.sigma / top) for e in ranked]
    last = high - LINE / 2
    placed: list[float] = []
    for at, y in enumerate(wanted):
        least = placed[-1] + LINE if placed else LINE / 2
        most = last - LINE * (len(wanted) - 1 - at)
        placed.append(min(max(y, least), most))
    return list(zip(ranked, placed, strict=True))


def _leader(axes: Axes, effect: Effect, scale: Scale, wide: float, y: float) -> None:
    """A thin line from a point to its name, bent at the edge of the plane."""
    top = axes.get_ylim()[1]
    span = scale.high - scale.low
    edge, end = scale.high + 0.08 / wide * span, scale.high + 0.46 / wide * span
    axes.plot(
        (effect.mu_star.value, edge, end),
        (effect.sigma, effect.sigma * 0 + y * top, y * top),
        color=FAINT, linewidth=0.4, clip_on=False, zorder=1,
    )  # fmt: skip


def _draw(
    axes: Axes, effects: Sequence[Effect], found: MorrisFound, scale: Scale, top: float
) -> None:
    scale.put(axes)
    axes.set_ylim(0, top)
    ticks = ticks_of(0.0, top, 1.2)
    axes.set_yticks(ticks, [written(tick) for tick in ticks])
    axes.tick_params(axis="y", length=2.5, pad=2)
    if found.dummy.hi95 > 0.0:
        axes.axvspan(0, found.dummy.hi95, color=tint(GREY, 0.3), linewidth=0, zorder=0)
    for effect in effects:
        clear = above(effect.mu_star, found.dummy)
        low, high = effect.mu_star.lo95, effect.mu_star.hi95
        axes.plot((low, high), (effect.sigma, effect.sigma), color=BLUE, linewidth=0.8, zorder=2)
        axes.plot(
            effect.mu_star.value, effect.sigma, "o", color=BLUE if clear else "white",
            markeredgecolor=BLUE, markersize=4.5, zorder=3, clip_on=False,
        )  # fmt: skip
