"""What `study` says: its size, its stages, and in the end the first word of each analysis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import fill
from typing import TYPE_CHECKING, Any

from twinsim.text import inert

if TYPE_CHECKING:
    from twinsim.study.plan import Plan, StagePlan
    from twinsim.study.study import Study

_FIRST = {  # what stands before a line of the end
    "learnt": "sensitivity",
    "discovery": "discovery",
    "choice": "choice",
    "partners": "partners",
    "note": "note",
}
_INDENT = 17
_SENTENCES = 2  # of a finding: how often, and where or why not


def plan_text(plan: Plan) -> str:
    """The size of a study in a line for each stage that runs the model, and all of it."""
    from twinsim.cli.words import threads
    from twinsim.sweep.size import told

    lines = [_stage(stage) for stage in plan.stages]
    lines.append(
        f"{plan.runs:,} runs in all, about {_time(plan.seconds)} on {threads(plan.workers)} of "
        f"this machine as it is now, and {told(plan.bytes)} of disk; what is there already is not "
        "made again. The analyses, their figures and the page take some two minutes more"
    )
    lines += [f"Note: {note}" for note in plan.notes]
    return "\n".join(_wrapped(line) for line in lines)


def plan_document(plan: Plan) -> dict[str, Any]:
    """The same for machines."""
    return {
        "schema": 1,
        "stages": [asdict(stage) for stage in plan.stages],
        "runs": plan.runs,
        "seconds": plan.seconds,
        "bytes": plan.bytes,
        "workers": plan.workers,
        "notes": list(plan.notes),
    }


def begun(id: str) -> str:
    """A stage begins: `2/6 sweep: …`."""
    from twinsim.study.stages import STAGES

    return f"{list(STAGES).index(id) + 1}/{len(STAGES)} {id}: {STAGES[id]}"


def ended(made: Study) -> str:
    """What was found, in a few lines; the page says it all."""
    from twinsim.report.wording import CAVEAT

    lines = [(_FIRST[kind], text) for kind, text in first_words(made)]
    lines += [("note", note) for note in made.notes]
    lines.append(("caveat", CAVEAT))
    return "\n".join(
        fill(
            f"{label:<{_INDENT}}{inert(text, 1000)}",
            100,
            subsequent_indent=" " * _INDENT,
            break_on_hyphens=False,
        )
        for label, text in [*_effects(made), *_doubted(made), *lines]
    )


def study_document(made: Study) -> dict[str, Any]:
    """The same for machines."""
    from twinsim.cli.summary import document

    words: dict[str, list[str]] = {}
    for kind, text in first_words(made):
        words.setdefault(kind, []).append(text)
    return {
        **document(made.results),
        "report": str(made.report),
        "analyses": {
            "sweep": str(made.sweep.folder),
            "content": made.sweep.manifest.content,
        },
        "first_words": words,
        "notes": list(made.notes),
    }


def first_words(made: Study) -> Iterator[tuple[str, str]]:
    """The first thing that each analysis has to say, as its document has it."""
    if isinstance(learnt := made.sensitivity.get("learnt"), str) and learnt:
        yield "learnt", learnt
    said = _first(made.discovery.get("questions")).get("findings")
    if isinstance(said, list):
        yield "discovery", " ".join(str(one) for one in said[:_SENTENCES])
    best = _first(made.partners.get("candidates"))
    if {"name", "score_lo", "score_hi"} <= {*best}:
        ends = f"{best['score_lo']:.2f} to {best['score_hi']:.2f}"
        yield (
            "partners",
            f"{best['name']} has the best score for {made.partners.get('anchor')}, {ends} as facts "
            "are known; a score is no estimate of impact",
        )


def _first(rows: Any) -> dict[str, Any]:
    found = rows[0] if isinstance(rows, list) and rows else {}
    return found if isinstance(found, dict) else {}


def _effects(made: Study) -> Iterator[tuple[str, str]]:
    """The headlines of each contrast, at central values."""
    from twinsim.registry import indicators
    from twinsim.report import wording
    from twinsim.sweep.effects import TOTAL

    rows = [row for row in made.results.contrasts() if row.scope == TOTAL]
    rows = [row for row in rows if indicators()[row.indicator].headline]
    for contrast in made.results.manifest.contrasts:
        own = [row for row in rows if row.contrast == contrast]
        yield wording.spaced(contrast)[:_INDENT], " ".join(wording.headline_sentences(own))


def _doubted(made: Study) -> Iterator[tuple[str, str]]:
    """The same over draws of the priors, of some headlines, and what the course adds."""
    from twinsim.study.doubt import TOLD, doubted

    told: dict[str, list[str]] = {}
    for one in doubted(made.sweep, TOLD):
        told.setdefault(one.about, []).append(f"{one.indicator} {one.words}")
    for about, words in told.items():
        yield "over the priors", f"{about}: {'; '.join(words)}"
    if told:
        yield "", "means over draws of the priors and luck, ± 95 % of the mean"


def _stage(stage: StagePlan) -> str:
    most = "at most " if stage.most else ""
    points = f"{stage.points:,} points × " if stage.points > 1 else ""
    return (
        f"{stage.id:<12}{most}{points}{stage.worlds:,} worlds: {stage.runs:,} runs, about "
        f"{_time(stage.seconds)}"
    )


def _time(seconds: float) -> str:
    return f"{seconds:.2g} s" if seconds < 90 else f"{seconds / 60:.2g} minutes"


def _wrapped(line: str) -> str:
    return fill(line, 100, break_on_hyphens=False)
