"""What a figure is to those who show it: an id, a title, how to draw it, what it says in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twinsim.sweep.results import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Drawing:
    """One figure of a results folder.

    `id` names its files, `title` is a line for a heading, `draw` makes it, `caption` says in
    sentences what it shows, in which unit and sign, how sure it is and compared with what.
    `applies` says whether the results hold what it takes; where they do not, `draw` may raise.
    """

    id: str
    title: str
    draw: Callable[[Results], Figure]
    caption: Callable[[Results], str]
    applies: Callable[[Results], bool]
