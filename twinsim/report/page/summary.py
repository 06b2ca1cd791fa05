"""The decision summary: plain sentences that claim no more than the intervals do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from twinsim.registry import indicators, parameters
from twinsim.report import wording
from twinsim.report.page.basis import grade_of_parameter
from twinsim.report.page.case import Case
from twinsim.sweep.effects import Effect
from twinsim.text import inert, listed, number, span

_DESIGNS = {
    "none": "no programme",
    "solo": "each city's programme apart",
    "twin": "the paired programme",
}
_FEW = 100  # worlds


def arm_in_words(case: Case, arm: str) -> str:
    """An arm as a sentence names it: `the paired programme (twin)`."""
    known = _DESIGNS.get(case.design(arm)) if arm in ("baseline", "solo", "twin") else None
    return f"{known} ({arm})" if known else f"the arm {arm}"


def lead(case: Case) -> str:
    """The first paragraph: what the programme changes in the model, or that it changes nothing."""
    if not case.results.worlds.count:
        return "These results say nothing: every world holds a failed run."
    if not case.against_reference:
        return (
            f"No arm is compared with {case.reference} here, so these results do not say what a "
            "programme changes against it; the contrasts below say what they compare."
        )
    rows = [row for contrast in case.against_reference for row in case.of_contrast(contrast)]
    if all(row.resolved == "zero" for row in rows):
        return f"{_nothing(case, rows)} {_why_nothing(case)}".strip()
    if not any(row.resolved == "yes" for row in rows):
        said = [_change(case, contrast) for contrast in case.against_reference]
        return f"No effect is shown. {' '.join(said)} That is no evidence that there is none."
    first, *further = _leading(case)
    return " ".join([_change(case, first), *(_change(case, one, again=True) for one in further)])


def _leading(case: Case) -> list[str]:
    """The contrasts of the first paragraph: the first against the reference, and those of the
    same arm against other programmes."""
    first = case.against_reference[0]
    same = f"{first.split('-')[0]}-"
    others = [c for c in case.results.manifest.contrasts if c.startswith(same) and c != first]
    return [first, *others]


def contrasts(case: Case) -> Iterator[tuple[str, list[str]]]:
    """Each contrast: its heading, and what is clear of it, what is not, and of single worlds."""
    for contrast in case.results.manifest.contrasts:
        rows = case.of_contrast(contrast)
        said = wording.headline_sentences(rows)
        yield wording.heading(contrast), [*said, *_of_worlds(case, rows)]


def money(case: Case) -> list[str]:
    """What the programmes cost, and what relief would have to be worth."""
    if not wording.paying(case.results):
        return ["No arm has a programme to pay for."]
    said = [
        f"Planned cost: {wording.planned(case.results)}.",
        f"Drawn: {wording.drawn(case.results)}; the rest goes back to its payers.",
        f"Beside programmes, cities pay for what they adopt: {wording.bought(case.results)}.",
    ]
    said += [
        f"Value of relief at which net value is 0, {wording.spaced(contrast)}: "
        f"{wording.worth(case.results, contrast)}."
        for contrast in case.against_reference
        if any(row.resolved != "zero" for row in case.of_contrast(contrast))
    ]
    return said


def caveats(case: Case, swept: bool = False) -> list[str]:
    """What to know before any of it is used, the weightiest first; `swept`: draws of what is
    believed were run too."""
    graded = Counter(grade_of_parameter(id) for id in parameters())
    runs, where = "All runs take", "no interval of this report"
    if swept:
        runs, where = "Its runs take", "no interval of this summary; that over draws of it is"
        where += " told of at a glance, in the five questions and under Sweep"
    return [
        f"Doubt about the model's parameters is in {where}. {runs} "
        f"{wording.parameters(case.results)}; {graded['A']} of {len(parameters())} parameters "
        "are assumed.",
        "The arrows of the theory of change that lead to a headline are assumed in part: "
        f"{_sourced()}. A difference that is resolved may be wrong where the model is.",
        f"{wording.CAVEAT}. Its results are no evidence that a programme works.",
    ]


def warnings(case: Case) -> list[str]:
    """What is amiss with this very folder."""
    worlds, manifest = case.results.worlds, case.results.manifest
    said = []
    if worlds.failed:
        said.append(
            f"{worlds.failed:,} of {case.results.replicates:,} worlds hold a failed run and are "
            "left out of every contrast; status and reason are in runs/."
        )
    if not manifest.done:
        said.append("The run was not finished: worlds are missing that were asked for.")
    if 0 < worlds.count < _FEW:
        many = f"{worlds.count:,} world{'s' * (worlds.count != 1)}"
        said.append(f"{many} are few: intervals are wide, and rare outcomes may not be in them.")
    if not case.same_model:
        said.append(
            f"The numbers were made by another source of the model (twinsim "
            f"{inert(manifest.version, 40)}) than the one installed, which declares the "
            "parameters, evidence and meanings shown here."
        )
    return said


def _change(case: Case, contrast: str, *, again: bool = False) -> str:
    """A contrast in a sentence or two: what is raised, what is lowered, what is left open.

    `again`: the arm has been named, and the worlds.
    """
    arm, reference = contrast.split("-")
    rows = case.of_contrast(contrast)
    who, against = arm_in_words(case, arm), arm_in_words(case, reference)
    worlds = f"{case.results.worlds.count:,} world{'s' * (case.results.worlds.count != 1)}"
    if all(row.resolved == "zero" for row in rows):
        return f"Every headline is exactly the same with {who} as with {against}, in every world."
    up = [_by(row) for row in rows if row.resolved == "yes" and row.difference > 0]
    down = [_by(row) for row in rows if row.resolved == "yes" and row.difference < 0]
    if not up and not down:
        return f"With {worlds}, no headline of {who} can be told from that of {against}."
    changed = [
        f"{verb} {listed(what)}" for verb, what in (("raises", up), ("lowers", down)) if what
    ]
    left = [_plain(row.indicator) for row in rows if row.resolved == "no"]
    rest = f" Not resolved: {listed(left)}." if left else ""
    told = " and ".join(changed)
    if again:
        return f"Compared with {against}, it {told}.{rest}"
    return (
        f"In the model, on average over {worlds} and compared with {against}, {who} {told} "
        f"(± gives the 95 % interval of that average).{rest}"
    )


def _by(row: Effect) -> str:
    """`adoptions by 2.21 ± 0.21`, with the unit where the name does not say it."""
    digits = indicators()[row.indicator].digits
    size = number(abs(row.difference), digits)
    half = number(row.mc_hi95 - row.difference, digits)
    name = _plain(row.indicator)
    unit = "" if row.unit.replace("-", " ") == name else f" {row.unit}"
    return f"{name} by {size} ± {half}{unit}"


def _plain(indicator: str) -> str:
    return indicator.replace("_", " ")


def _nothing(case: Case, rows: Sequence[Effect]) -> str:
    arms = listed([arm_in_words(case, c.split("-")[0]) for c in case.against_reference])
    n = case.results.worlds.count
    heads = len({row.indicator for row in rows})
    return (
        f"This programme has no effect in the model: in each of {n:,} "
        f"world{'s' * (n != 1)}, all {heads} headlines are exactly the same with {arms} as with "
        f"{arm_in_words(case, case.reference)}."
    )


def _why_nothing(case: Case) -> str:
    if not wording.paying(case.results):
        return "Its planned cost is 0 k£: no programme runs."
    return ""


def _of_worlds(case: Case, rows: Sequence[Effect]) -> list[str]:
    """Of the first headlines that differ at all: how different single worlds are."""
    differing = [row for row in rows if row.resolved != "zero" and row.n]
    told = []
    for row in differing[:3]:
        tail = case.results.tail(row.indicator, row.contrast)
        ends = span(row.world_p05, row.world_p95, indicators()[row.indicator].digits)
        told.append(
            f"{row.indicator} {ends} {row.unit} (more in {100 * tail.gained:.0f} %, less in "
            f"{100 * tail.harmed:.0f} %)"
        )
    return [f"In the middle 90 % of single worlds: {'; '.join(told)}."] if told else []


def _sourced() -> str:
    heads = [id for id, known in indicators().items() if known.headline]
    shares = [f"{id} {wording.evidence_of(id).short}" for id in heads]
    return f"with a source are {listed(shares)} of them"
