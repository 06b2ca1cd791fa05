"""The analyses that a results folder holds, and whether each is of these results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twinsim.report.page.analyses import study_command
from twinsim.report.page.analysis import (
    belongs,
    checklist,
    discovery,
    pairs,
    portfolio,
    sensitivity,
    swept,
)
from twinsim.report.page.analysis.explored import Explored, explored
from twinsim.report.page.analysis.indices import PLACE, Indices, indices
from twinsim.report.page.analysis.pairs import Pairs
from twinsim.report.page.case import Case
from twinsim.report.page.section import Section
from twinsim.report.page.sweep import Sweep
from twinsim.report.page.sweep.parts import Drawn
from twinsim.sweep.manifest import MANIFEST, Manifest

CASES = PLACE / "cases"  # where a sensitivity analysis keeps the sweep that it asked


@dataclass(frozen=True)
class Analyses:
    """What was found; None for what the folder does not hold. `amiss` says by the name of an
    analysis why it is not of these results."""

    sweep: Sweep | None = None
    indices: Indices | None = None
    explored: Explored | None = None
    pairs: Pairs | None = None
    amiss: Mapping[str, str] = field(default_factory=dict)

    def own(self, name: str) -> bool:
        """Whether there is such an analysis, and of these results."""
        return getattr(self, name) is not None and not self.amiss.get(name)

    def warning(self, name: str) -> str:
        """What has to be said above an analysis of other results; empty for none."""
        why = self.amiss.get(name)
        if not why:
            return ""
        return (
            f"This analysis is not of these results: {why}. It is shown for what it is; no answer "
            "on this page rests on it."
        )

    def sections(self, case: Case, drawn: Drawn) -> list[Section]:
        """A section for each, in the order of the page; `drawn` are the figures of the sweep.

        Raises :class:`ResultsError` for a figure that is none.
        """
        made: list[Section | None] = []
        if self.sweep is not None:
            made.append(swept.section(self.sweep, drawn, self.warning("sweep")))
        if self.indices is not None:
            made.append(sensitivity.section(self.indices, self.warning("indices")))
        if self.explored is not None:
            warning = self.warning("explored")
            made.append(discovery.questions(self.explored, warning))
            made.append(discovery.choices(self.explored, warning))
        made.append(checklist.section(self._done(case)))
        if self.pairs is not None:
            tell = pairs.section if self.pairs.anchor else portfolio.section
            made.append(tell(self.pairs, self.warning("pairs")))
        return [section for section in made if section is not None]

    def _done(self, case: Case) -> checklist.Done:
        swept_here = Sweep.of(case) if case.results.manifest.identity.columns else self.sweep
        return checklist.Done(
            case=case,
            indices=self.indices if self.own("indices") else None,
            sweep=swept_here if swept_here is not self.sweep or self.own("sweep") else None,
            command=command(case),
        )


def analyses(case: Case) -> Analyses:
    """The analyses of a case. Raises :class:`ResultsError` for a document, a figure or a folder
    that is not as twinsim writes it."""
    folder = case.results.folder
    if case.results.manifest.identity.columns:
        return _of_sweep(case)
    sweep = swept.swept(folder)
    known: dict[str, str] = {}
    for manifest in (sweep.case.results.manifest if sweep else None, _cases(case)):
        if manifest is not None:
            known[manifest.identity.input_sha256] = belongs.swept(case, manifest)
    found, asked, ranked = indices(folder), explored(folder), pairs.pairs(folder)
    amiss = {}
    if sweep:
        amiss["sweep"] = known[sweep.case.results.manifest.identity.input_sha256]
    if found:
        amiss["indices"] = belongs.analysed(case, found.sha256, found.base, known)
        known.setdefault(found.sha256, amiss["indices"])
    if asked:
        amiss["explored"] = belongs.analysed(case, asked.sweep, "", known)
    if ranked:
        cities = case.results.manifest.cities
        if not set(ranked.cities) & set(cities):
            amiss["pairs"] = f"{ranked.cities[0] if ranked.cities else 'nothing'} is not in it"
    return Analyses(sweep, found, asked, ranked, amiss)


def command(case: Case) -> str:
    """The command that makes the analyses which are missing."""
    if case.results.manifest.identity.columns:
        words = f"twinsim sensitivity {case.place}/experiment.toml --into {case.place}"
        return f"{words} --seed {case.seed}{case.table_option}"
    return study_command(case)


def _of_sweep(case: Case) -> Analyses:
    """What was found of a sweep itself."""
    folder, own = case.results.folder, case.results.manifest.identity.input_sha256
    found, asked = indices(folder), explored(folder)
    amiss = {}
    if found and found.sha256 != own:
        amiss["indices"] = "it is of another experiment"
    if asked and asked.sweep != own:
        amiss["explored"] = "it is of another sweep"
    return Analyses(indices=found, explored=asked, amiss=amiss)


def _cases(case: Case) -> Manifest | None:
    place = case.results.folder / CASES
    return Manifest.read(place) if (place / MANIFEST).exists() else None
