"""From results to files: the page, the figures and the tables."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinsim.errors import Fault, ResultsError
from twinsim.report.page import basis, funnel, money, options, provenance, summary, sweep
from twinsim.report.page import results as results_of
from twinsim.report.page.analyses import standings
from twinsim.report.page.case import Case
from twinsim.report.page.files import Records, write_tables
from twinsim.report.page.pictures import Pictures, pictures
from twinsim.report.page.table import Table
from twinsim.sweep.files import make_folder, write_text
from twinsim.sweep.results import Results
from twinsim.text import visible

PAGE = "report.html"
_PLUS_MINUS = "\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}"
MARK = '<meta name="generator" content="twinsim'


@dataclass(frozen=True)
class Written:
    """What a report has written."""

    page: Path
    figures: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()


def write_report(
    results: Results,
    into: str | os.PathLike[str] | None = None,
) -> Written:
    """Write the page, and where it goes into the results folder its figures and tables too.

    `into` is a file for the page alone; without it the page is `report.html` of the folder, with
    `figures/` and `tables/` beside it.

    Raises :class:`ScenarioError` and :class:`ResultsError` for a wrong city table, a damaged
    folder, or a file at `into` that is no report; :class:`RunError` for what the system refuses.
    """
    case = Case.of(results)
    page = results.folder / PAGE if into is None else Path(into)
    _refuse_other(page)
    if results.manifest.identity.columns:
        return _write_sweep(case, page, alone=into is not None)
    drawn = pictures(results, None if into is not None else results.folder / "figures")
    text = render(case, drawn)
    make_folder(page.parent)
    write_text(page, text)
    if into is not None:
        return Written(page)
    tables = write_tables(dict(_files(case)), results.folder / "tables")
    return Written(page, drawn.files, tuple(tables))


def _write_sweep(case: Case, page: Path, *, alone: bool) -> Written:
    told = sweep.Sweep.of(case)
    folder = case.results.folder
    drawn, figures = sweep.pictures(told, None if alone else folder / "figures")
    text = _rendered("sweep.html", sweep.context(told, drawn))
    make_folder(page.parent)
    write_text(page, text)
    if alone:
        return Written(page)
    tables = write_tables(dict(sweep.files(told)), folder / "tables")
    return Written(page, tuple(figures), tuple(tables))


def render(case: Case, drawn: Pictures) -> str:
    """The page as HTML."""
    return _rendered("report.html", _context(case, drawn))


def _rendered(template: str, context: Mapping[str, Any]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("twinsim.report.page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tied"] = _tied
    return environment.get_template(template).render(context)


def _harmless(value: Any) -> Any:
    """What the page shows, whatever its source: no character of it steers or turns text."""
    return type(value)(visible(value)) if isinstance(value, str) else value


def _context(case: Case, drawn: Pictures) -> Mapping[str, Any]:
    worlds = case.results.worlds.count
    return {
        "case": case,
        "summary": summary,
        "options": options,
        "results": results_of,
        "funnel": funnel.funnel(case),
        "accounts": _accounts(case),
        "basis": basis,
        "provenance": provenance,
        "standings": standings(case),
        "pictures": drawn.of,
        "worlds": worlds,
        "tables": list(dict(_files(case))),
    }


def _tied(text: str) -> str:
    """The text with numbers tied to what belongs to them, so that no line ends in between."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%").replace(" ± ", _PLUS_MINUS)


def _accounts(case: Case) -> list[Table]:
    made = (money.by_line(case), money.by_payer(case), money.others(case))
    return [table for table in made if table is not None]


def _files(case: Case) -> Iterator[tuple[str, Records]]:
    """The tables that become files, by name."""
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


def _refuse_other(page: Path) -> None:
    """A file that is there and no report is nobody's to write over."""
    if page.is_dir():
        expected = "expected a file for the page, found a folder"
        raise ResultsError(Fault("", 0, "--out", str(page), expected))
    if page.is_symlink() or (page.exists() and not page.is_file()):
        expected = "expected a plain file for the page, found a link or a device"
        raise ResultsError(Fault("", 0, "--out", str(page), expected))
    if page.is_file():
        with open(page, encoding="utf-8", errors="replace") as file:
            if MARK not in file.read(4000):
                expected = "expected a new file, or a report of twinsim to replace"
                raise ResultsError(Fault("", 0, "--out", str(page), expected))
