"""What a sensitivity analysis has to state, and what was done here.

The rows are those of Saltelli, A. et al. (2019), Why so many published sensitivity analyses are
false, Environmental Modelling & Software 114, and of sensitivity auditing (Saltelli, A. et al.
(2013), What do I make of your latinorum?, International Journal of Foresight and Innovation Policy
9). What was not done is said with the command that does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from twinsim.report import wording
from twinsim.report.page.analysis.audit import audit
from twinsim.report.page.analysis.index_tables import amounts, fixed, inputs, rest
from twinsim.report.page.analysis.indices import Indices
from twinsim.report.page.case import Case
from twinsim.report.page.section import Folded, Part, Section
from twinsim.report.page.sweep import Sweep
from twinsim.report.page.table import Cell, Table, heads
from twinsim.report.sensitivity.findings import per_cent, spaced
from twinsim.text import listed

_KINDS = {"lever": "levers", "parameter": "parameters", "switch": "structural switches"}


@dataclass(frozen=True)
class Done:
    """What of the checklist there is to tell of, and the command for what there is not."""

    case: Case
    indices: Indices | None
    sweep: Sweep | None
    command: str


def section(done: Done) -> Section:
    """The checklist, the inputs and what was held fixed, and the questions of an auditor."""
    rows = tuple(
        (Cell(state), Cell(what, f"The command: {command}" if command else ""))
        for state, what, command in lines(done)
    )
    table = Table(
        id="checklist-rows",
        caption="What a sensitivity analysis must state, and what was done here",
        heads=heads("must state | here", text=(0, 1)),
        rows=rows,
        records=tuple(
            {"must_state": state, "here": what, "command": command}
            for state, what, command in lines(done)
        ),
    )
    audited = Table(
        id="checklist-audit",
        caption="Whose assumptions, what is left out, who loses",
        heads=heads("question | answer", text=(0, 1)),
        rows=tuple((Cell(name), Cell(said)) for name, said in audit(done.case)),
    )
    parts = [
        Part(tables=(table,), folded=tuple(_folded(done))),
        Part("Sensitivity auditing", tables=(audited,)),
    ]
    return Section(
        id="checklist",
        title="Sensitivity checklist",
        parts=tuple(parts),
        files={"checklist": table.records},
    )


def lines(done: Done) -> Iterator[tuple[str, str, str]]:
    """What must be stated, what was done, and the command where it was not."""
    found, missing = done.indices, ("Not done.", done.command)
    if found is None or not found.whole:
        yield ("purpose: how uncertain, or which inputs", *_purpose(done))
        for state in _STATES:
            yield (state, *missing)
        return
    purpose, command = _purpose(done)
    said = (*_every(found), *_size(found, missing), *_choices(found), *_explained(found))
    yield "purpose: how uncertain, or which inputs", purpose, command
    for state, (what, own) in zip(_STATES, said, strict=True):
        yield state, what, own


_STATES = (
    "every input: range, distribution, source, grade, correlation",
    "inputs held fixed, with the reason",
    "design and size",
    "convergence, the index against the size",
    "intervals",
    "structural choices varied",
    "outputs that decisions turn on, not raw levels alone",
    "sum of first indices, interaction, luck",
    "results that depend on nothing tested",
)

Told = tuple[str, str]


def _purpose(done: Done) -> Told:
    said, missing = [], []
    if done.sweep is not None:
        short = done.sweep.short
        said.append(
            f"How uncertain: {short.points:,} design points, {short.draws:,} draws of what is "
            f"sampled, {short.worlds:,} paired worlds"
        )
    else:
        said.append("How uncertain over what is believed: not done")
        missing.append(done.command)
    if done.indices is not None and done.indices.whole:
        said.append("Which inputs: done, above")
    else:
        said.append("Which inputs: not done")
        missing.append(done.command)
    return ". ".join(said) + ".", missing[0] if missing else ""


def _every(found: Indices) -> tuple[Told, Told]:
    kinds = Counter(one.kind for one in found.inputs)
    grades = Counter(one.grade for one in found.inputs if one.kind == "parameter")
    counted = [
        f"{kinds[kind]:,} {word if kinds[kind] != 1 else word[:-1]}"
        for kind, word in _KINDS.items()
        if kinds[kind]
    ]
    graded = [f"{n:,} of grade {grade or '–'}" for grade, n in sorted(grades.items())]
    correlated = sorted({one.correlation for one in found.inputs if one.correlation})
    every = (
        f"{listed(counted)}, in the table below. Of the parameters {listed(graded)}. Correlation: "
        f"{listed(correlated) or 'not said'}."
    )
    fixed = f"{len(found.fixed):,} parameters and levers, in the table below."
    return (every, ""), (fixed, "")


def _size(found: Indices, missing: Told) -> tuple[Told, Told, Told]:
    designs = []
    if found.morris:
        designs.append(f"Morris screening, {found.morris[0].size:,} trajectories")
    if found.sobol:
        designs.append(f"Sobol indices (Saltelli's design), {found.sobol[0].size:,} blocks")
    if found.pawn:
        designs.append(f"PAWN, {found.pawn[0].size:,} points")
    if found.parts:
        designs.append(f"learnt against not learnt, {found.parts[0].size:,} blocks")
    size = f"{listed(designs)}; {found.replicates:,} worlds, shared by all points."
    moved = found.document["tables"].records("convergence")
    steps = sorted({row["blocks"].count() for row in moved if row.text_of("stage") == "sobol"})
    told = (f"Indices at {listed([f'{n:,}' for n in steps])} blocks, in the figure above.", "")
    bootstrap = "95 %, by the bootstrap over rows and worlds, beside what an input without effect "
    return (size, ""), told if steps else missing, (bootstrap + "shows (the dummy).", "")


def _choices(found: Indices) -> tuple[Told]:
    switches = [
        f"{one.id} ({one.meaning}: {one.law})" for one in found.inputs if one.kind == "switch"
    ]
    if not switches:
        return (("None was varied.", ""),)
    return (
        (f"As discrete inputs: {'; '.join(switches)}. No other choice of form was varied.", ""),
    )


def _explained(found: Indices) -> tuple[Told, Told, Told]:
    placed = amounts(found, found.outputs)
    decided = [output for output in found.outputs if output.count(":") > 1 or "best=" in output]
    levels = len(found.outputs) - len(decided) - sum(map(len, placed.values()))
    what = [
        f"differences of {listed([output.split(':')[0] for output in own])}, "
        f"{wording.spaced(contrast)}"
        for contrast, own in placed.items()
    ]
    outputs = (
        f"{'; '.join(what).capitalize()}; {len(decided):,} signs and choices (share that gain, "
    )
    outputs += f"best arm or option); {levels:,} raw levels."
    sums = [
        f"{spaced(row.output)}: "
        + (
            f"first indices {per_cent(row.sum)}, interaction {per_cent(rest(row.sum))}, "
            if found.shared(row.output)
            else "first indices and interaction not resolved, "
        )
        + f"luck {per_cent(row.luck)} of single worlds"
        for row in found.shares
        if any(row.output in own for own in placed.values())
    ]
    return (
        (outputs, ""),
        ("; ".join(sums) + "." if sums else "No indices were computed.", ""),
        (_nothing(found), ""),
    )


def _nothing(found: Indices) -> str:
    """Outputs for which no input is told from noise, and those that do not vary."""
    silent = [
        spaced(output)
        for output in dict.fromkeys(row.output for row in found.sobol)
        if not found.clear(output)
    ]
    refused = [note for note in found.notes if "depends on none" in note]
    said = []
    if silent:
        said.append(
            f"Not resolved at this size, which is not to say that nothing matters: "
            f"{'; '.join(silent)}."
        )
    said += [f"{note}." for note in refused]
    if not said and not found.sobol:
        return "Cannot be told without indices."
    return " ".join(said) or "None: some input is told from noise for every output."


def _folded(done: Done) -> Iterator[Folded]:
    found = done.indices
    if found is None or not found.whole:
        return
    yield f"Every input ({len(found.inputs):,})", (inputs(found),), ()
    yield f"What was held fixed ({len(found.fixed):,})", (fixed(found),), ()
