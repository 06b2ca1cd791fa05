"""What a sensitivity analysis leaves: one JSON document, tables and figures under
`analysis/sensitivity`, beside the ledgers of its samples; what discovery found in `discovery`
there, and its cases in `cases`, unless the folder is their sweep.

An analysis of another experiment or seed that is there is refused, and moved aside when asked; one
of the same is written anew, with more samples where there are more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twinsim._version import __version__
from twinsim.errors import Fault, ResultsError
from twinsim.report.discovery.files import explored_document, write
from twinsim.report.page.files import to_csv
from twinsim.report.sensitivity.findings import conditions, findings, learnt
from twinsim.report.style import save as save_figure
from twinsim.sensitivity.analysis import Analysis, Asked
from twinsim.sensitivity.tables import Record, tables
from twinsim.sweep.files import make_folder, write_text, writing
from twinsim.sweep.lock import locked
from twinsim.sweep.manifest import plain

SCHEMA = 1
DOCUMENT = "sensitivity.json"
DISCOVERY = "discovery"
_ASKED = ("experiment", "input", "seed")


def place_of(folder: Path) -> Path:
    """Where an analysis stands in a folder."""
    return folder / "analysis" / "sensitivity"


def make_way(asked: Asked, folder: Path, *, force: bool = False) -> Path:
    """The place of the analysis, free of one of another question.

    Raises :class:`ResultsError` where another is there, unless `force` moves it to
    sensitivity.old-1 or the next number, and :class:`RunError`.
    """
    place = place_of(folder)
    make_folder(place.parent)
    with locked(folder):
        there, mine = _held(place), _about(asked)
        differs = [key for key in _ASKED if there and there.get(key) != mine[key]]
        if differs and not force:
            expected = (
                f"holds another analysis ({', '.join(differs)} differ); choose another --out, or "
                "--force moves it to sensitivity.old-1 or the next number"
            )
            raise ResultsError(Fault(str(place), 0, "", "", expected))
        if differs:
            number = 1
            while (aside := place.with_name(f"{place.name}.old-{number}")).exists():
                number += 1
            with writing(place):
                place.rename(aside)
        make_folder(place)
        if not (place / DOCUMENT).exists():
            write_text(place / DOCUMENT, json.dumps({"schema": SCHEMA, **mine}, indent=2) + "\n")
    return place


def save(analysis: Analysis, folder: Path, *, figures: bool = True) -> list[Path]:
    """Write what was found. Raises :class:`RunError`."""
    place = place_of(folder)
    with locked(folder):
        made = [place / DOCUMENT]
        text = json.dumps(plain(document(analysis)), indent=2, allow_nan=False)
        write_text(made[0], text + "\n")
        for name, records in tables(analysis).items():
            made.append(place / f"{name}.csv")
            write_text(made[-1], to_csv(records))
        if analysis.explored:
            made += write(analysis.explored, place / DISCOVERY, figures=figures)
        if figures:
            from twinsim.report.sensitivity.figures import figures as drawings

            for id, one in drawings(analysis).items():
                made += save_figure(one.draw(), place, id, one.title)
    return made


def document(analysis: Analysis) -> Record:
    """All of it for machines."""
    asked, explored = analysis.asked, analysis.explored
    return {
        "schema": SCHEMA,
        "version": __version__,
        **_about(asked),
        "size": {
            "samples": asked.samples,
            "trajectories": asked.trajectories,
            "replicates": asked.replicates,
        },
        "ledgers": {name: stage.folder.name for name, stage in analysis.stages.items()},
        "survivors": list(analysis.survivors),
        "learnt": learnt(analysis),
        "findings": {title: list(said) for title, said in findings(analysis)},
        "conditional_on": conditions(analysis),
        "notes": analysis.notes,
        "tables": tables(analysis),
        "discovery": explored and {**explored_document(explored), "folder": DISCOVERY},
    }


def _about(asked: Asked) -> Record:
    return {
        "experiment": asked.experiment.name,
        "input": {"sha256": asked.experiment.sha256()},
        "scenario": {"sha256": asked.experiment.base.sha256()},
        "seed": asked.seed,
    }


def _held(place: Path) -> Mapping[str, Any]:
    """What the folder says it was asked, empty where it says nothing."""
    try:
        held = json.loads((place / DOCUMENT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
