"""A contrast in a plain sentence, and the numbers behind it in small print."""

from __future__ import annotations

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.discovery.words import shares
from twinsim.report.page.analysis import Analyses
from twinsim.report.page.case import Case
from twinsim.report.page.questions import beliefs
from twinsim.report.page.results import lower_in_cities
from twinsim.report.page.summary import arm_in_words
from twinsim.sweep.effects import Effect
from twinsim.text import listed, number, span

FIRST = ("adoptions", "need_relieved", "net_value")  # of which the small print gives numbers


def changed(case: Case, contrast: str) -> tuple[str, ...]:
    """What an arm has more and less of than another, on average, and what these runs cannot say."""
    arm, other = contrast.split("-")
    rows = case.of_contrast(contrast)
    who, against = arm_in_words(case, arm), arm_in_words(case, other)
    worlds = _worlds(case)
    if not case.results.worlds.count:
        return ("These results say nothing: every world holds a failed run.",)
    if all(row.resolved == "zero" for row in rows):
        return (
            f"It changes nothing: every headline is exactly the same with {who} as with {against}, "
            f"in each of {worlds}.",
        )
    up, down = (_names(rows, sign) for sign in (1, -1))
    if not up and not down:
        return (
            f"These runs cannot tell: with {worlds}, no headline of {who} is told apart from "
            f"{against}.",
            "That is no evidence that there is no difference.",
        )
    told = [f"{verb} {listed(what)}" for verb, what in (("raises", up), ("lowers", down)) if what]
    said = [
        f"In the model, compared with {against}, {who} {' and '.join(told)}, on average over "
        f"{worlds}."
    ]
    if left := [_plain(row.indicator) for row in rows if row.resolved == "no"]:
        said.append(f"Not told apart with so many worlds: {listed(left)}.")
    if same := [_plain(row.indicator) for row in rows if row.resolved == "zero"]:
        said.append(f"Exactly the same in every world: {listed(same)}.")
    return tuple(said)


def numbers(case: Case, contrast: str) -> str:
    """The first headlines, and all that are claimed to differ, with the interval of the mean and
    how different single worlds are."""
    told = []
    for row in case.of_contrast(contrast):
        first = row.indicator in FIRST and row.resolved != "zero"
        if row.n and (first or row.resolved == "yes"):
            digits = indicators()[row.indicator].digits
            ends = span(row.world_p05, row.world_p95, digits)
            told.append(
                f"{_plain(row.indicator)} {wording.interval(row)}{_unit(row)}, single worlds {ends}"
            )
    if not told:
        return ""
    return f"95 % interval of the mean, and 5 to 95 % of single worlds: {'; '.join(told)}."


def cities(case: Case, contrast: str) -> str:
    """Which city has less of what; empty for none."""
    told = [
        f"{_plain(row.indicator)} in {case.city(row.scope)} {wording.interval(row)}{_unit(row)}"
        for row in lower_in_cities(case, [contrast])
    ]
    return f"Lower in a single city: {'; '.join(told)}." if told else ""


def over_beliefs(case: Case, found: Analyses, contrast: str) -> str:
    """What the first headlines come to over draws of what is believed, and in which share of them
    they rise; empty where no sweep tells."""
    if not found.own("sweep") or found.sweep is None:
        return ""
    told, draws = [], 0
    for id in FIRST:
        held = beliefs.as_written(found.sweep, id, contrast)
        if held is not None and held.more.value == held.more.value:
            draws = held.draws
            told.append(mean_sentence(held, id))
    if not told:
        return ""
    return (
        f"On average over {draws:,} draws of what is believed about the parameters, in place of "
        f"their central values: {'; '.join(told)} (95 % intervals)."
    )


def mean_sentence(held: beliefs.Believed, indicator: str) -> str:
    """`net value +12.1 (3.0 to 21.2) k£, above 0 in 80 % (60 to 95) of draws`."""
    known, mean = indicators()[indicator], held.mean
    ends = span(mean.lo95, mean.hi95, known.digits)
    said = f"{_plain(indicator)} {number(mean.value, known.digits, sign=True)} ({ends})"
    unit = "" if known.unit.replace("-", " ") == _plain(indicator) else f" {known.unit}"
    share = f", above 0 in {shares(held.more)} of draws" if held.more.value >= 0 else ""
    return said + unit + share


def _names(rows: list[Effect], sign: int) -> list[str]:
    return [
        _plain(row.indicator) for row in rows if row.resolved == "yes" and row.difference * sign > 0
    ]


def _unit(row: Effect) -> str:
    return "" if row.unit.replace("-", " ") == _plain(row.indicator) else f" {row.unit}"


def _plain(indicator: str) -> str:
    return indicator.replace("_", " ")


def _worlds(case: Case) -> str:
    count = case.results.worlds.count
    return f"{count:,} world{'s' * (count != 1)}"
