"""What does upskilling add: by a lever of the sweep, or by an arm that changes the course alone."""

from __future__ import annotations

from twinsim.report import sweeps, wording
from twinsim.report.page.analysis import Analyses
from twinsim.report.page.case import Case
from twinsim.report.page.questions import beliefs
from twinsim.report.page.questions.effect import NO_BELIEFS, RESULTS, SWEEP
from twinsim.report.page.questions.question import Question
from twinsim.report.page.questions.words import changed, mean_sentence, numbers
from twinsim.report.page.sweep import Sweep
from twinsim.sweep.answers.gather import headlines
from twinsim.text import inert, listed

ASKS = "What does upskilling add?"


def upskilling(case: Case, found: Analyses, command: str) -> Question:
    """What the course adds, against the same programme without it or with another."""
    course = beliefs.course_of(found.sweep) if found.own("sweep") and found.sweep else None
    if course is not None and found.sweep is not None:
        return _by_lever(case, found.sweep, course)
    if contrast := _by_arm(case):
        return Question(
            "upskilling",
            ASKS,
            changed(case, contrast),
            tuple(filter(None, (numbers(case, contrast),))),
            (RESULTS,),
            NO_BELIEFS,
            command,
        )
    missing = "no arm and no sweep here runs the same programme with the course and without it"
    return Question("upskilling", ASKS, (f"Not known: {missing}.",), command=command)


def _by_lever(case: Case, sweep: Sweep, course: beliefs.Course) -> Question:
    contrast = next(iter(case.against_reference), sweep.contrast)
    if contrast not in sweep.case.results.manifest.contrasts:
        contrast = sweep.contrast
    held = {id: beliefs.of_course(sweep, course, id, contrast) for id in headlines()}
    told = {id: one for id, one in held.items() if one is not None}
    links = (SWEEP,)
    if not told:
        said = f"Not known: too few worlds or draws of {sweeps.short(course.lever)} to compare."
        return Question("upskilling", ASKS, (said,), links=links)
    up = [_plain(id) for id, one in told.items() if one.mean.lo95 > 0]
    down = [_plain(id) for id, one in told.items() if one.mean.hi95 < 0]
    open_ = [_plain(id) for id in told if _plain(id) not in (*up, *down)]
    words = [f"{verb} {listed(what)}" for verb, what in (("raises", up), ("lowers", down)) if what]
    arm = inert(contrast.split("-")[0], 40)
    against = (
        f"the {sweeps.short(course.lever)} ({sweeps.quoted(course.written)}, against "
        f"{sweeps.quoted(course.other)})"
    )
    answer: list[str] = []
    if words:
        answer.append(
            f"In the model, on average over what is believed, {against} {' and '.join(words)} "
            f"in {arm}."
        )
    if open_:
        answer.append(f"These runs cannot tell for {listed(open_)}.")
    one = next(iter(told.values()))
    sure = (
        f"Compared: {sweeps.title(course.lever)}, the rest and the budget alike.",
        f"Differences with 95 % intervals over {one.draws:,} draws and luck "
        f"({wording.spaced(contrast)}): "
        + "; ".join(mean_sentence(one, id) for id, one in told.items())
        + ".",
    )
    return Question("upskilling", ASKS, tuple(answer), sure, links)


def _by_arm(case: Case) -> str:
    """A contrast of two arms that differ in the course alone; empty for none."""
    for contrast in case.results.manifest.contrasts:
        one, two = (_changes(case, arm) for arm in contrast.split("-"))
        rest = [{key: own[key] for key in own if key != "upskilling"} for own in (one, two)]
        if one != two and rest[0] == rest[1]:
            return contrast
    return ""


def _changes(case: Case, arm: str) -> dict[str, object]:
    own = dict(case.own(arm))
    programme = own.pop("programme", {})
    return {**(programme if isinstance(programme, dict) else {}), "": own}


def _plain(indicator: str) -> str:
    return indicator.replace("_", " ")
