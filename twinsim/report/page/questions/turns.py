"""What would have to be true for another answer."""

from __future__ import annotations

from collections.abc import Iterator

from twinsim.registry import parameters
from twinsim.report import wording
from twinsim.report.breakeven import break_even
from twinsim.report.discovery.words import shares
from twinsim.report.page.analysis import Analyses
from twinsim.report.page.analysis.explored import Asked, Restriction
from twinsim.report.page.case import Case
from twinsim.report.page.questions.question import Question
from twinsim.text import listed

ASKS = "What would have to be true for another answer?"
_FEW = 2
_SECTION = (("discovery", "Discovery"),)


def turns(case: Case, found: Analyses, command: str) -> Question:
    """Where the answers differ: boxes in what was varied, and the price at which net value is 0."""
    price = tuple(_price(case))
    if not found.own("explored") or found.explored is None or not found.explored.questions:
        missing = "Not known: for which values of the parameters the answers above would differ"
        said = price or ("These runs take the central value of each parameter and do not say.",)
        if found.own("explored") and found.explored is not None:
            said = ("The parameters were varied, but too little to be asked this.", *price)
            why = tuple(f"{what}: {reason}." for what, reason in found.explored.left_out[:1])
            return Question("turns", ASKS, said, why, _SECTION, missing, command)
        links = (("summary", "Decision summary"),) if price else ()
        return Question("turns", ASKS, said, (), links, missing, command)
    asked = found.explored.questions
    boxes = [one for one in asked if one.box == "yes" and one.restrictions]
    cases = max(one.cases for one in asked)
    if not boxes:
        return Question(
            "turns",
            ASKS,
            (
                f"No region of what was varied is told in which an answer differs: of "
                f"{_count(len(asked))} none has a stable box.",
                *price,
            ),
            (f"{cases:,} cases; that none is told from luck is not to say that nothing matters.",),
            _SECTION,
        )
    more = [f"{len(boxes) - _FEW:,} more"] * (len(boxes) > _FEW)
    sure = [_sure(one) for one in boxes[:_FEW]]
    others = [one.asks for one in asked if one not in boxes]
    if others:
        sure.append(f"No region is told for {_count(len(others))}: {' '.join(others)}")
    if more:
        sure.append(f"And {more[0]} in the section.")
    return Question(
        "turns", ASKS, (*(_box(one) for one in boxes[:_FEW]), *price), tuple(sure), _SECTION
    )


def _box(one: Asked) -> str:
    limits = listed([_limit(limit) for limit in one.restrictions[:3]])
    more = " (and more limits)" if len(one.restrictions) > 3 else ""
    return f"{one.asks} More often where {limits}{more}."


def _limit(one: Restriction) -> str:
    """A limit, with what the parameter is."""
    known = parameters().get(one.input)
    return f"{one.words} ({known.meaning[0].lower()}{known.meaning[1:]})" if known else one.words


def _sure(one: Asked) -> str:
    return (
        f"There in {shares(one.density)} of cases, elsewhere in {shares(one.elsewhere)}, in all in "
        f"{shares(one.rate)}; the region holds {shares(one.coverage)} of such cases "
        f"({one.cases:,} cases, 95 % intervals)."
    )


def _count(many: int) -> str:
    return f"{many:,} question{'s' * (many != 1)}"


def _price(case: Case) -> Iterator[str]:
    """At which value of relief the net value would turn, where it falls."""
    for contrast in case.against_reference[:1]:
        rows = {row.indicator: row for row in case.of_contrast(contrast)}
        net = rows.get("net_value")
        ratio = break_even(case.results, contrast) if case.results.worlds.count else None
        known = ratio is not None and ratio.lo == ratio.lo
        if net is not None and known and net.resolved == "yes" and net.difference < 0:
            yield (
                f"Net value ({wording.spaced(contrast)}) would be 0 if relief of all needs were "
                f"worth {wording.worth(case.results, contrast)}; it counts for nothing here."
            )
