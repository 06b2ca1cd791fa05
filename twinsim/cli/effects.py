"""`twinsim effects`: what a results folder says, without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twinsim.cli.options import Json, Quiet
from twinsim.cli.suggest import indicator_ids

if TYPE_CHECKING:
    from rich.console import Console

    from twinsim.sweep import Effect, Results

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


def effects(
    results: Folder,
    indicator: Chosen = None,
    city: City = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print the contrasts of a results folder with their intervals, and which arm is best.

    Best and regret are judged world by world: all arms of a world share its luck, so what
    differs within it is due to the programme.

    Example: twinsim effects results/belfast-sejong --indicator bids --indicator trained
    """
    from dataclasses import asdict

    from twinsim.cli.words import print_json
    from twinsim.sweep import Results
    from twinsim.sweep.best import choices

    opened = Results.open(results)
    ids, scope = _indicators(indicator), _scope(opened, city)
    rows = [e for e in opened.contrasts() if e.scope == scope and e.indicator in ids]
    if json:
        from twinsim.cli.summary import document, evidence

        judged = [asdict(c) for id in ids for c in choices(opened.worlds, id, scope)]
        told = {"scope": scope, "evidence": evidence(ids), "best": judged}
        print_json({**document(opened), **told, "effects": [asdict(row) for row in rows]})
    elif not quiet:
        from twinsim.cli.tables import printed

        print(printed(lambda console: _print(console, opened, rows, ids, scope)))


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
