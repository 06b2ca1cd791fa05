"""A page that is filled from the top: text and axes at places counted in inches.

Nothing depends on a layout solver, and text is measured before it is placed, so that nothing
overlaps whatever the names. The height of the page follows from what was put on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from twinsim.report import wording
from twinsim.report.figures.letters import LINE, cut, plain, width
from twinsim.report.style import DOTS, PAGE, SMALL, SOFT
from twinsim.sweep.results import Results
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

EDGE = 0.08  # inches of air around the page
TITLE = 10.0  # points
ROOM = PAGE - 2 * EDGE


class Paper:
    """A figure in the making. `at` is the height reached, in inches from the top."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(PAGE, 1), dpi=DOTS)
        self.at = EDGE
        self._axes: list[tuple[Axes, float, float, float, float]] = []
        self._texts: list[tuple[Text, float, float]] = []

    def text(self, x: float, y: float, text: str, **how: Any) -> None:
        """Put text with its upper left corner at x and y; other corners by `ha` and `va`."""
        how = {"va": "top", "ha": "left", "linespacing": 1.36, **how}
        self._texts.append((self.figure.text(0, 0, plain(text), **how), x, y))

    def axes(self, x: float, y: float, wide: float, high: float, **how: Any) -> Axes:
        """Axes with their upper left corner at x and y."""
        label = str(len(self._axes))  # axes of one place would else be taken for the same
        axes = self.figure.add_axes((0.1, 0.1, 0.8, 0.8), label=label, **how)
        self._axes.append((axes, x, y, wide, high))
        return axes

    def say(self, text: str, *, size: float = SMALL, most: int = 8, **how: Any) -> None:
        """Write lines over the width of the page at the height reached, and move on."""
        weight = str(how.get("weight", "normal"))
        shown = cut(text, ROOM, most, size, weight)
        self.text(EDGE, self.at, shown, size=size, **how)
        self.at += (shown.count("\n") + 1) * LINE * size / SMALL

    def head(self, word: str, about: str) -> None:
        """The heading of a block: a word, and what it is about beside it or, if long, below."""
        taken = width(word, weight="bold") + 0.12
        if taken + width(about) <= ROOM:
            self.text(EDGE + taken, self.at, about, color=SOFT)
            about = ""
        self.say(word, weight="bold", most=2)
        if about:
            self.say(about, color=SOFT, most=3)
        self.at += 0.03

    def key(self, entries: Sequence[tuple[str, Callable[[Axes], object]]]) -> None:
        """Names in lines, each beside a small drawing in axes from 0 to 1."""
        x, piece = EDGE, 0.36
        for name, draw in entries:
            shown = cut(name, ROOM - piece, 1)
            if x > EDGE and x + piece + width(shown) > EDGE + ROOM:
                x, self.at = EDGE, self.at + LINE + 0.03
            axes = self.axes(x, self.at + 0.01, piece - 0.06, LINE - 0.02)
            axes.set_axis_off()
            draw(axes)
            axes.set_xlim(0, 1)
            axes.set_ylim(0, 1)
            self.text(x + piece, self.at, shown)
            x += piece + width(shown) + 0.2
        self.at += LINE + 0.06

    def open(self, results: Results, title: str, *lines: str) -> None:
        """The title, whose programme it is about, and how the figure is read."""
        self.say(title, size=TITLE, weight="bold", most=3)
        self.say(wording.opening(results), color=SOFT, most=2)
        self.at += 0.04
        for line in lines:
            self.say(line, most=6)
        self.at += 0.08

    def close(self, results: Results, *more: str) -> Figure:
        """Write the small print under all, set the height, and give the figure away."""
        self.at += 0.06
        for line in (*more, small_print(results)):
            self.say(line, color=SOFT, most=6)
        return self.finish()

    def finish(self) -> Figure:
        """Set the height, put everything in its place, and give the figure away."""
        height = self.at + EDGE
        self.figure.set_size_inches(PAGE, height)
        for text, x, y in self._texts:
            text.set_position((x / PAGE, 1 - y / height))
        for axes, x, y, w, h in self._axes:
            axes.set_position((x / PAGE, 1 - (y + h) / height, w / PAGE, h / height))
        return self.figure


def small_print(results: Results) -> str:
    """What made the figure, and what it does not say."""
    many = "s" * (results.worlds.count != 1)
    return (
        f"{results.worlds.count:,} world{many}. {wording.made_by(results)}. Parameters: "
        f"{inert(wording.parameters(results), 120)}; doubt about them is in no interval here. "
        f"{wording.CAVEAT}."
    )
