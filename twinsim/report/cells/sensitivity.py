"""A sensitivity analysis and a discovery in a notebook: what the terminal says, and its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.cells.markup import Cell, folded, paragraph, table, title
from twinsim.report.discovery import words
from twinsim.report.sensitivity.findings import conditions, findings, learnt
from twinsim.report.sweeps import chance, label, short
from twinsim.text import inert

_LONGEST = 5000

if TYPE_CHECKING:
    from twinsim.sensitivity.analysis import Analysis
    from twinsim.sensitivity.discovery.discover import Discovery
    from twinsim.sensitivity.discovery.explore import Explored
    from twinsim.sensitivity.discovery.robust import Robust


def analysis_html(found: Analysis) -> Markup:
    """What was found, what is not learnt first, in sentences."""
    asked = found.asked
    name = inert(asked.experiment.title or asked.experiment.name)
    parts = [title(f"What drives the answer: {name}"), paragraph(_whole(learnt(found)))]
    for heading, said in findings(found):
        parts += [title(heading), _list(said)]
    if found.explored:
        parts.append(_explored(found.explored))
    parts.append(_list(found.notes))
    if found.stages:
        parts.append(paragraph(_whole(conditions(found) + ".")))
    return Markup("").join([*parts, paragraph(wording.CAVEAT + ".")])


def explored_html(found: Explored) -> Markup:
    """Every question and every choice, in sentences with their tables."""
    left = [f"Left out, {one.what}: {one.why}" for one in found.left_out]
    return Markup("").join([_explored(found), _list(left), paragraph(wording.CAVEAT + ".")])


def _explored(found: Explored) -> Markup:
    parts = [*map(_question, found.found), *map(_choice, found.choices)]
    return Markup("").join([*parts, paragraph(_whole(words.CONDITIONAL))])


def _question(found: Discovery) -> Markup:
    said = [one for one in words.finding(found) if one != words.CONDITIONAL]
    return Markup("").join([title(words.asks(found.question)), _list(said), _limits(found)])


def _limits(found: Discovery) -> Markup:
    """The restrictions of the box; nothing where there is none."""
    box, inputs = found.found.box, found.cases.inputs
    if box is None:
        return Markup("")
    rows = [
        [
            short(inputs[one.input].id),
            words.limits_of(inputs[one.input], one.limits),
            words.grade(inputs[one.input]).strip(" []") or "–",
            words.share(min(one.recurs.values())),
            words.small(one.quasi_p),
        ]
        for one in box.restrictions
    ]
    heads = ("input", "limits", "grade", "recurs in halves", "quasi-p")
    return table(heads, rows, left={0, 1})


def _choice(found: Robust) -> Markup:
    known = indicators()[found.options.indicator]
    rows: list[list[Cell]] = [
        [
            label(row.option),
            words.value(row.mean, known.digits),
            words.value(row.low, known.digits),
            words.value(row.worst, known.digits),
            words.value(row.most, known.digits),
            words.shares(row.enough),
            chance(row.best),
            words.value(row.cost, 0),
        ]
        for row in found.rows
    ]
    heads = (
        inert(found.options.what, 60),
        f"mean ({known.unit})",
        "1 state in 20 is below",
        "worst state",
        "largest regret",
        "states with enough",
        "best in a state",
        "more money drawn (k£)",
    )
    return Markup("").join(
        [
            title(words.chooses(found)),
            _list(words.choice(found)),
            folded("Every option by every measure", table(heads, rows)),
        ]
    )


def _list(said: Iterable[str]) -> Markup:
    items = [Markup("<li>{}</li>\n").format(_whole(one)) for one in said if one]
    return Markup("<ul>\n{}</ul>\n").format(Markup("").join(items)) if items else Markup("")


def _whole(said: str) -> Markup:
    """A sentence of ours, inert, however long it is."""
    return escape(inert(said, _LONGEST)) if said else Markup("")
