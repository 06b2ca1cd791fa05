"""`twinsim check`: every fault of a file at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twinsim.cli.options import Json, Quiet
from twinsim.cli.words import complain, describe, note, print_json
from twinsim.text import inert

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to check.")]


def check(files: Files, quiet: Quiet = False, json: Json = False) -> None:
    """Validate scenarios, experiments and city tables; all faults of a file are shown at once.

    Exit code 0 when there is none, 2 when there are some.

    Example: twinsim check my-pair.toml my-cities.csv
    """
    from dataclasses import asdict

    from twinsim.scenario import check as faults_of
    from twinsim.scenario import notes

    names = [str(file) for file in files]
    faults = faults_of(names)
    for remark in notes(names):
        note(f"Note: {remark}", quiet=quiet)
    if json:
        print_json({"faults": [asdict(fault) for fault in faults]})
    else:
        for fault in faults:
            complain(describe(fault))
        if not faults and not quiet:
            for file in files:
                print(f"{inert(str(file))}: no fault")
    if faults:
        raise typer.Exit(2)
