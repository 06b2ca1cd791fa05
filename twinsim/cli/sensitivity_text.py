"""What `twinsim sensitivity` prints: its size, and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twinsim.sensitivity.analysis import Analysis, Planned


def text(found: Analysis) -> str:
    """What was found, in lines: what is not learnt first."""
    from textwrap import fill

    from twinsim.cli.tables import WIDTH
    from twinsim.registry import indicators
    from twinsim.report.discovery.words import CONDITIONAL, read
    from twinsim.report.sensitivity.findings import conditions, findings, learnt
    from twinsim.report.wording import CAVEAT

    lines = [first] if (first := learnt(found)) else []
    for title, said in findings(found):
        lines += ["", title, *(f"  {one}" for one in said)]
    for title, said in _explored(found):
        lines += ["", title, *(f"  {one}" for one in said)]
    lines = lines[1:] if lines and not lines[0] else lines
    lines.append("")
    lines += [f"note          {one}" for one in found.notes]
    if found.stages:
        lines.append(f"claim         {conditions(found)}")
    if found.explored:
        lines.append(f"cases         {read(found.explored.results)}")
        lines.append(f"boxes         {CONDITIONAL}")
        lines += [f"{id:13} {indicators()[id].meaning}" for id in found.asked.explored]
    lines.append(f"caveat        {CAVEAT}")
    headed = {"note", "claim", "cases", "boxes", "caveat", *found.asked.explored}

    def wrapped(line: str) -> str:
        later = "    " if line[:2] == "  " else " " * 14 if line[:13].strip() in headed else ""
        return fill(line, WIDTH, subsequent_indent=later, break_on_hyphens=False)

    return "\n".join(wrapped(line) if line else "" for line in lines)


def _explored(found: Analysis) -> Iterator[tuple[str, list[str]]]:
    """Each question and each choice with its sentences; what all of them are conditional on is said
    once, below."""
    from twinsim.report.discovery import words

    if found.explored is None:
        return
    for one in found.explored.found:
        yield words.asks(one.question), [s for s in words.finding(one) if s != words.CONDITIONAL]
    for choice in found.explored.choices:
        yield words.chooses(choice), words.choice(choice)


def size_text(planned: Planned) -> str:
    """The size of an analysis in a few lines."""
    from twinsim.cli.words import threads
    from twinsim.sweep.size import told

    points = sum(planned.points.values())
    stages = ", ".join(f"{name} {count:,}" for name, count in planned.points.items())
    lines = []
    if points:
        lines.append(f"at most {points:,} points ({stages}) in {planned.size.replicates} worlds")
    if cases := planned.cases:
        lines.append(f"{cases.points:,} cases in {cases.replicates} worlds, less what is there")
    if not lines:
        return "nothing is to be run"
    minutes = planned.seconds / 60
    time = f"{planned.seconds:.2g} s" if minutes < 1.5 else f"{minutes:.2g} minutes"
    lines += [
        f"{planned.runs:,} runs in all, about {time} on {threads(planned.size.workers)} of this "
        f"machine, measured at {planned.tried} points",
        f"about {told(planned.bytes)} of disk",
    ]
    return "\n".join(lines)


def size_document(planned: Planned) -> dict[str, object]:
    """The same for machines."""
    return {
        "points": dict(planned.points),
        "replicates": planned.size.replicates,
        "cases": planned.cases
        and {
            "points": planned.cases.points,
            "replicates": planned.cases.replicates,
            "runs": planned.cases.runs,
        },
        "runs": planned.runs,
        "seconds": planned.seconds,
        "bytes": planned.bytes,
        "workers": planned.size.workers,
        "tried": planned.tried,
    }
