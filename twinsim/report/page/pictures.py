"""The figures of the page: each drawn once, placed in the section it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twinsim.report.page.svg import inline
from twinsim.sweep.results import Results

# Beginnings of the ids of figures, by section; what fits none stands under "unfolding".
SECTIONS = {
    "results": ("effect", "fan"),
    "funnel": ("funnel",),
    "accounts": ("spending", "account"),
    "unfolding": ("",),
}


@dataclass(frozen=True)
class Picture:
    """A figure inside the page. `svg` is markup; `title` and `caption` are plain text."""

    id: str
    title: str
    caption: str
    svg: str


def pictures(results: Results) -> dict[str, list[Picture]]:
    """The figures that apply to these results, by section."""
    try:
        from twinsim.report.figures import drawings
    except ImportError:  # TEMPORARY
        from types import SimpleNamespace as N

        from twinsim.report.figures import DRAWN, outcome_fan

        def drawings(results):
            return [N(id=f"fan_{i}", title=i, draw=lambda r, i=i: outcome_fan(r, i), caption=lambda r: "x") for i in DRAWN]

    placed: dict[str, list[Picture]] = {section: [] for section in SECTIONS}
    for drawing in drawings(results) if results.worlds.count else ():
        caption = drawing.caption(results)
        id = f"figure-{drawing.id}"
        svg = inline(drawing.draw(results), id, drawing.title, caption)
        placed[_section(drawing.id)].append(Picture(id, drawing.title, caption, svg))
    return placed


def _section(id: str) -> str:
    def fits(starts: Iterable[str]) -> bool:
        return any(id.startswith(start) for start in starts)

    return next(section for section, starts in SECTIONS.items() if fits(starts))
