"""Robust choice in sentences: what was compared, what each rule chooses, what is traded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.registry import indicators
from twinsim.report.discovery.words.limits import share, shares
from twinsim.report.discovery.words.questions import EXPECTED
from twinsim.report.sweeps import FEW, chance, quoted
from twinsim.sweep.choice import FIRST as FEW_WORLDS
from twinsim.text import inert, listed, number

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.robust import Robust

_SETTLED = 0.9  # of draws
_MOST_TOLD = 8
RULES = {
    "mean": "highest mean over states",
    "worst": "least bad worst state (maximin)",
    "most": "smallest largest regret (minimax regret)",
    "enough": "enough in most states (satisficing)",
    "best": "best in most states",
}


def chooses(found: Robust) -> str:
    """What the choice is: `Which choice of course stands by net_value, whatever is true?`"""
    own = found.options
    what = "arm" if own.of_arms else f"choice of {inert(own.what, 60)}"
    return f"Which {what} stands by {found.options.indicator}, whatever is true?"


def opening(found: Robust) -> str:
    """What was compared, in how many states."""
    own = found.options
    few = FEW if own.worlds < FEW_WORLDS else ""
    levers = f" (levels of {listed([inert(id, 60) for id in own.levers])} among them)"
    return (
        f"{len(own.labels)} options ({inert(own.what)}) in {own.states:,} states"
        f"{levers if own.levers else ''} and {own.worlds:,} shared worlds, by "
        f"{own.indicator} as a difference from the reference, {EXPECTED}." + few
    )


def verdict(found: Robust) -> str:
    """What is settled, for which option and by which rules, and what is not.

    `Settled, in 90 % of draws or more, for “none”: highest mean over states (92 %). Not settled:
    enough in most states (satisficing): “as_written” in 86 % of draws.`
    """
    tied = [one for one in found.chosen if one.tied]
    sure = [one for one in found.chosen if not one.tied and one.sure >= _SETTLED]
    unsure = [one for one in found.chosen if not one.tied and one.sure < _SETTLED]
    options = list(dict.fromkeys(one.option for one in sure))
    said = []
    if len(options) > 1:
        said.append("Settled rules choose differently.")
    if not options and unsure:
        said.append("Nothing is settled: no rule chooses one option in 90 % of draws or more.")
    for option in options:
        by = [f"{RULES[c.rule]} ({share(c.sure)})" for c in sure if c.option == option]
        said.append(f"Settled, in 90 % of draws or more, for {quoted(option)}: {listed(by)}.")
    if unsure:
        each = [f"{RULES[c.rule]}: {quoted(c.option)} in {share(c.sure)} of draws" for c in unsure]
        said.append(f"{'Not settled' if options else 'As it stands'}: {'; '.join(each)}.")
    if tied:
        said.append(f"Options alike: {listed([f'{RULES[c.rule]} ({c.tied})' for c in tied])}.")
    return " ".join(said)


def traded(found: Robust) -> str:
    """Which options no other beats in the trade-off."""
    names = {
        "mean": "mean",
        "low": "what one state in twenty falls short of",
        "cost": "money drawn",
    }
    kept = [f"{quoted(r.option)} ({chance(r.front)})" for r in found.rows if r.front >= 0.005]
    by = listed([names[id] for id in found.traded])
    return f"Not beaten in the trade-off of {by}, with the probability: {listed(kept)}."


def enough_sentence(found: Robust) -> str:
    """In how many states each option has enough, against the threshold that was set."""
    told = [f"{quoted(row.option)} {shares(row.enough)}" for row in found.rows[:_MOST_TOLD]]
    more = len(found.rows) - _MOST_TOLD
    said = "; ".join([*told, *([f"{more} more in the table"] if more > 0 else [])])
    return (
        f"Enough, at least {threshold(found)} as a difference from the reference, in this share of "
        f"states: {said}."
    )


def choice(found: Robust) -> list[str]:
    """The choice in sentences: what was compared, what each rule chooses, what is traded."""
    return [opening(found), verdict(found), enough_sentence(found), traded(found)]


def threshold(found: Robust) -> str:
    """The threshold that counts as enough."""
    known = indicators()[found.options.indicator]
    return f"{number(found.threshold, known.digits)} {known.unit}"
