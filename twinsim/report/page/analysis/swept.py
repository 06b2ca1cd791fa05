"""The section of a sweep that stands beside a run: the doubt over what is believed, and levers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from twinsim.errors import Fault, ResultsError
from twinsim.report import sweeps
from twinsim.report.page.case import Case
from twinsim.report.page.section import Part, Section
from twinsim.report.page.sweep import Sweep, parts, tables, words
from twinsim.report.page.sweep.parts import Drawn
from twinsim.sweep.manifest import MANIFEST, Manifest
from twinsim.sweep.results import Results

PLACE = Path("analysis") / "sweep"
PREFIX = "sweep_"

UNFINISHED = "The sweep was not finished: points or worlds are missing that were asked for."


def swept(folder: Path) -> Sweep | None:
    """The sweep beside the results of a folder; None where there is none that says anything yet.

    Raises :class:`ResultsError` for a damaged folder, or one that is no sweep.
    """
    place = folder / PLACE
    if not (place / MANIFEST).exists():
        return None
    manifest = Manifest.read(place)
    if not manifest.identity.columns:
        expected = "expected the results of a sweep; these are of one scenario"
        raise ResultsError(Fault(str(place), 0, "", "", expected))
    if not manifest.shards:
        return None
    results = Results.open(place)
    points = results.points()
    if int((points["replicates"] - points["failed"]).max()) < 2:
        return None
    return Sweep.of(Case.of(results), PREFIX)


def section(sweep: Sweep, drawn: Drawn, warning: str = "") -> Section:
    """What the sweep shows."""
    warnings = [warning] if warning else []
    if not sweep.case.results.manifest.done:
        warnings.append(UNFINISHED)
    short = sweep.short
    told = [tuple(own) for _, own in words.verdicts(sweep)]
    by_factor = [
        replace(part, said=own)
        for part, own in zip(parts.by_factor(sweep, drawn), told, strict=True)
    ]
    own = [
        Part(tables=(tables.overall(sweep),)),
        *by_factor,
        parts.of_variance(sweep, drawn, "Where the variance comes from"),
        Part(
            "What was varied",
            folded=(
                (
                    f"All {len(sweep.gathered.about.factors):,} factors",
                    (tables.factors(sweep),),
                    (),
                ),
            ),
        ),
        parts.of_failures(sweep, "What failed"),
    ]
    if sweep.asked:
        own.append(Part(said=(sweeps.HOW,)))
    return Section(
        id="sweep",
        title="Sweep: what is believed about the parameters, and levers",
        lead=tuple(filter(None, (sweep.question, *words.lead(sweep)))),
        warnings=tuple(warnings),
        parts=tuple(own),
        conditional=f"the declared priors and ranges, taken as independent, and the model. "
        f"{sweeps.doubt(short.draws, short.about)}.",
        source=PLACE.as_posix() + "/",
        files={f"{PREFIX}{name}": rows for name, rows in tables.of_answers(sweep)},
    )
