"""What a portfolio by simulated impact comes to, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.pairing.impact.sentences import CAVEAT
from twinsim.pairing.impact.sets import level
from twinsim.pairing.objects import Estimate
from twinsim.registry import indicators
from twinsim.sweep.stats import worlds_to_resolve
from twinsim.text import inert, listed, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twinsim.pairing.impact.portfolio_simulation import PortfolioSimulation

_MOST = 4  # names that are listed
_ENOUGH = 1_000_000
_OFTEN = 0.5


def sentences(told: PortfolioSimulation) -> list[str]:
    """The answer first, then what it rests on, then what it is compared with."""
    return [
        text
        for text in (
            _best(told),
            _total(told),
            _members(told),
            _score(told),
            _below(told),
            _losses(told),
            *_left_out(told),
            f"{CAVEAT}.",
        )
        if text
    ]


def _best(told: PortfolioSimulation) -> str:
    """Which set is best, or what it would take to tell."""
    sets = told.sets
    many = len(told.best)
    if not told.second:
        return f"There is one set of {many} pair{'s' * (many != 1)}: nothing is compared."
    same = f"{100 * sets.same:.0f} %"
    if told.told_apart:
        return (
            f"This set of {many} pair{'s' * (many != 1)} is told apart as the best: it is the best "
            f"in {same} of {sets.draws:,} draws of what the expected impacts may be."
        )
    ins = sorted(set(told.second) - set(told.best))
    outs = sorted(set(told.best) - set(told.second))
    swap = f"the next, with {_pairs(ins)} in place of {_pairs(outs)},"
    if level(sets):
        return (
            f"These runs cannot tell which set of pairs is best: {swap} comes to the very same; "
            f"this one results in {same} of {sets.draws:,} draws of what the expected impacts may "
            "be."
        )
    gap, half = sets.gap.value, sets.gap.hi95 - sets.gap.value
    need = worlds_to_resolve(gap, half, sets.worlds)
    would = "over a million" if need is None or need > _ENOUGH else f"about {need:,}"
    behind = f"{_mean(told, sets.gap)} {told.unit}"
    return (
        f"These runs cannot tell which set of pairs is best: in {sets.draws:,} draws of what the "
        f"expected impacts may be this very set is the best in {same}; {swap} is {behind} "
        f"behind as seen, and telling the two apart would take {would} replicates of each."
    )


def _total(told: PortfolioSimulation) -> str:
    sets = told.sets
    if not told.second:
        return f"It comes to {_signed(told, sets.total)} {told.unit}, twin − baseline."
    return (
        f"The set comes to {_signed(told, sets.total)} {told.unit} as seen, twin − baseline, which "
        f"is too high where luck has chosen; held out (chosen without a tenth of the "
        f"{sets.worlds:,} worlds and counted in that tenth, each in turn) to "
        f"{_signed(told, sets.held)}."
    )


def _members(told: PortfolioSimulation) -> str:
    """The pairs that most draws agree on."""
    if not told.second:
        return ""
    often = sorted((one for one in told.pairs if one.member > _OFTEN), key=lambda one: -one.member)
    if not often:
        return "No pair belongs to the best set in more than half of the draws."
    named = [f"{_pair(one.a, one.b)} {100 * one.member:.0f} %" for one in often[:_MOST]]
    more = f" and {len(often) - _MOST} more" if len(often) > _MOST else ""
    only = "" if len(often) > 1 else "only "
    return (
        f"To the best set belong, in more than half of the draws, {only}"
        f"{', '.join(named) if more else listed(named)}{more}."
    )


def _score(told: PortfolioSimulation) -> str:
    """Whether it is told apart from the set that scores choose."""
    if not told.second:
        return ""
    shared = set(told.best) & set(told.by_score)
    if len(shared) == len(told.best):
        return "Scores, with missing facts at their worst, choose the same set."
    gain = told.over_score
    how = (
        f"{len(shared)} of {len(told.best)} pairs are in both; sets chosen by impact come to "
        f"{_signed(told, gain)} {told.unit} more, held out"
    )
    if gain.lo95 > 0:
        return f"It is told apart from the set that scores choose: {how}."
    if gain.hi95 < 0:
        return (
            "Chosen by so few worlds, sets by impact do worse than the set that scores choose: "
            f"{how}."
        )
    return f"These runs cannot tell it from the set that scores choose: {how}."


def _below(told: PortfolioSimulation) -> str:
    """Pairs that are in the set only because everybody is to be paired."""
    low = [pair for pair in told.best if told.pair(*pair).impact.value < 0]
    if not low:
        return ""
    clear = [pair for pair in low if told.pair(*pair).impact.hi95 < 0]
    sure = f", told from 0 for {_pairs(clear)}" if clear else ", for none told from 0"
    return (
        f"{len(low)} of its {len(told.best)} pairs {'have' if len(low) > 1 else 'has'} a mean "
        f"below 0{sure}: they are in it since as many cities as can be are paired."
    )


def _losses(told: PortfolioSimulation) -> str:
    """Who gives something up, as far as that can be told."""
    rows = [row for row in told.given_up if row.partner and row.favourite != row.partner]
    if not rows:
        return "Every city that has a partner has its favourite."
    clear = sorted((row for row in rows if row.loss.lo95 > 0), key=lambda row: -row.loss.value)
    many = f"{len(rows)} cit{'ies' if len(rows) > 1 else 'y'}"
    if not clear:
        return f"Of {many} not with the favourite, no loss is told from 0."
    named = [
        f"{_name(row.city)} ({_mean(told, row.loss)} with {_name(row.favourite)})"
        for row in clear[:_MOST]
    ]
    return (
        f"Of {many} not with the favourite, the loss is above 0 for {len(clear)}, not counting "
        f"that {len(rows)} were asked and favourites chosen by the same worlds: {listed(named)}"
        f"{' first' if len(clear) > _MOST else ''}."
    )


def _left_out(told: PortfolioSimulation) -> list[str]:
    if not told.left_out:
        return []
    pair, why = next(iter(told.left_out.items()))
    many = len(told.left_out)
    return [
        f"{many} pair{'s' * (many != 1)} could not be simulated and may not be chosen; the first, "
        f"{inert(pair, 80)}: {inert(why, 120)}."
    ]


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    named = [_pair(*pair) for pair in pairs]
    more = f" and {len(named) - _MOST} more" if len(named) > _MOST else ""
    return f"{', '.join(named[:_MOST])}{more}" if more else listed(named)


def _pair(a: str, b: str) -> str:
    return f"{_name(a)}–{_name(b)}"


def _name(city: str) -> str:
    return inert(city, 40)


def _signed(told: PortfolioSimulation, found: Estimate) -> str:
    digits = indicators()[told.indicator].digits
    half = number(found.hi95 - found.value, digits)
    return f"{number(found.value, digits, sign=True)} ± {half}"


def _mean(told: PortfolioSimulation, found: Estimate) -> str:
    digits = indicators()[told.indicator].digits
    return f"{number(found.value, digits)} ± {number(found.hi95 - found.value, digits)}"
