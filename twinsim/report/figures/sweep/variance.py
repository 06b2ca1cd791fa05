"""Where the variance of single differences comes from: a bar with its interval for each part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twinsim.report import sweeps, wording
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.strips import Columns
from twinsim.report.figures.sweep import parts
from twinsim.report.style import FAINT, INK, Mark, look, tint
from twinsim.sweep.results import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.report.figures.paper import Paper
    from twinsim.sweep.answers import Answer, Part

_THICK = 0.1
_COLOURS = {
    "lever": "#0072b2",
    "levers": "#0072b2",
    "sampled": "#e69f00",
    "single": "#e69f00",
    "crossed": "#009e73",
    "luck": "#8a8a8a",
}
_HATCH = {"levers": "////", "single": "....", "crossed": "xxxx"}
_KEY = (
    ("a lever; levers with each other (hatched)", "lever"),
    ("what is sampled, together; alone (dotted)", "sampled"),
    ("levers × what is sampled", "crossed"),
    ("luck", "luck"),
)


def drawing(answers: Sequence[Answer]) -> parts.Made:
    """Title, figure, caption and condition of the figure."""
    title = f"Where the variance comes from, {wording.spaced(answers[0].contrast)}"

    def figure(results: Results) -> Figure:
        return _figure(results, answers, title)

    def caption(results: Results) -> str:
        told = [f"{one.indicator}: {sweeps.split_sentence(one.split)}" for one in answers]
        return " ".join([sweeps.SHARES, *told])

    return title, figure, caption, parts.always


def _figure(results: Results, answers: Sequence[Answer], title: str) -> Figure:
    split = [(answer, answer.split) for answer in answers if answer.split]
    names = [_name(part) for _, one in split for part in one.parts]
    said = [sweeps.share(part) for _, one in split for part in one.parts]
    with look():
        paper = parts.begin(results, title, sweeps.SHARES)
        _key(paper)
        columns = Columns(names, said, ["% of variance"])
        ends = [100 * v for _, one in split for p in one.parts for v in (p.lo95, p.hi95)]
        scale = Scale.over([*ends, 100.0], columns.width)
        for answer, one in split:
            paper.head(answer.indicator, parts.about_indicator(answer))
            rows = columns.rows(paper, [(_name(p), sweeps.share(p)) for p in one.parts])
            axes = columns.axes(paper, rows, scale, "% of variance")
            for part, (middle, _) in zip(one.parts, rows, strict=True):
                mark = _mark(part.kind)
                axes.barh(
                    middle,
                    100 * max(part.value, 0.0),
                    _THICK,
                    color=tint(mark.colour, 0.6),
                    edgecolor=mark.colour,
                    hatch=mark.hatch,
                    linewidth=0.6,
                )
                span = (100 * part.lo95, 100 * part.hi95)
                axes.plot(span, (middle, middle), color=INK, linewidth=1)
                axes.plot(span, (middle, middle), "|", color=INK, markersize=5)
            paper.at += 0.1
        return parts.end(
            paper,
            results,
            "Bars are estimates, lines their 95 % intervals; an interval that reaches 0 does not "
            "resolve its part. Of single sampled factors the three largest are shown, first order.",
        )


def _name(part: Part) -> str:
    return f"· {sweeps.part_name(part)} alone" if part.kind == "single" else sweeps.part_name(part)


def _mark(kind: str) -> Mark:
    return Mark(_COLOURS.get(kind, FAINT), "o", (0, ()), _HATCH.get(kind, ""))


def _key(paper: Paper) -> None:
    def box(kind: str) -> object:
        def draw(axes: object) -> None:
            mark = _mark(kind)
            axes.barh(  # type: ignore[attr-defined]
                0.5,
                1,
                0.6,
                color=tint(mark.colour, 0.6),
                edgecolor=mark.colour,
                hatch=mark.hatch,
                linewidth=0.6,
            )

        return draw

    paper.key([(words, box(kind)) for words, kind in _KEY])  # type: ignore[misc]
