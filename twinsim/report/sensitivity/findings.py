"""What was found, in sentences made from the numbers, and never more than they say.

A group is *resolved* where the whole of its interval lies above what an input without effect would
show at this size (the dummy's interval). Everything else is "not resolved at this size", and so is
an order of two groups whose intervals overlap.
"""

from __future__ import annotations

from collections.abc import Sequence

from twinsim.report import wording
from twinsim.sensitivity.analysis import PREMIUM, Analysis
from twinsim.sensitivity.groups import LEARNT, NOT_LEARNT
from twinsim.sensitivity.morris import MorrisFound
from twinsim.sensitivity.pawn import PawnFound
from twinsim.sensitivity.sobol import SobolFound
from twinsim.sensitivity.worlds import Interval, above
from twinsim.text import MINUS, inert, listed

NOT_RESOLVED = "not resolved at this size"
LOCAL = (
    "changing one input at a time around the central values would be a local check, and is not "
    "what this is"
)
_FEW = 5
_CLOSE = 0.1  # by which an index may still move when the sample doubles


def per_cent(value: Interval) -> str:
    """A share with its interval: `62 % (41 to 80)`."""
    if value.value != value.value:
        return "unknown"
    if value.lo95 != value.lo95:
        return f"{_whole(value.value)} % (interval unbounded)"
    return f"{_whole(value.value)} % ({_whole(value.lo95)} to {_whole(value.hi95)})"


def _whole(value: float) -> str:
    return f"{100 * value:.0f}".replace("-0", "0").replace("-", MINUS)


def spaced(name: str) -> str:
    """An output's name as people read it: `net_value, twin − solo`."""
    indicator, *rest = name.split(":")
    words = [wording.spaced(part) if "-" in part and "=" not in part else part for part in rest]
    return ", ".join([indicator, *("share that gain" if w == "gain" else w for w in words)])


# --- the first line --------------------------------------------------------------------------


def learnt(analysis: Analysis) -> str:
    """Which share of the variance of twin − solo no pattern informs; empty where not analysed."""
    if not analysis.learnt:
        return ""
    told = []
    for found in analysis.learnt.values():
        own, rest = found.of(LEARNT), found.of(NOT_LEARNT)
        share = Interval(
            1.0 - own.first.value, 1.0 - own.first.hi95, 1.0 - own.first.lo95
        )  # alone and with others
        indicator = found.name.split(":")[0]
        open_ = "" if above(rest.first, found.dummy.first) else f", {NOT_RESOLVED}"
        told.append(
            f"{indicator} {per_cent(rest.first)} alone, {per_cent(share)} with what they do "
            f"together with the others{open_}"
        )
    contrast = wording.spaced(PREMIUM)
    return (
        f"Not learnt: of the variance of {contrast} over the priors, parameters that no observed "
        f"pattern informs (role not fit) bring: {'; '.join(told)}. A posterior does not ship yet: "
        "the rest is what patterns could inform, not what they have"
    )


# --- by output -------------------------------------------------------------------------------


def screening(found: MorrisFound) -> str:
    """Which groups move an output most, and which are below the noise floor."""
    ranked = sorted(found.effects, key=lambda e: (-e.mu_star.value, e.group))
    clear = [e.group for e in ranked if above(e.mu_star, found.dummy)]
    open_ = [e.group for e in ranked if e.group not in clear]
    said = f"{spaced(found.name)}: "
    if clear:
        shown = [_shown(group) for group in clear[:_FEW]]
        more = f" and {len(clear) - _FEW} more" if len(clear) > _FEW else ""
        said += f"moved most by {listed(shown)}{more}"
    else:
        said += "no group is told from luck"
    if open_:
        many = len(open_)
        said += f"; {many} group{'s are' if many > 1 else ' is'} {NOT_RESOLVED}"
    return f"{said} ({found.trajectories} trajectories × {found.worlds} worlds)"


def shares(found: SobolFound) -> str:
    """Which inputs the variance of an output comes from, and which order is not resolved."""
    ranked = sorted(found.indices, key=lambda i: (-i.total.value, i.group))
    clear = [i for i in ranked if above(i.total, found.dummy.total)]
    open_ = [i.group for i in ranked if not above(i.total, found.dummy.total)]
    said = f"{spaced(found.name)}: "
    if clear:
        told = [f"{_shown(i.group)} {per_cent(i.total)}" for i in clear[:_FEW]]
        more = f" and {len(clear) - _FEW} more" if len(clear) > _FEW else ""
        said += f"variance with {listed(told)}{more}, in total"
        first, *others = clear
        if any(i.total.hi95 >= first.total.lo95 for i in others):
            said += "; which of these leads is not resolved"
    else:
        said += "no input is told from noise"
    if open_:
        said += f"; {NOT_RESOLVED}: {listed([_shown(group) for group in open_[:_FEW]])}"
        said += f" and {len(open_) - _FEW} more" if len(open_) > _FEW else ""
    return said


def luck(found: SobolFound) -> str:
    """How the variance of single worlds splits."""
    if found.worlds == 1:
        return f"{spaced(found.name)}: one world, luck is not told from the inputs"
    return (
        f"{spaced(found.name)}: of the variance of single worlds, {per_cent(found.luck.inputs)} "
        f"is of the inputs and {per_cent(found.luck.total)} goes with luck (of that "
        f"{per_cent(found.luck.first)} whatever the inputs)"
    )


def interplay(found: SobolFound) -> str:
    """The sum of first indices and what is left for interaction."""
    rest = Interval(1.0 - found.sum.value, 1.0 - found.sum.hi95, 1.0 - found.sum.lo95)
    return (
        f"{spaced(found.name)}: first indices sum to {found.sum.value:.2f} "
        f"({found.sum.lo95:.2f} to {found.sum.hi95:.2f}); {per_cent(rest)} of the variance is of "
        "inputs that act together"
    )


def checked(sobol: SobolFound, pawn: PawnFound) -> str:
    """Whether distances agree with variances on what matters."""
    by_variance = {i.group for i in sobol.indices if above(i.total, sobol.dummy.total)}
    told = {d.input: d.median.lo95 > pawn.dummy.hi95 for d in pawn.distances}
    both = sorted(group for group, seen in told.items() if seen and group in by_variance)
    alone = sorted(group for group, seen in told.items() if seen and group not in by_variance)
    said = f"{spaced(sobol.name)}: PAWN on {pawn.points} points "
    said += f"sees {listed(both)} too" if both else f"resolves none of these, {NOT_RESOLVED}"
    return said + (f", and {listed(alone)}, which variance does not resolve" if alone else "")


def settled(smaller: Sequence[SobolFound]) -> str:
    """How far the largest total index still moves when the sample doubles."""
    *_, half, whole = smaller
    moved = {
        i.group: abs(i.total.value - half.of(i.group).total.value)
        for i in whole.indices
        if i.total.value == i.total.value
        and half.of(i.group).total.value == half.of(i.group).total.value
    }
    if not moved:
        return f"{spaced(whole.name)}: convergence cannot be told at this size"
    group = max(moved, key=lambda g: moved[g])
    state = "still moves" if moved[group] > _CLOSE else "moves little"
    return (
        f"{spaced(whole.name)}: from {half.blocks} to {whole.blocks} blocks the most that a total "
        f"index {state} is {moved[group]:.2f} ({_shown(group)})"
    )


def _shown(group: str) -> str:
    return inert(group, 40)


def findings(analysis: Analysis) -> list[tuple[str, list[str]]]:
    """All sentences, by heading."""
    found: list[tuple[str, list[str]]] = []
    for stage, title in (("groups", "Screening by groups"), ("inputs", "Screening by inputs")):
        if screened := analysis.morris(stage):
            found.append((title, [screening(one) for one in screened.values()]))
    if analysis.sobol:
        every = list(analysis.sobol.values())
        found.append(("Shares of variance", [shares(one) for one in every]))
        found.append(("Acting together", [interplay(one) for one in every]))
        found.append(("Luck", [luck(one) for one in every]))
        own = analysis.stages["sobol"]
        told = [settled(list(parts.values())) for parts in own.smaller.values()]
        found.append(("Convergence", told))
    if analysis.pawn:
        told = [checked(analysis.sobol[name], one) for name, one in analysis.pawn.items()]
        found.append(("Without variance", told))
    return found


def conditions(analysis: Analysis) -> str:
    """On what all of it is conditional."""
    kinds = {kind: sum(one.kind == kind for one in analysis.inputs) for kind in _KINDS}
    told = [
        f"{n} {word if n > 1 else word[:-1]}" for kind, word in _KINDS.items() if (n := kinds[kind])
    ]
    asked = analysis.asked
    return (
        f"explores, conditional on the declared priors and ranges of {listed(told)}, taken as "
        f"independent, on {len(analysis.fixed)} parameters and levers held fixed, on levers and "
        f"switches with equal shares, and on {asked.replicates} worlds (seed {asked.seed}) that "
        f"all points share; {LOCAL}"
    )


_KINDS = {"lever": "levers", "parameter": "parameters", "switch": "switches"}
