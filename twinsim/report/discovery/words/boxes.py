"""The answer to a question in sentences: the box or why there is none, the tree, the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.report.discovery.words.limits import box_of, share, shares, small
from twinsim.report.discovery.words.questions import CONDITIONAL, EXPECTED, holds
from twinsim.report.sweeps import short
from twinsim.sensitivity.discovery.boxes import CHANCE, FEWEST_EACH, SHUFFLES, SPLITS
from twinsim.sensitivity.discovery.halves import STABLE
from twinsim.text import inert, listed

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.boxes import Restriction, Told
    from twinsim.sensitivity.discovery.cases import Cases, Input
    from twinsim.sensitivity.discovery.discover import Discovery
    from twinsim.sensitivity.discovery.frontier import Frontier
    from twinsim.sensitivity.discovery.questions import Question
    from twinsim.sweep.results import Results


def read(results: Results) -> str:
    """Of which sweep all of it was read, and what that does not vary."""
    manifest = results.manifest
    worlds = manifest.replicates()
    least, most = min(worlds, default=0), max(worlds, default=0)
    each = f"{most:,}" if least == most else f"{least:,} to {most:,}"
    return (
        f"{manifest.points:,} design points × {each} worlds (seed {manifest.identity.seed}) of the "
        "experiment's own sweep, in which forms of the model (switches) do not vary"
    )


def finding(found: Discovery) -> list[str]:
    """The answer in sentences: the rate, the box or why there is none, the tree, the frontier."""
    cases, question = found.cases, found.question
    said = [
        f"Over all {len(cases):,} cases, {holds(question)} in "
        f"{shares(found.found.rate)}, {EXPECTED}."
    ]
    if cases.alike:
        said.append(f"In {cases.alike:,} of them no world shows a difference: these count as no.")
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


def shuffled(found: Discovery) -> str:
    """How often shuffled outcomes had as good a box."""
    p = found.found.p_chance
    return f"at most {share(p)}" if p <= 1 / SHUFFLES else share(p)


def none_sentence(found: Discovery) -> str:
    """Why there is no stable box."""
    name = found.found
    if name.why == "few":
        which = "such" if name.rate.value < 0.5 else "other"
        return (
            f"No box is sought: in expectation fewer than {FEWEST_EACH:.0f} of the cases are "
            f"{which} ones."
        )
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
            f"No stable box: no restriction both recurs in {share(STABLE)} of {2 * SPLITS} halves "
            "of the cases and does better than luck would among so many inputs; those that recur "
            f"most: {listed(most)}. " + _more(found.cases)
        )
    return (
        "No stable box: boxes of one half of the cases hold no more in the other half than "
        "anywhere. " + _more(found.cases)
    )


def _more(cases: Cases) -> str:
    draws = len(set(cases.draws.tolist()))
    many = f"{len(cases):,} cases" + (f" ({draws:,} draws)" if draws < len(cases) else "")
    return (
        f"With {many} of {cases.worlds:,} worlds, none can be told from luck; that is not to say "
        "that nothing matters."
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
