"""`twinsim new`: a folder of one's own to start from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from twinsim.cli.options import Json, Quiet
from twinsim.cli.suggest import city_list

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")]
Pair = Annotated[
    str,
    typer.Option(
        "--cities",
        metavar="A,B",
        help="Two cities, by id or name; one that is not packaged gets a row to fill in.",
        autocompletion=city_list,
    ),
]


def new(
    folder: Folder, cities: Pair = "belfast,sejong", quiet: Quiet = False, json: Json = False
) -> None:
    """Make a folder with an annotated scenario, an experiment, a city table to edit and a notebook.

    What is there already is never overwritten.

    Example: twinsim new my-twins --cities leeds,daejeon
    """
    from twinsim.cli.words import print_json
    from twinsim.starter import starter, write

    made = starter(
        os.path.basename(os.path.abspath(folder)), [word.strip() for word in cities.split(",")]
    )
    write(folder, made)
    unknown = {city.id: city.near for city in made.unknown}
    if json:
        told = {"folder": str(folder), "files": list(made.files), "to_fill": list(unknown)}
        print_json({"schema": 1, **told})
    elif not quiet:
        print("\n".join(_said(folder, unknown)))


def _said(folder: Path, unknown: dict[str, str]) -> list[str]:
    from shlex import quote

    from twinsim.starter.folder import ABOUT, CITIES, SCENARIO
    from twinsim.text import inert

    lines = [f"Made {inert(str(folder))}:"]
    lines += [f"  {name:<24}{about}" for name, about in ABOUT.items()]
    for id, near in unknown.items():
        hint = f" (packaged is {near})" if near else ""
        lines.append(f"{id} is not in the packaged city table{hint}: fill in its row in {CITIES}.")
    place = inert(quote(str(folder)))
    lines.append("Then:" if unknown else "Next:")
    lines.append(f"  cd {place}")
    lines.append(f"  twinsim check {SCENARIO} {CITIES}")
    lines.append(f"  twinsim show {SCENARIO} --cities {CITIES}")
    lines.append(f"  twinsim run {SCENARIO} --cities {CITIES} --replicates 50")
    return lines
