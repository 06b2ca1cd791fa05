"""Analyses that a report has a place for, as data: what each answers, and the command for it.

An analysis whose command comes later fills in `command` here, and its section in the templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from twinsim.report.page.case import Case


@dataclass(frozen=True)
class Analysis:
    """`command` makes it, with {results}, {scenario}, {size}, {seed}, {anchor} (the first city) and
    {cities} to be filled in; empty while no command does. `found` is what the results folder holds
    once it has been made, `section` the id of its section of the page."""

    id: str
    title: str
    answers: str
    found: str
    command: str = ""
    section: str = ""


ANALYSES = (
    Analysis(
        "firms",
        "Accounts by firm",
        "What becomes of the firms that a programme supports, of the others and of those born "
        "since, beside the same firms without it?",
        "firms",
        "twinsim run {scenario} --out {results} {size} --firms{cities}",
    ),
    Analysis(
        "verify",
        "The two engines compared",
        "Do the compiled core and the readable model give the same numbers for this scenario?",
        "",
        "twinsim verify {scenario} --seeds {seed}{cities}",
    ),
    Analysis(
        "sweep",
        "Designs and uncertain parameters",
        "How do the effects change with the programme's design, and over what is believed about "
        "the parameters?",
        "analysis/sweep",
        "twinsim sweep experiments/my-experiment.toml --out {results}/analysis/sweep{cities}",
        "sweep",
    ),
    Analysis(
        "sensitivity",
        "Sensitivity",
        "Which assumptions move the results most, and where does the conclusion turn?",
        "analysis/sensitivity",
        "twinsim sensitivity experiments/my-experiment.toml --into {results}{cities}",
        "sensitivity",
    ),
    Analysis(
        "discovery",
        "Discovery and robust choice",
        "What would have to be true for another answer, and which option stands whatever is true?",
        "analysis/sensitivity/discovery",
        "twinsim sensitivity experiments/my-experiment.toml --into {results}{cities}",
        "discovery",
    ),
    Analysis(
        "theory",
        "Theory of change",
        "How much of the impact flows through each arrow of the theory of change?",
        "analysis/theory",
    ),
    Analysis(
        "appraise",
        "Appraisal",
        "What is additional, what is it worth, against which cost, and what would more "
        "information be worth?",
        "analysis/appraise",
    ),
    Analysis(
        "pair",
        "Pairing",
        "Which other cities could be partners, and why?",
        "analysis/pair",
        "twinsim pair {anchor} --into {results}{cities}",
        "pairing",
    ),
)


STUDY = "twinsim study {scenario} --out {results} {size}{cities}"


@dataclass(frozen=True)
class Standing:
    """An analysis in this report: `made` where the folder holds it, else the command that makes
    it, empty where this version has none."""

    analysis: Analysis
    made: bool
    command: str


def standings(case: Case) -> list[Standing]:
    """Every analysis, with what the folder holds of it."""
    folder, filled = case.results.folder, _filled(case)
    return [
        Standing(
            one, bool(one.found) and (folder / one.found).is_dir(), one.command.format(**filled)
        )
        for one in ANALYSES
    ]


def study_command(case: Case) -> str:
    """The command that makes every analysis of a run that is missing, in its folder."""
    return STUDY.format(**_filled(case))


def _filled(case: Case) -> dict[str, object]:
    return {
        "results": case.place,
        "scenario": f"{case.place}/scenario.toml",
        "size": f"--replicates {case.results.replicates} --seed {case.seed}",
        "seed": case.seed,
        "anchor": next(iter(case.results.manifest.cities), ""),
        "cities": case.table_option,
    }
