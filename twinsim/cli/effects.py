"""`twinsim effects`: what a results folder says, without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twinsim.cli.options import Figures, Json, Quiet
from twinsim.cli.suggest import indicator_ids

if TYPE_CHECKING:
    from rich.console import Console

    from twinsim.sweep import Effect, Results
    from twinsim.sweep.answers import Answer

Folder = Annotated[Path, typer.Argument(metavar="RESULTS", help="A results folder.")]
Chosen = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="ID",
        help="Show this indicator instead of the headlines. Repeatable.",
        show_default=False,
        autocompletion=indicator_ids,
    ),
]
City = Annotated[
    str | None,
    typer.Option(metavar="CITY", help="One city of the scenario.", show_default="all together"),
]
By = Annotated[
    str | None,
    typer.Option(metavar="FACTOR", help="Of a sweep: by the levels of it.", show_default=False),
]
Contrast = Annotated[
    str | None,
    typer.Option(
        metavar="ARM-ARM", help="This contrast alone.", show_default="all; of a sweep the first"
    ),
]


def effects(
    results: Folder,
    by: By = None,
    indicator: Chosen = None,
    contrast: Contrast = None,
    city: City = None,
    figures: Figures = True,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print the contrasts of a results folder with their intervals, and which arm is best.

    Best and regret are judged world by world: all arms of a world share its luck, so what
    differs within it is due to the programme. Of a sweep it prints the whole in short, or with --by
    what each level of a factor changes, which one is best and how sure that is, and where the
    variance comes from; the figures go into the folder.

    Example: twinsim effects results/belfast-sejong --indicator bids --indicator trained
    """
    from dataclasses import asdict

    from twinsim.cli.words import print_json
    from twinsim.sweep import Results
    from twinsim.sweep.best import choices

    opened = Results.open(results)
    if by is not None or opened.manifest.identity.columns:
        _of_sweep(opened, by, indicator, contrast, city, quiet=quiet, json=json, figures=figures)
        return
    ids, scope = _indicators(indicator), _scope(opened, city)
    wanted = [opened.known_contrast(contrast)] if contrast else opened.manifest.contrasts
    rows = [
        e
        for e in opened.contrasts()
        if e.scope == scope and e.indicator in ids and e.contrast in wanted
    ]
    if json:
        from twinsim.cli.summary import document, evidence

        judged = [asdict(c) for id in ids for c in choices(opened.worlds, id, scope)]
        told = {"scope": scope, "evidence": evidence(ids), "best": judged}
        print_json({**document(opened), **told, "effects": [asdict(row) for row in rows]})
    elif not quiet:
        from twinsim.cli.tables import printed

        print(printed(lambda console: _print(console, opened, rows, ids, scope)))


def _of_sweep(
    results: Results,
    factor: str | None,
    indicator: list[str] | None,
    contrast: str | None,
    city: str | None,
    *,
    quiet: bool,
    json: bool,
    figures: bool,
) -> None:
    from twinsim.cli import by
    from twinsim.cli.words import print_json
    from twinsim.errors import Fault, ResultsError
    from twinsim.sweep import answers

    if city is not None:
        expected = "expected none: answers about a sweep are of all cities together"
        raise ResultsError(Fault("", 0, "--city", city, expected))
    if factor is None:
        found = answers.overall(results, indicator, contrast)
        if json:
            print_json(by.overall_document(results, found))
        elif not quiet:
            by.show_overall(results, found)
        return
    told = answers.by(results, factor, indicator, [contrast] if contrast else None)
    made = _drawn(results, told) if figures else []
    if json:
        print_json(by.answers_document(results, told))
    elif not quiet:
        by.show_answers(results, told, made)


def _drawn(results: Results, told: list[Answer]) -> list[Path]:
    from twinsim.report.figures.sweep import draw_answers

    return draw_answers(results, told)


def _print(
    console: Console, results: Results, rows: list[Effect], ids: list[str], scope: str
) -> None:
    from rich.text import Text

    from twinsim.cli.summary import open_with, print_contrast
    from twinsim.cli.tables import best_table, fitting, headlines_table
    from twinsim.report import wording
    from twinsim.sweep.best import choices
    from twinsim.text import inert

    open_with(console, results)
    if scope != "total":
        console.print(Text(f"In {inert(scope)} alone; a contrast is paired world by world"))
    for contrast in results.manifest.contrasts:
        print_contrast(console, results, [row for row in rows if row.contrast == contrast])
    console.print()
    console.print(Text("Best arm, world by world, where more is better", style="bold"))
    console.print(Text(wording.BEST))
    judged = [c for id in ids for c in choices(results.worlds, id, scope)]
    console.print(fitting(console, (best_table(judged, gap) for gap in (3, 2, 1))))
    console.print()
    console.print(headlines_table(ids))
    console.print(Text(f"evidence {wording.evidence_note(ids[0])}."))
    console.print(Text(f"{wording.CAVEAT}."))


def _indicators(chosen: list[str] | None) -> list[str]:
    """The indicators asked for, or the headlines. Raises :class:`ResultsError`."""
    from twinsim.errors import Fault, ResultsError
    from twinsim.registry import indicators, nearest

    unknown = [id for id in chosen or () if id not in indicators()]
    if unknown:
        expected = "expected an indicator; twinsim explain indicators lists them"
        raise ResultsError(
            [
                Fault("", 0, "--indicator", id, expected, nearest(id, indicators()) or "")
                for id in unknown
            ]
        )
    return list(dict.fromkeys(chosen or ())) or [
        i for i, row in indicators().items() if row.headline
    ]


def _scope(results: Results, city: str | None) -> str:
    """The scope of a city. Raises :class:`ResultsError` for one that is not in the results."""
    from twinsim.errors import Fault, ResultsError
    from twinsim.registry import nearest
    from twinsim.sweep.effects import TOTAL

    if city is None:
        return TOTAL
    cities = [scope for scope in results.worlds.values if scope != TOTAL]
    found = [scope for scope in cities if scope.casefold() == city.strip().casefold()]
    if not found:
        expected = f"expected a city of the results: {', '.join(cities)}"
        raise ResultsError(Fault("", 0, "--city", city, expected, nearest(city, cities) or ""))
    return found[0]
