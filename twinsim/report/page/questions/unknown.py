"""What we do not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from twinsim.registry import indicators, parameters
from twinsim.report import wording
from twinsim.report.page.analysis import Analyses
from twinsim.report.page.basis import grade_of_parameter
from twinsim.report.page.case import Case
from twinsim.report.page.questions.question import Question
from twinsim.report.sensitivity.findings import per_cent
from twinsim.sensitivity.groups import NOT_LEARNT
from twinsim.text import listed

ASKS = "What do we not know?"
_BASIS = ("basis", "What the model stands on")
_LIMITS = ("limits", "Limits of use")
_SENSITIVITY = ("sensitivity", "Sensitivity")


def unknown(case: Case, found: Analyses, command: str) -> Question:
    """What is assumed, what no pattern informs, what these runs leave open."""
    graded = Counter(grade_of_parameter(id) for id in parameters())
    said = [
        f"Whether the model is right: {graded['A']} of its {len(parameters())} parameters are "
        "assumed, and no interval on this page holds that its form may be wrong."
    ]
    if shares := list(_not_learnt(found)):
        said.append(
            "Of the doubt about what pairing adds, observed patterns can inform only a part; "
            f"parameters that none informs bring {listed(shares)}."
        )
    missing = list(_missing(found))
    return Question(
        "unknown",
        ASKS,
        tuple(said),
        tuple(_sure(case, found)),
        (_BASIS, *((_SENSITIVITY,) if found.own("indices") else ()), _LIMITS),
        f"Not looked at: {listed(missing)}" if missing else "",
        command if missing else "",
    )


def _not_learnt(found: Analyses) -> Iterator[str]:
    """The share of the variance of twin − solo of what no pattern informs, where it is told."""
    if not found.own("indices") or found.indices is None:
        return
    for row in found.indices.parts:
        if row.group == NOT_LEARNT and row.resolved and row.first.value == row.first.value:
            yield f"{per_cent(row.first)} of its variance for {row.output.split(':')[0]}"


def _sure(case: Case, found: Analyses) -> Iterator[str]:
    sourced = [
        f"{id} {wording.evidence_of(id).short}"
        for id, known in indicators().items()
        if known.headline
    ]
    yield (
        "Arrows of the theory of change that lead to a headline and rest on a source that was "
        f"read: {listed(sourced)}."
    )
    if found.own("indices") and found.indices is not None:
        hidden = [
            row.output.split(":")[0]
            for row in found.indices.parts
            if row.group == NOT_LEARNT and not row.resolved
        ]
        if hidden:
            yield (
                "Not resolved at this size, whether patterns could inform what pairing adds: "
                f"{listed(hidden)}."
            )
        silent = _silent(found)
        if silent:
            yield f"Not resolved at this size, which inputs move: {listed(silent)}."
    yield "Citizens, politics between the twins and firms outside the model are left out."


def _silent(found: Analyses) -> list[str]:
    """Headline differences for which no input is told from noise."""
    assert found.indices is not None
    outputs = [name for name in found.indices.outputs if name.count(":") == 1 and "-" in name]
    own = [name for name in outputs if found.indices.ranked(name)]
    open_ = [name for name in own if not found.indices.clear(name)]
    return [
        f"{name.split(':')[0]} ({wording.spaced(name.split(':')[1])})" for name in open_[:4]
    ] + ([f"{len(open_) - 4:,} more"] if len(open_) > 4 else [])


def _missing(found: Analyses) -> Iterator[str]:
    if not found.own("sweep"):
        yield "what is believed about the parameters (sweep)"
    if not found.own("indices"):
        yield "which assumptions move the results (sensitivity)"
    if not found.own("explored"):
        yield "where the answers turn (discovery)"
