"""The sections of discovery: what would have to be true, and the choice that stands whatever is."""

from __future__ import annotations

from collections.abc import Iterator

from twinsim.registry import indicators
from twinsim.report.discovery.words import share, shares, small, value
from twinsim.report.page.analysis.explored import DOCUMENT, PLACE, Asked, Choice, Explored
from twinsim.report.page.analysis.held import records
from twinsim.report.page.section import Part, Section
from twinsim.report.page.table import Cell, Table, heads
from twinsim.report.sweeps import chance
from twinsim.sweep.chance import Estimate
from twinsim.text import number

_SOURCE = (PLACE / DOCUMENT).as_posix()
_NONE = {
    "few": "none sought: too few cases differ",
    "chance": "no stable box: as good by chance",
    "unstable": "no stable box: none recurs",
    "elsewhere": "no stable box: none holds elsewhere",
}


def questions(found: Explored, warning: str = "") -> Section:
    """What would have to be true for each answer. Raises :class:`ResultsError` for a wrong
    figure."""
    parts = [Part(tables=(_overview(found),))] if found.questions else []
    for place, one in enumerate(found.questions):
        limits = _limits(one, place)
        told = one.box == "yes"
        parts.append(
            Part(
                one.asks,
                tuple(said for said in one.findings if said != found.conditional),
                (limits,) if limits else (),
                tuple(found.images(one.name)) if told else (),
            )
        )
    if found.left_out:
        parts.append(Part("Not asked", tuple(f"{what}: {why}." for what, why in found.left_out)))
    return Section(
        id="discovery",
        title="Discovery: what would have to be true",
        lead=(
            "A box is a region of what was varied in which the answer differs. One is told only "
            "where it recurs in halves of the cases, holds in cases that had no say in it, and is "
            "better than what shuffled outcomes give.",
        ),
        warnings=(warning,) if warning else (),
        parts=tuple(parts),
        conditional=found.conditional.removeprefix("Conditional on "),
        source=_SOURCE,
        files=dict(_files(found)),
    )


def choices(found: Explored, warning: str = "") -> Section | None:
    """The choice among options; None where none was made."""
    if not found.choices:
        return None
    parts = [
        Part(
            one.asks,
            one.findings,
            (_options(one, place), _rules(one, place)),
            tuple(found.images(one.name)),
        )
        for place, one in enumerate(found.choices)
    ]
    return Section(
        id="robust",
        title="Robust choice: which option stands whatever is true",
        lead=(
            "A state is a set of values of everything but the options. Rules weigh states "
            "differently; where they agree, the choice does not hang on how one weighs them.",
        ),
        warnings=(warning,) if warning else (),
        parts=tuple(parts),
        conditional="the model, the options that were compared, and the states that were run: more "
        "states can only make the worst one worse. Options are ranked by one indicator at a time; "
        "more is taken as better.",
        source=_SOURCE,
        files={
            "robust_options": [
                {"choice": row["name"].text(), **one}
                for row in found.document["choices"].items()
                for one in records(row["options"].items())
            ],
            "robust_rules": [
                {"choice": row["name"].text(), **one}
                for row in found.document["choices"].items()
                for one in records(row["rules"].items())
            ],
        },
    )


def _overview(found: Explored) -> Table:
    rows = tuple(
        (
            Cell(one.asks),
            Cell(shares(one.rate)),
            Cell("a stable box" if one.box == "yes" else _NONE.get(one.box, one.box)),
            Cell(_known(one.density), _against(one)),
            Cell(_known(one.coverage)),
            Cell(f"{one.cases:,}", f"{one.worlds:,} worlds each"),
        )
        for one in found.questions
    )
    return Table(
        id="discovery-questions",
        caption="Each question: in which share of cases the answer is yes (95 % interval), and "
        "whether a box holds such cases",
        heads=heads(
            "question | yes in | box | yes within the box | of all yes, in the box | cases",
            text=(0, 2),
        ),
        rows=rows,
    )


def _against(one: Asked) -> str:
    return f"elsewhere {shares(one.elsewhere)}" if one.box == "yes" else ""


def _known(found: Estimate) -> str:
    return shares(found) if found.value == found.value else "–"


def _limits(one: Asked, place: int) -> Table | None:
    if not one.restrictions:
        return None
    rows = tuple(
        (
            Cell(limit.input, f"grade {limit.grade}" if limit.grade else ""),
            Cell(limit.words),
            Cell(share(limit.kept)),
            Cell(share(limit.recurs)),
            Cell(small(limit.quasi_p) if limit.quasi_p == limit.quasi_p else "–"),
        )
        for limit in one.restrictions
    )
    return Table(
        id=f"box-{place}",
        caption="The box: all of these together",
        heads=heads("input | limit | keeps of what was run | recurs in | quasi-p", text=(0, 1)),
        rows=rows,
        note="Recurs: share of halves of the cases in which the same limit was found. Quasi-p: how "
        "likely the box would be as dense by luck if this input were free.",
    )


def _options(one: Choice, place: int) -> Table:
    digits = indicators()[one.indicator].digits
    rows = tuple(
        (
            Cell(option.name),
            *(Cell(_value(found, digits)) for found in (option.mean, option.worst)),
            Cell(_known(option.enough)),
            *(Cell(_value(found, digits)) for found in (option.regret, option.most)),
            Cell(chance(option.best)),
        )
        for option in one.options
    )
    known = indicators()[one.indicator]
    return Table(
        id=f"options-{place}",
        caption=f"Options over {one.states:,} states, by {one.indicator} ({known.unit}) as a "
        "difference from the reference, in expectation over luck",
        heads=heads("option | mean | worst state | enough in | regret | largest regret | P(best)"),
        rows=rows,
        note=f"Enough: at least {number(one.threshold, known.digits)} {known.unit}. Regret: how "
        "much less than the best option of the same state. In brackets 95 % intervals.",
    )


def _rules(one: Choice, place: int) -> Table:
    rows = tuple(
        (
            Cell(rule.meaning),
            Cell(f"{rule.alike} options alike" if rule.alike else rule.option),
            Cell("–" if rule.alike else share(rule.sure)),
        )
        for rule in one.rules
    )
    return Table(
        id=f"rules-{place}",
        caption="What each rule chooses, and in which share of draws of what the expectations may "
        "be it chooses this",
        heads=heads("rule | chooses | sure in", text=(0, 1)),
        rows=rows,
    )


def _value(found: Estimate, digits: int) -> str:
    return value(found, digits) if found.value == found.value else "–"


def _files(found: Explored) -> Iterator[tuple[str, list[dict[str, float | str]]]]:
    asked = found.document["questions"].items()
    rows = [
        {**own, "words": " ".join(row["findings"].texts())}
        for row, own in zip(asked, records(asked), strict=True)
    ]
    if rows:
        yield "discovery_questions", rows
    boxes = [one for row in asked for one in records(row.records("restrictions"))]
    if boxes:
        yield "discovery_boxes", boxes
