"""`twinsim report`: the page that leaves the building."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twinsim.cli.options import Cities, Json, Quiet

Folder = Annotated[
    Path, typer.Argument(metavar="RESULTS", help="A results folder, as `twinsim run` leaves it.")
]
Page = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="The page alone, there.", show_default="RESULTS/report.html"
    ),
]


def report(
    results: Folder,
    out: Page = None,
    cities: Cities = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write one self-contained HTML page, and its figures and tables as files.

    The page needs no network and no script, and prints as it stands. Beside it, in the results
    folder, go `figures/` (SVG and PNG) and `tables/` (CSV and XLSX). The names and
    facts of cities come from the table that the folder keeps of a run (or from --cities).

    Example: twinsim report results/belfast-sejong
    """
    from twinsim.cli.words import note, print_json
    from twinsim.report.page import write_report
    from twinsim.sweep import Results
    from twinsim.text import inert

    opened = Results.open(results, cities)
    note("Drawing the figures (some seconds).", quiet=quiet)
    written = write_report(opened, out)
    if json:
        print_json(
            {
                "report": str(written.page),
                "figures": [str(path) for path in written.figures],
                "tables": [str(path) for path in written.tables],
            }
        )
    elif not quiet:
        print(inert(str(written.page)))
