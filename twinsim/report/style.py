"""One look for all figures: page width, nothing under 8 points, colours that all can tell apart.

Colours are those of Okabe and Ito (2008), Color universal design; beside its colour an arm, a
contrast or a city has a marker, a line and a hatch of its own, for print in grey. Files have
the same bytes for the same results: no date, no random names.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from twinsim.sweep.files import make_folder, write_bytes
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAGE = 6.9  # inches between the margins of an A4 page
FONT = "DejaVu Sans"  # comes with matplotlib
SMALL = 8.0  # points: the smallest text
INK = "#222222"
FAINT = "#8a8a8a"  # for rules and ticks
SOFT = "#595959"  # for text that is not read first
DOTS = 200  # per inch, of the PNG

_GREY, _ORANGE, _BLUE, _GREEN = "#5f5f5f", "#e69f00", "#0072b2", "#009e73"
_FURTHER = ("#cc79a7", "#d55e00", "#56b4e9", "#009e73")
_KNOWN = {"baseline": _GREY, "solo": _ORANGE, "twin": _BLUE}
_PLACES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")

Dashes = tuple[int, tuple[float, ...]]
_MARKERS = "osD^vP"
_DASHES: tuple[Dashes, ...] = (
    (0, ()),
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (3, 1, 1, 1, 1, 1)),
    (0, (1, 3)),
)
_HATCHES = ("", "////", "....", "xxxx", "----", "\\\\\\\\")


@dataclass(frozen=True)
class Mark:
    """How one arm, contrast or city is drawn: told apart by colour, and without it."""

    colour: str
    marker: str
    dashes: Dashes
    hatch: str


ZERO: dict[str, Any] = {"color": INK, "linewidth": 0.7, "linestyle": (0, (4, 3))}  # the line at 0

RC: dict[str, Any] = {
    "font.family": FONT,
    "font.size": SMALL,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "figure.facecolor": "white",
    "hatch.linewidth": 0.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "twinsim",
    "text.parse_math": False,
}


def look() -> AbstractContextManager[None]:
    """The context in which figures are drawn and saved."""
    import matplotlib

    return matplotlib.rc_context(cast(Any, RC))


def colours(arms: Sequence[str]) -> dict[str, str]:
    """A colour for each arm, the same in every figure."""
    free = [colour for arm, colour in _KNOWN.items() if arm not in arms]
    further = iter((*_FURTHER, *free) * len(arms))
    return {arm: _KNOWN[arm] if arm in _KNOWN else next(further) for arm in arms}


def contrast_colours(
    contrasts: Sequence[str], arms: Sequence[str], reference: str
) -> dict[str, str]:
    """The arm's own colour against the reference; between two programmes one that is left, green
    first."""
    palette = colours(arms)
    own = {c: palette[c.split("-")[0]] for c in contrasts if c.endswith(f"-{reference}")}
    left = [colour for colour in (_GREEN, *_FURTHER, _GREY) if colour not in own.values()]
    free = cycle(dict.fromkeys(left or _FURTHER))
    return {c: own[c] if c in own else next(free) for c in contrasts}


def arm_marks(arms: Sequence[str]) -> dict[str, Mark]:
    """How each arm is drawn, the same in every figure."""
    palette = colours(arms)
    return _marks([(arm, palette[arm]) for arm in arms])


def contrast_marks(
    contrasts: Sequence[str], arms: Sequence[str], reference: str
) -> dict[str, Mark]:
    """How each contrast is drawn."""
    return _marks(list(contrast_colours(contrasts, arms, reference).items()))


def city_marks(cities: Sequence[str]) -> dict[str, Mark]:
    """How each city is drawn."""
    return _marks([(city, _PLACES[i % len(_PLACES)]) for i, city in enumerate(cities)])


def _marks(coloured: list[tuple[str, str]]) -> dict[str, Mark]:
    forms = list(zip(_MARKERS, _DASHES, _HATCHES, strict=True))
    return {id: Mark(c, *forms[i % len(forms)]) for i, (id, c) in enumerate(coloured)}


def tint(colour: str, strength: float) -> tuple[float, float, float]:
    """The colour mixed with white: 1 is the colour, 0 is white. Opaque, unlike an alpha."""
    from matplotlib.colors import to_rgb

    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return red, green, blue


def save(figure: Figure, folder: Path, name: str, title: str) -> list[Path]:
    """Write `name`.svg, with the title for those who cannot see it, and `name`.png.

    Raises :class:`RunError`.
    """
    make_folder(folder)
    files = {"svg": svg(figure, title), "png": png(figure)}
    made = []
    for ending, data in files.items():
        made.append(folder / f"{name}.{ending}")
        write_bytes(made[-1], data)
    return made


def svg(figure: Figure, title: str) -> bytes:
    """The figure as an SVG document with an accessible title."""
    data = _written(figure, "svg", {"Date": None, "Title": inert(title)})
    return data.replace(b"<svg ", b'<svg role="img" ', 1)


def png(figure: Figure) -> bytes:
    """The figure as a PNG file."""
    return _written(figure, "png", {"Software": None})


def shown(figure: Figure) -> Figure:
    """The figure, so that a notebook shows it though pyplot knows nothing of it."""
    figure._repr_png_ = partial(png, figure)  # type: ignore[attr-defined]
    return figure


def _written(figure: Figure, form: str, metadata: dict[str, str | None]) -> bytes:
    data = io.BytesIO()
    with look():
        figure.savefig(data, format=form, dpi=DOTS, metadata=metadata)
    return data.getvalue()
