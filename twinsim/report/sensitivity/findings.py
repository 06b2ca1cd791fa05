"""What was found, in sentences made from the numbers, and never more than they say.

A group is *resolved* where the whole of its interval lies above what an input without effect would
show at this size (the dummy's interval). Everything else is "not resolved at this size", and so is
an order of two groups whose intervals overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
    contrast = wording.spaced(PREMIUM)
    clear = [found for found in analysis.learnt.values() if found.clear]
    hidden = [found for found in analysis.learnt.values() if not found.clear]
    told, over = [], False
    for found in clear:
        rest, together = found.of(NOT_LEARNT), _rest(found.of(LEARNT).first)
        open_ = "" if above(rest.first, found.dummy.first) else f", {NOT_RESOLVED}"
        over |= max(rest.first.value, together.value) > 1.0
        told.append(
            f"{_indicator(found)} {per_cent(rest.first)} alone, {per_cent(together)} with what "
            f"they do together with the others{open_}"
        )
    said = (
        f"Not learnt: of the variance of {contrast} over the priors, parameters that no observed "
        "pattern informs (role not fit) bring: "
    )
    if told:
        said += "; ".join(told)
    if over:
        said += " (estimates are unbiased: one of a share near 100 % may come out above it)"
    if hidden:
        said += "; " if told else ""
        named = listed([_indicator(found) for found in hidden])
        said += f"{named}: {NOT_RESOLVED}, {_hides(hidden[0])}"
    return (
        f"{said}. No posterior ships yet: what is left is what patterns could inform, not what "
        "they have"
    )


def _indicator(found: SobolFound) -> str:
    return found.name.split(":")[0]


def _rest(share: Interval) -> Interval:
    return Interval(1.0 - share.value, 1.0 - share.hi95, 1.0 - share.lo95)


def _hides(found: SobolFound) -> str:
    """Of what size luck still hides what the inputs do."""
    return f"luck hides what the inputs do in {found.blocks} blocks × {found.worlds} worlds"


def unclear(found: SobolFound) -> str:
    """Why no share of an output's variance is given."""
    return (
        f"No shares: {NOT_RESOLVED}. Of the variance of single worlds "
        f"{per_cent(found.luck.inputs)} is of the inputs; {_hides(found)}."
    )


# --- by output -------------------------------------------------------------------------------


def screening(found: MorrisFound) -> str:
    """Which groups move an output most, and how many are below the noise floor; empty for none."""
    ranked = sorted(found.effects, key=lambda e: (-e.mu_star.value, e.group))
    clear = [e.group for e in ranked if above(e.mu_star, found.dummy)]
    if not clear:
        return ""
    open_ = len(ranked) - len(clear)
    said = f"{spaced(found.name)}: moved most by {_few(clear)}"
    return said + (f"; {open_} more {NOT_RESOLVED}" if open_ else "")


def shares(found: SobolFound) -> str:
    """Which inputs the variance of an output comes from, and which order is not resolved; empty
    where no input is told from noise."""
    ranked = sorted(found.indices, key=lambda i: (-i.total.value, i.group))
    clear = [i for i in ranked if above(i.total, found.dummy.total)]
    if not clear or not found.clear:
        return ""
    told = [
        f"{_shown(i.group)} {per_cent(i.total)}, with luck as an input "
        f"{per_cent(i.total_with_luck)}"
        for i in clear[:_FEW]
    ]
    more = f"; {len(clear) - _FEW} more" if len(clear) > _FEW else ""
    said = f"{spaced(found.name)}: total shares, luck averaged out: {'; '.join(told)}{more}"
    first, *others = clear
    if any(i.total.hi95 >= first.total.lo95 for i in others):
        said += "; which of these leads is not resolved"
    open_ = [i.group for i in ranked if i not in clear]
    return said + (f"; {NOT_RESOLVED}: {_few(open_)}" if open_ else "")


def luck(found: SobolFound) -> str:
    """How the variance of single worlds splits."""
    if found.worlds == 1:
        return f"{spaced(found.name)}: one world, luck is not told from the inputs"
    return (
        f"{spaced(found.name)}: {per_cent(found.luck.inputs)} of the inputs, "
        f"{per_cent(found.luck.total)} with luck (of that {per_cent(found.luck.first)} whatever "
        "the inputs)"
    )


def interplay(found: SobolFound) -> str:
    """The sum of first indices and what is left for interaction; empty where none is told, or an
    interval as wide as the whole variance tells nothing."""
    if not found.clear or not found.sum.hi95 - found.sum.lo95 < 1.0:
        return ""
    total = f"{found.sum.value:.2f} ({found.sum.lo95:.2f} to {found.sum.hi95:.2f})"
    return (
        f"{spaced(found.name)}: first indices sum to {total.replace('-', MINUS)}; "
        f"{per_cent(_rest(found.sum))} of the variance is of inputs that act together"
    )


def checked(sobol: SobolFound, pawn: PawnFound) -> str:
    """What distances see of what matters, and whether variances do; empty for nothing."""
    by_variance = {i.group for i in sobol.indices if above(i.total, sobol.dummy.total)}
    seen = [d.input for d in pawn.distances if pawn.resolved(d)]
    both = [group for group in seen if group in by_variance and sobol.clear]
    alone = [group for group in seen if group not in both]
    said = [f"{_few(both)} as by variance"] if both else []
    said += [f"{_few(alone)}, which variance does not resolve"] if alone else []
    return f"{spaced(sobol.name)}: {'; '.join(said)}" if said else ""


def settled(smaller: Sequence[SobolFound]) -> str:
    """How far the largest total index still moves when the sample doubles; empty for unknown."""
    *_, half, whole = smaller
    steps = {i.group: abs(i.total.value - half.of(i.group).total.value) for i in whole.indices}
    moved = {group: step for group, step in steps.items() if step == step}
    if not moved or not whole.clear:
        return ""
    group = max(moved, key=lambda g: moved[g])
    state = "still moves" if moved[group] > _CLOSE else "moves little"
    return (
        f"{spaced(whole.name)}: from {half.blocks} to {whole.blocks} blocks no total index moves "
        f"by more than {moved[group]:.2f} ({_shown(group)}): it {state}"
    )


def _few(groups: Sequence[str]) -> str:
    more = [f"{len(groups) - _FEW} more"] if len(groups) > _FEW else []
    return listed([*(_shown(group) for group in groups[:_FEW]), *more])


def _shown(group: str) -> str:
    return inert(group, 40)


def findings(analysis: Analysis) -> list[tuple[str, list[str]]]:
    """All sentences, by heading; outputs of which nothing is resolved share one."""
    found: list[tuple[str, list[str]]] = []

    def put(title: str, said: Mapping[str, str], nothing: str) -> None:
        told = [one for one in said.values() if one]
        silent = [spaced(name) for name, one in said.items() if not one]
        shown = "; ".join(
            [*silent[:_FEW], *([f"{len(silent) - _FEW} more"] * (len(silent) > _FEW))]
        )
        every = f"all {len(silent)} outputs" if len(silent) > 1 and not told else shown
        found.append((title, [*told, *([f"{nothing}: {every}"] if silent else [])]))

    for stage, title in (("groups", "Screening by groups"), ("inputs", "Screening by inputs")):
        if screened := analysis.morris(stage):
            size = next(iter(screened.values()))
            about = f"{size.trajectories} trajectories × {size.worlds} worlds"
            said = {name: screening(one) for name, one in screened.items()}
            put(f"{title} ({about})", said, f"no group is told from luck, {NOT_RESOLVED}")
    if whole := analysis.sobol:
        size_ = next(iter(whole.values()))
        about = f"{size_.blocks} blocks × {size_.worlds} worlds"
        nothing = f"no input is told from noise, {NOT_RESOLVED}"
        put(f"Shares of variance ({about})", _each(shares, whole), nothing)
        put("Acting together", _each(interplay, whole), NOT_RESOLVED)
        found.append(("Luck, of the variance of single worlds", [*_each(luck, whole).values()]))
        steps = analysis.stages["sobol"].smaller
        told = {name: settled(list(parts.values())) for name, parts in steps.items()}
        put("Convergence", told, "cannot be told at this size")
    if analysis.pawn:
        points = next(iter(analysis.pawn.values())).points
        said = {name: checked(analysis.sobol[name], one) for name, one in analysis.pawn.items()}
        put(f"Without variance (PAWN, {points} points)", said, f"nothing, {NOT_RESOLVED}")
    return found


def _each(say: Callable[[SobolFound], str], of: Mapping[str, SobolFound]) -> dict[str, str]:
    return {name: say(one) for name, one in of.items()}


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
