"""What discovery and robust choice leave: JSON, tables and figures in a folder of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from twinsim._version import __version__
from twinsim.report.discovery import tables, words
from twinsim.report.page.files import to_csv
from twinsim.report.style import save
from twinsim.sensitivity.discovery.discover import Discovery
from twinsim.sensitivity.discovery.explore import Explored, LeftOut
from twinsim.sensitivity.discovery.robust import Robust
from twinsim.sweep.files import make_folder, write_text, writing
from twinsim.sweep.results import Results
from twinsim.text import inert

Record = dict[str, Any]

SCHEMA = 1
_ENDINGS = (".csv", ".svg", ".png")
DOCUMENT = "discovery.json"
_OF_DISCOVERY: dict[str, Callable[[Discovery], list[dict[str, Any]]]] = {
    "boxes": tables.restrictions,
    "paths": tables.path,
    "trees": tables.leaves,
    "frontiers": tables.surface,
}
_OF_CHOICE: dict[str, Callable[[Robust], list[dict[str, Any]]]] = {
    "options": tables.options,
    "rules": tables.rules,
}


def to_files(
    results: Results,
    folder: Path,
    found: Sequence[Discovery] = (),
    choices: Sequence[Robust] = (),
    *,
    left_out: Sequence[LeftOut] = (),
    figures: bool = True,
) -> list[Path]:
    """Write what was found into a folder, in place of what an earlier call left there; return the
    paths, `discovery.json` first.

    `discovery.json` has all answers and words and names every other file, CSV files the tables (a
    row names its question), `cases_<question>.csv` the cases themselves. It is written last, so
    that what it names is there. Raises :class:`RunError`.
    """
    make_folder(folder)
    earlier = _named(folder)
    parts = {name: [r for one in found for r in rows(one)] for name, rows in _OF_DISCOVERY.items()}
    parts["questions"] = [tables.question_record(one) for one in found]
    parts |= {name: [r for c in choices for r in rows(c)] for name, rows in _OF_CHOICE.items()}
    names = file_names([one.question.name for one in found])
    parts |= {f"cases_{name}": tables.cases(one) for one, name in zip(found, names, strict=True)}
    made: list[Path] = []
    for name, rows in parts.items():
        if rows:
            made.append(folder / f"{name}.csv")
            write_text(made[-1], to_csv(_even(rows)))
    drawn: list[Record] = []
    if figures:
        from twinsim.report.discovery import named

        for of, drawing in named(found, choices):
            paths = save(drawing.draw(results), folder, drawing.id, drawing.title)
            made += paths
            drawn.append(
                {
                    "of": of,
                    "id": drawing.id,
                    "title": drawing.title,
                    "caption": drawing.caption(results),
                    "files": [path.name for path in paths],
                }
            )
    told = document(found, choices, left_out)
    told |= {
        "sweep": about_sweep(results),
        "figures": drawn,
        "files": sorted(path.name for path in made),
    }
    made.insert(0, folder / DOCUMENT)
    write_text(made[0], json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    for path in sorted(earlier - set(made)):
        with writing(path):
            path.unlink(missing_ok=True)
    return made


def write(explored: Explored, folder: Path, *, figures: bool = True) -> list[Path]:
    """Write all that was explored, as :func:`to_files`. Raises :class:`RunError`."""
    return to_files(
        explored.results, folder, explored.found, explored.choices,
        left_out=explored.left_out, figures=figures,
    )  # fmt: skip


def explored_document(explored: Explored) -> Record:
    """All that was explored as one document of plain values."""
    told = document(explored.found, explored.choices, explored.left_out)
    return told | {"sweep": about_sweep(explored.results)}


def document(
    found: Sequence[Discovery], choices: Sequence[Robust], left_out: Sequence[LeftOut] = ()
) -> Record:
    """All answers as one document of plain values."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "questions": [
            tables.question_record(one)
            | {
                "findings": words.finding(one),
                "restrictions": tables.restrictions(one),
                "tree": tables.leaves(one),
                "frontier": tables.frontier_record(one),
            }
            for one in found
        ],
        "choices": [
            tables.choice_record(one) | {"options": tables.options(one), "rules": tables.rules(one)}
            for one in choices
        ],
        "left_out": [{"what": inert(one.what), "why": inert(one.why)} for one in left_out],
        "conditional_on": words.CONDITIONAL,
    }


def about_sweep(results: Results) -> Record:
    """Of which sweep these are the answers."""
    manifest = results.manifest
    who = manifest.identity
    held = manifest.replicates()
    experiment = who.experiment or {}
    return {
        "name": str(experiment.get("name") or who.resolved.get("name", "")),
        "input_sha256": who.input_sha256,
        "content": manifest.content,
        "seed": who.seed,
        "parameters": who.parameters,
        "points": manifest.points,
        "worlds": [min(held, default=0), max(held, default=0)],
        "arms": list(manifest.arms),
        "done": manifest.done,
        "words": words.read(results),
    }


def file_names(ids: Sequence[str]) -> list[str]:
    """Ids as parts of names of files, each another."""
    found: list[str] = []
    for id in ids:
        name = base = "".join(c if c.isascii() and c.isalnum() else "_" for c in id.lower())[:60]
        more = 1
        while name in found:
            more += 1
            name = f"{base}_{more}"
        found.append(name)
    return found


def _named(folder: Path) -> set[Path]:
    """The files that an earlier call left, by what its document says."""
    try:
        held = json.loads((folder / DOCUMENT).read_text("utf-8"))
        names = [str(name) for name in held["files"]]
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return {folder / name for name in names if Path(name).suffix in _ENDINGS and _plain(name)}


def _plain(name: str) -> bool:
    """Whether it is the name of a file in this very folder."""
    return Path(name).name == name


def _even(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that all have the same columns, empty where there is nothing."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{n: "" if row.get(n) is None else row[n] for n in names} for row in rows]
