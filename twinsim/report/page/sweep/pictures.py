"""The figures of a sweep, by the factor that each is about."""

from __future__ import annotations

from pathlib import Path

from twinsim.report.page.pictures import Picture
from twinsim.report.page.svg import inline
from twinsim.report.page.sweep.told import Sweep

_GRIDS = 1


def pictures(sweep: Sweep, folder: Path | None) -> tuple[dict[str, list[Picture]], list[Path]]:
    """The figures by factor, and under "" that of the variance; with a folder, saved there too."""
    from twinsim.report.figures.sweep import drawings_of, variance_of
    from twinsim.report.style import save

    results, files = sweep.case.results, []
    placed: dict[str, list[Picture]] = {}
    told = {f.id: sweep.of_contrast(f.id, sweep.contrast) for f in sweep.asked}
    made = [(id, d) for id, own in told.items() for d in drawings_of(own, _GRIDS)]
    split = [answer for answer in sweep.split if answer.contrast == sweep.contrast]
    made += [("", drawing) for drawing in variance_of(split)]
    for factor, drawing in made:
        figure, caption = drawing.draw(results), drawing.caption(results)
        name = f"{sweep.prefix}{drawing.id}"
        id = f"figure-{name}"
        svg = inline(figure, id, drawing.title, caption)
        placed.setdefault(factor, []).append(Picture(id, drawing.title, caption, svg))
        if folder is not None:
            files += save(figure, folder, name, drawing.title)
    return placed, files
