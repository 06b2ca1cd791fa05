"""Robust choice in sentences: what was compared, what each rule chooses, what is traded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.registry import indicators
from twinsim.report.discovery.words.limits import share, shares
from twinsim.report.discovery.words.questions import EXPECTED
from twinsim.report.sweeps import FEW, chance, label
from twinsim.sweep.choice import FIRST as FEW_WORLDS
from twinsim.text import inert, listed, number

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.robust import Chosen, Robust

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
    what = "arm" if found.options.what == "arm" else f"choice of {inert(found.options.what, 60)}"
    return f"Which {what} stands by {found.options.indicator}, whatever is true?"


def opening(found: Robust) -> str:
    """What was compared, in how many states."""
    own = found.options
    few = FEW if own.worlds < FEW_WORLDS else ""
    return (
        f"{len(own.labels)} options ({inert(own.what)}) in {own.states:,} states and "
        f"{own.worlds:,} shared worlds, by {own.indicator} as a difference from the "
        f"reference, {EXPECTED}." + few
    )


def verdict(found: Robust) -> str:
    """What each rule chooses, how sure that is, and whether the sure ones agree."""
    told = "; ".join(_rule(chosen) for chosen in found.chosen)
    names = {c.option for c in found.chosen if not c.tied and c.sure >= _SETTLED}
    if not names:
        return f"No rule's choice is settled: {told}."
    if len(names) > 1:
        return f"Rules choose differently: {told}."
    return f"What is settled is for {label(names.pop())}: {told}."


def _rule(chosen: Chosen) -> str:
    if chosen.tied:
        return f"{RULES[chosen.rule]}: {chosen.tied} options alike"
    open_ = "" if chosen.sure >= _SETTLED else ", not settled"
    return f"{RULES[chosen.rule]}: {label(chosen.option)} (in {share(chosen.sure)} of draws{open_})"


def traded(found: Robust) -> str:
    """Which options no other beats in the trade-off."""
    names = {
        "mean": "mean",
        "low": "what one state in twenty falls short of",
        "cost": "money drawn",
    }
    kept = [f"{label(r.option)} ({chance(r.front)})" for r in found.rows if r.front >= 0.005]
    by = listed([names[id] for id in found.traded])
    return f"Not beaten in the trade-off of {by}, with the probability: {listed(kept)}."


def enough_sentence(found: Robust) -> str:
    """In how many states each option has enough, against the threshold that was set."""
    told = [f"{label(row.option)} {shares(row.enough)}" for row in found.rows[:_MOST_TOLD]]
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
