"""The page of a run: what its template needs, and its tables as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twinsim.report.page import basis, funnel, money, options, provenance, summary
from twinsim.report.page import results as results_of
from twinsim.report.page.analyses import standings, study_command
from twinsim.report.page.analysis import Analyses
from twinsim.report.page.case import Case
from twinsim.report.page.files import Records
from twinsim.report.page.pictures import Picture
from twinsim.report.page.questions import glance, questions
from twinsim.report.page.section import Section
from twinsim.report.page.table import Table

BASIS = (
    "The value is the one of these runs, the prior what is believed about it; no run of the arms "
    "above draws from it."
)
LIMITS = (
    "Runs take the central value of each parameter, and most parameters are assumed. What is "
    "believed about them is not sampled, so that the intervals of these runs do not hold that "
    "doubt; a sweep's do, where one stands above.",
    "City facts carry source, year and grade; missing facts stay missing, and what the model takes "
    "for them stands under the table of cities. The needs of a city are drawn, not known.",
    "The firms modelled are those that might answer a public challenge: 10 to 249 staff, or young, "
    "in 13 sectors. Jobs count these firms and what they take from the rest of their sector.",
    "A difference that is resolved may still be small, or wrong where the model is. One that is "
    "not resolved is not shown to be zero.",
    "Many differences are looked at here: of twenty that are truly zero, about one interval of "
    "95 % would still leave zero out.",
)


def context(
    case: Case,
    found: Analyses,
    sections: Sequence[Section],
    drawn: Mapping[str, list[Picture]],
    tables: Mapping[str, Records],
) -> Mapping[str, Any]:
    """What the template needs."""
    glanced = glance(case, found)
    return {
        "title": case.title,
        "case": case,
        "questions": questions(case, found, study_command(case)),
        "glance": glanced,
        "swept": found.own("sweep"),
        "summary": summary,
        "options": options,
        "results": results_of,
        "funnel": funnel.funnel(case),
        "accounts": _accounts(case),
        "analyses": sections,
        "shown": [section.id for section in sections],
        "basis": basis,
        "basis_note": BASIS,
        "provenance": provenance,
        "standings": standings(case),
        "pictures": drawn,
        "worlds": case.results.worlds.count,
        "tables": list(tables),
        "limits": LIMITS,
        "contents": [
            *([("at-a-glance", "At a glance")] if glanced else []),
            *_contents(sections, unfolds=bool(drawn["unfolding"])),
        ],
    }


def tables(case: Case, sections: Sequence[Section]) -> dict[str, Records]:
    """The tables that become files, by name."""
    return dict(_tables(case, sections))


def _tables(case: Case, sections: Sequence[Section]) -> Iterator[tuple[str, Records]]:
    yield "headlines", [row for t in results_of.totals(case) for row in t.records]
    yield "headlines_by_city", [row for t in results_of.by_city(case) for row in t.records]
    yield "arms", options.arms(case).records
    yield "cities", options.cities(case).records
    if (cited := options.city_sources(case)) is not None:
        yield "city_sources", cited.records
    if (steps := funnel.funnel(case)) is not None:
        yield "funnel", steps.records
    for table in _accounts(case):
        yield table.id.replace("-", "_"), table.records
    yield "parameters", basis.parameter_records(case)
    yield "arrows", basis.arrows(case).records
    for section in sections:
        yield from section.files.items()


def _accounts(case: Case) -> list[Table]:
    made = (money.by_line(case), money.by_payer(case), money.others(case))
    return [table for table in made if table is not None]


def _contents(sections: Sequence[Section], *, unfolds: bool) -> Iterator[tuple[str, str]]:
    """The id and the name of each section, in order."""
    yield "questions", "Five questions"
    yield "summary", "Decision summary"
    yield "options", "Options and arms"
    yield "results", "Results against the reference"
    yield "funnel-section", "Funnel"
    yield "accounts", "Accounts"
    if unfolds:
        yield "unfolding", "How it unfolds"
    for section in sections:
        yield section.id, section.title
    yield "basis", "What the model stands on"
    yield "analyses", "Further analyses"
    yield "provenance", "Provenance"
    yield "limits", "Limits of use"
