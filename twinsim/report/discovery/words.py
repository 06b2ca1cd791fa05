"""The wording of discovery and robust choice, wherever they are shown.

Plain text; what others typed (ids of factors, labels) is inert in it. Every sentence says how sure
it is, and what it is conditional on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from twinsim.registry import indicators, parameters
from twinsim.registry.chain import grade_of
from twinsim.report.sweeps import FEW, chance, label, short
from twinsim.report.wording import spaced
from twinsim.sensitivity.discovery.boxes import CHANCE, SHUFFLES, SPLITS, STABLE
from twinsim.sensitivity.discovery.robust import Chosen, Robust
from twinsim.sweep.chance import Estimate
from twinsim.sweep.choice import FIRST as FEW_WORLDS
from twinsim.text import MINUS, inert, listed, number, span

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.boxes import Restriction, Told
    from twinsim.sensitivity.discovery.cases import Cases, Input
    from twinsim.sensitivity.discovery.discover import Discovery
    from twinsim.sensitivity.discovery.frontier import Frontier
    from twinsim.sensitivity.discovery.prim import Box, Limits
    from twinsim.sensitivity.discovery.questions import Question

CONDITIONAL = (
    "Conditional on the model, on the factors that were varied and on their ranges: a box says "
    "where in these the answer differs, not how likely the world is to lie there."
)
_SETTLED = 0.9  # of draws
EXPECTED = "in expectation over luck"
RULES = {
    "mean": "highest mean over states",
    "worst": "least bad worst state (maximin)",
    "most": "smallest largest regret (minimax regret)",
    "enough": "enough in most states (satisficing)",
    "best": "best in most states",
}


# --- questions -------------------------------------------------------------------------------


def asks(question: Question) -> str:
    """The question: `Where is net_value lower in twin than in baseline?`"""
    if question.lever:
        return (
            f"Where does {short(question.lever)} {label(question.level)} do better than "
            f"{label(question.against)}, by {question.indicator} ({_contrast(question)})"
            f"{_beyond(question)}?"
        )
    arm, other = question.contrast.split("-")
    return (
        f"Where does {inert(arm)} have {'less' if question.below else 'more'} "
        f"{question.indicator} than {inert(other)}{_beyond(question)}?"
    )


def holds(question: Question) -> str:
    """What is true where the answer is yes: `twin has less net_value than baseline`."""
    if question.lever:
        less = "does worse" if question.below else "does better"
        return (
            f"{short(question.lever)} {label(question.level)} {less} than "
            f"{label(question.against)} by {question.indicator}{_beyond(question)}"
        )
    arm, other = question.contrast.split("-")
    less = "less" if question.below else "more"
    return f"{inert(arm)} has {less} {question.indicator} than {inert(other)}{_beyond(question)}"


def _contrast(question: Question) -> str:
    return spaced(inert(question.contrast))


def _beyond(question: Question) -> str:
    if question.threshold == 0.0:
        return ""
    known = indicators()[question.indicator]
    least = -question.threshold if question.below else question.threshold
    return f", by more than {number(least, known.digits)} {known.unit}"


# --- boxes -----------------------------------------------------------------------------------


def box_of(inputs: tuple[Input, ...], box: Box) -> str:
    """A box as conditions: `crowding_out is 0.617 or more (grade A) and …`; `anywhere` for all."""
    told = [
        f"{limits_of(inputs[j], limits)}{grade(inputs[j])}"
        for j, limits in box.items()
        if limits.sides
    ]
    return listed(told) or "anywhere"


def limits_of(one: Input, limits: Limits, *, place: bool = True) -> str:
    """The limits of one input, and which part of what was drawn they leave."""
    name = short(one.id)
    if limits.choices is not None:
        return f"{name} is {' or '.join(label(one.labels[c]) for c in sorted(limits.choices))}"
    kept = f" ({share(float(limits.holds(one.values).mean()))} of what was run)" if place else ""
    low, high = digits(limits.low), digits(limits.high)
    if limits.sides == ("low",):
        return f"{name} is {low} or more{kept}"
    if limits.sides == ("high",):
        return f"{name} is {high} or less{kept}"
    return f"{name} is {low} to {high}{kept}"


def grade(one: Input) -> str:
    """The grade of evidence for what is believed of an uncertain parameter; a lever has none."""
    row = parameters().get(one.id) if one.factor.role == "uncertainty" else None
    return f" [{grade_of(row.evidence)}]" if row else ""


def digits(value: float) -> str:
    """A limit in three figures."""
    return f"{value:.3g}".replace("-", MINUS)


def share(value: float) -> str:
    """A share in per cent, never a certainty that it is not."""
    if math.isnan(value):
        return "–"
    if 0.995 <= value < 1.0:
        return "> 99 %"
    return "< 1 %" if 0.0 < value < 0.005 else f"{100 * value:.0f} %"


def shares(found: Estimate) -> str:
    """A share with its interval: `99 % (98 to 100)`."""
    return f"{share(found.value)} ({span(100 * found.lo95, 100 * found.hi95, 0)})"


def finding(found: Discovery) -> list[str]:
    """The answer in sentences: the rate, the box or why there is none, the tree, the frontier."""
    cases, question = found.cases, found.question
    said = [
        f"Over all {len(cases):,} cases, {holds(question)} in "
        f"{shares(found.found.rate)}, {EXPECTED}."
    ]
    box = found.found.box
    said += box_sentences(found, box) if box else [none_sentence(found)]
    if found.found.why != "few":
        said.append(tree_sentence(found))
        if found.frontier is not None:
            said.append(frontier_sentence(found.frontier, question))
    if cases.left_out:
        why = f"; the first because: {inert(cases.reason, 200)}" if cases.reason else ""
        said.append(f"{cases.left_out:,} cases with too few worlds are left out{why}.")
    said.append(CONDITIONAL)
    return said


def box_sentences(found: Discovery, box: Told) -> list[str]:
    """A box that is stable, in words."""
    conditions = box_of(found.cases.inputs, {r.input: r.limits for r in box.restrictions})
    recurs = listed([recurring(found.cases.inputs, one) for one in box.restrictions])
    return [
        f"Where {conditions}: {holds(found.question)} in {shares(box.density)} of the cases, "
        f"against {shares(box.outside)} elsewhere; the box holds {shares(box.coverage)} of all "
        f"such cases and {share(box.mass)} of all cases. Intervals are over cases and "
        "shared luck, for this box.",
        f"Boxes of one half of the cases hold {share(box.held_density)} in the other half, against "
        f"{share(box.held_rate)} of all there. Recurs in halves: {recurs}. As good a box by "
        f"chance: {shuffled(found)} of shuffled outcomes; at most {box.by_luck:.2f} restrictions "
        "are expected to recur so often by luck.",
    ]


def recurring(inputs: tuple[Input, ...], one: Restriction) -> str:
    """How often a restriction recurs, and its quasi-p-value."""
    least = min(one.recurs.values())
    return f"{short(inputs[one.input].id)} {share(least)} (quasi-p {small(one.quasi_p)})"


def small(p: float) -> str:
    """A small probability."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def shuffled(found: Discovery) -> str:
    """How often shuffled outcomes had as good a box."""
    p = found.found.p_chance
    return f"at most {share(p)}" if p <= 1 / SHUFFLES else share(p)


def none_sentence(found: Discovery) -> str:
    """Why there is no stable box."""
    name = found.found
    if name.why == "few":
        rare = "rare" if name.rate.value < 0.5 else "nearly everywhere so"
        return f"No box is sought: that is {rare}, so that too few cases differ."
    if name.why == "chance":
        return (
            f"No stable box: outcomes shuffled over the cases have one as good in "
            f"{share(name.p_chance)} of the trials (more than {share(CHANCE)}). "
            + _more(found.cases)
        )
    if name.why == "unstable":
        most = [
            f"{short(found.cases.inputs[j].id)} in {share(often)}"
            for (j, _), often in list(name.recurs.items())[:2]
        ]
        return (
            f"No stable box: no restriction recurs in {share(STABLE)} of {2 * SPLITS} halves of "
            "the cases and does better than luck would among so many inputs; most often "
            f"{listed(most)}. " + _more(found.cases)
        )
    return (
        "No stable box: boxes of one half of the cases hold no more in the other half than "
        "anywhere. " + _more(found.cases)
    )


def _more(cases: Cases) -> str:
    return (
        f"With {len(cases):,} cases of {cases.worlds:,} worlds, none can be told from luck; that "
        "is not to say that nothing matters."
    )


def tree_sentence(found: Discovery) -> str:
    """What the tree says, beside the box."""
    tree = found.tree
    if tree is None:
        return "A tree as a second view needs scikit-learn: pip install 'twinsim[discovery]'."
    if not tree.depth:
        return "As a second view, a tree: no split holds outside the cases it was made from."
    ends = [
        f"{share(leaf.density)} where {box_of(found.cases.inputs, leaf.box)}"
        for leaf in (tree.leaves[0], tree.leaves[-1])
    ]
    return (
        f"As a second view, a tree explains {share(tree.explains)} of the variance between cases "
        f"that it was not made from: from {ends[0]} to {ends[1]}."
    )


# --- the frontier ----------------------------------------------------------------------------


def frontier_sentence(found: Frontier, question: Question) -> str:
    """Where the answer turns in the two strongest inputs."""
    both = f"{short(found.across.id)} and {short(found.down.id)}"
    if found.state == "chance":
        return (
            "No break-even is drawn: no input stands out; the strongest, "
            f"{short(found.across.id)}, is as strong in {share(found.by_chance[0])} of "
            "shuffled cases."
        )
    weak = ""
    if found.by_chance[1] > CHANCE:
        weak = (
            f" {short(found.down.id)} is as strong in {share(found.by_chance[1])} of shuffled "
            "cases, so that the frontier's slope says little."
        )
    settled = f"which side is settled on {share(found.settled)} of the range that holds cases"
    if found.state == "turns":
        return (
            f"Break-even in the two strongest inputs, {both}: the answer turns within the range; "
            f"{settled}.{weak}"
        )
    yes = "yes" if found.state == "above" else "no"
    return (
        f"No frontier in range: in {both}, the two strongest inputs, it is {yes} on the whole "
        f"range for most draws of the rest ({holds(question)}); {settled}.{weak}"
    )


# --- robust choice ---------------------------------------------------------------------------


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


def threshold(found: Robust) -> str:
    """The threshold that counts as enough."""
    known = indicators()[found.options.indicator]
    return f"{number(found.threshold, known.digits)} {known.unit}"


def value(found: Estimate, own: int) -> str:
    """A value with its interval in brackets."""
    if found.lo95 == found.hi95:
        return number(found.value, own)
    return f"{number(found.value, own)} ({span(found.lo95, found.hi95, own)})"


def finite(value: float) -> float | None:
    """The value for JSON: None where there is none."""
    return float(value) if np.isfinite(value) else None
