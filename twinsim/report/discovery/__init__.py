"""Discovery and robust choice as words, tables, files and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from twinsim.report.discovery import box, frontier, peeling, robust, words
from twinsim.report.discovery.files import file_names, to_files
from twinsim.report.discovery.tables import choice_name
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.sweep.parts import always
from twinsim.sensitivity.discovery.discover import Discovery
from twinsim.sensitivity.discovery.robust import Robust
from twinsim.sweep.results import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["drawings", "to_files"]


def drawings(found: Sequence[Discovery], choices: Sequence[Robust] = ()) -> list[Drawing]:
    """The figures of what was found: of each question the box, the path and the frontier where
    there is one; of each choice the options by every measure."""
    return [drawing for _, drawing in named(found, choices)]


def named(found: Sequence[Discovery], choices: Sequence[Robust] = ()) -> list[tuple[str, Drawing]]:
    """The same, each with the name of its question or choice."""
    made: list[tuple[str, Drawing]] = []
    for one, name in zip(found, file_names([one.question.name for one in found]), strict=True):
        told = partial(_caption, one)
        title = words.asks(one.question)
        own: list[Drawing] = []
        if one.found.path:
            own.append(_drawing(f"box_{name}", title, partial(_box, one), told))
            own.append(_drawing(f"path_{name}", f"{title} The path", partial(_path, one), told))
        turns = one.frontier is not None and one.frontier.state != "chance"
        if turns and one.found.why != "few":
            draw = partial(_frontier, one)
            own.append(_drawing(f"frontier_{name}", f"{title} Break-even", draw, told))
        made += [(one.question.name, drawing) for drawing in own]
    names = [choice_name(choice) for choice in choices]
    for choice, id, name in zip(choices, names, file_names(names), strict=True):
        title = words.chooses(choice)
        drawn = partial(_robust, choice)
        made.append((id, _drawing(f"robust_{name}", title, drawn, partial(_choice, choice))))
    return made


def _drawing(
    id: str, title: str, draw: Callable[[Results], Figure], caption: Callable[[Results], str]
) -> Drawing:
    return Drawing(id, title, draw, caption, always)


def _box(found: Discovery, results: Results) -> Figure:
    return box.figure(results, found)


def _path(found: Discovery, results: Results) -> Figure:
    return peeling.figure(results, found)


def _frontier(found: Discovery, results: Results) -> Figure:
    assert found.frontier is not None
    return frontier.figure(results, found, found.frontier)


def _robust(found: Robust, results: Results) -> Figure:
    return robust.figure(results, found)


def _caption(found: Discovery, results: Results) -> str:
    return " ".join(words.finding(found))


def _choice(found: Robust, results: Results) -> str:
    return " ".join([words.opening(found), words.verdict(found), words.traded(found)])
