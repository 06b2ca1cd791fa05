"""From results to files: the page, the figures and the tables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinsim._version import __version__
from twinsim.errors import Fault, ResultsError
from twinsim.report.page import scenario, sweep
from twinsim.report.page.analysis import Analyses, analyses
from twinsim.report.page.case import Case
from twinsim.report.page.files import Records, write_tables
from twinsim.report.page.pictures import pictures
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
    found = analyses(case)
    folder = None if into is not None else results.folder / "figures"
    if results.manifest.identity.columns:
        text, figures, tables = _sweep(case, found, folder)
    else:
        text, figures, tables = _scenario(case, found, folder)
    make_folder(page.parent)
    write_text(page, text)
    if into is not None:
        return Written(page)
    return Written(page, figures, tuple(write_tables(tables, results.folder / "tables")))


Made = tuple[str, tuple[Path, ...], Mapping[str, Records]]


def _scenario(case: Case, found: Analyses, folder: Path | None) -> Made:
    """The page of a run, the figures that were saved, and the tables that become files."""
    found.sections(case, {})  # what is wrong with a document is told before anything is drawn
    drawn = pictures(case.results, folder)
    swept, files = sweep.pictures(found.sweep, folder) if found.sweep else ({}, [])
    sections = found.sections(case, swept)
    tables = scenario.tables(case, sections)
    context = scenario.context(case, found, sections, drawn.of, tables)
    return rendered("report.html", context), (*drawn.files, *files), tables


def _sweep(case: Case, found: Analyses, folder: Path | None) -> Made:
    """The same of a sweep."""
    told = sweep.Sweep.of(case)
    sections = found.sections(case, {})
    drawn, files = sweep.pictures(told, folder)
    tables = sweep.files(told) | {n: rows for s in sections for n, rows in s.files.items()}
    context = sweep.context(told, sections, drawn, tables)
    return rendered("sweep.html", context), tuple(files), tables


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """A page as HTML."""
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
    return environment.get_template(template).render({"version": __version__, **context})


def _harmless(value: Any) -> Any:
    """What the page shows, whatever its source: no character of it steers or turns text."""
    return type(value)(visible(value)) if isinstance(value, str) else value


def _tied(text: str) -> str:
    """The text with numbers tied to what belongs to them, so that no line ends in between."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%").replace(" ± ", _PLUS_MINUS)


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
