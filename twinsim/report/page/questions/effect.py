"""Does it work, compared with what; what does pairing add."""

from __future__ import annotations

from collections.abc import Iterator

from twinsim.report import wording
from twinsim.report.breakeven import break_even
from twinsim.report.page.analysis import Analyses
from twinsim.report.page.case import Case
from twinsim.report.page.questions.question import Question
from twinsim.report.page.questions.words import changed, cities, numbers, over_beliefs

RESULTS, SWEEP = ("results", "Results against the reference"), ("sweep", "Sweep")
NO_BELIEFS = (
    "Not known: how far this holds over what is believed about the parameters; the intervals take "
    "their central values for true"
)


def works(case: Case, found: Analyses, command: str) -> Question:
    """Whether the programme works, against the arm of reference."""
    asks = "Does it work, compared with what?"
    if not case.against_reference:
        said = f"Not known: no arm is compared with {case.reference} here."
        return Question("works", asks, (said,), links=(RESULTS,))
    contrast = case.against_reference[0]
    return _question("works", asks, case, found, contrast, command, more=_price(case, contrast))


def pairing(case: Case, found: Analyses, command: str) -> Question:
    """What the pairing adds to programmes apart, for the same money."""
    asks = "What does pairing add?"
    contrast = pairing_contrast(case)
    if not contrast:
        said = (
            "Not known: no contrast here compares the paired programme with each city's programme "
            "apart, at equal cost."
        )
        return Question("pairing", asks, (said,), links=(("options", "Options and arms"),))
    return _question("pairing", asks, case, found, contrast, command)


def pairing_contrast(case: Case) -> str:
    """The contrast of a paired programme with one apart; empty for none."""
    for contrast in case.results.manifest.contrasts:
        arm, other = contrast.split("-")
        if case.design(arm) == "twin" and case.design(other) == "solo":
            return contrast
    return ""


def _question(
    id: str,
    asks: str,
    case: Case,
    found: Analyses,
    contrast: str,
    command: str,
    more: tuple[str, ...] = (),
) -> Question:
    sure = tuple(filter(None, _sure(case, found, contrast)))
    swept = bool(over_beliefs(case, found, contrast))
    return Question(
        id=id,
        asks=asks,
        said=(*changed(case, contrast), *more),
        sure=sure,
        links=(RESULTS, SWEEP) if swept else (RESULTS,),
        missing="" if swept or not case.results.worlds.count else NO_BELIEFS,
        command="" if swept or not case.results.worlds.count else command,
    )


def _sure(case: Case, found: Analyses, contrast: str) -> Iterator[str]:
    yield numbers(case, contrast)
    yield cities(case, contrast)
    yield over_beliefs(case, found, contrast)


def _price(case: Case, contrast: str) -> tuple[str, ...]:
    """What relief of needs would have to be worth, where the net value falls."""
    rows = {row.indicator: row for row in case.of_contrast(contrast)}
    net = rows.get("net_value")
    if net is None or net.resolved != "yes" or net.difference > 0:
        return ()
    ratio = break_even(case.results, contrast)
    if ratio is None or ratio.lo != ratio.lo:
        return (
            "Relief of needs counts for nothing in net value; what it would have to be worth "
            "these runs cannot tell.",
        )
    worth = wording.worth(case.results, contrast)
    return (
        f"Net value counts relief of needs as worth nothing; it would be 0 if "
        f"relief of all needs were worth {worth}; the interval is of luck alone.",
    )
