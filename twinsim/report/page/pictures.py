"""The figures of the page: each drawn once, placed in the section it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Pictures:
    """The figures of a page by section, and the files that they were saved to."""

    of: dict[str, list[Picture]]
    files: tuple[Path, ...]


def pictures(results: Results, folder: Path | None = None) -> Pictures:
    """The figures that apply to these results, each drawn once; with a folder, saved there too.

    Raises :class:`RunError` where it cannot be written.
    """
    from twinsim.report.figures import drawings
    from twinsim.report.style import save

    placed: dict[str, list[Picture]] = {section: [] for section in SECTIONS}
    files: list[Path] = []
    for drawing in drawings(results):
        figure, caption = drawing.draw(results), drawing.caption(results)
        id = f"figure-{drawing.id}"
        svg = inline(figure, id, drawing.title, caption)
        placed[_section(drawing.id)].append(Picture(id, drawing.title, caption, svg))
        if folder is not None:
            files += save(figure, folder, drawing.id, drawing.title)
    return Pictures(placed, tuple(files))


def _section(id: str) -> str:
    def fits(starts: Iterable[str]) -> bool:
        return any(id.startswith(start) for start in starts)

    return next(section for section, starts in SECTIONS.items() if fits(starts))
