"""The notebook of a starter folder."""

from __future__ import annotations

import json

_CELLS = (
    (
        "markdown",
        "# {title}\n\nRead, run and compare the scenario beside this notebook. Run the cells from "
        "the top: the first run compiles the model for this machine, once (20 to 45 seconds).",
    ),
    (
        "code",
        'import twinsim as ts\n\nscenario = ts.load("{file}", cities="{cities_file}")\nscenario',
    ),
    (
        "markdown",
        "`set` changes a key without editing the file, for example the budget in k£:\n"
        '`ts.load("{file}", cities="{cities_file}", set=["programme.budget=1500"])`.',
    ),
    ("code", "results = ts.run(scenario, replicates=50, seed=1)\nresults"),
    (
        "markdown",
        "Each row compares two arms in the same worlds: the mean difference with how far that mean "
        "may be off (`mc_lo95` to `mc_hi95`), then where nine in ten single worlds lie "
        "(`world_p05` to `world_p95`). Doubt about the model's parameters is in neither. The names "
        "in brackets are columns: `effects` is a DataFrame.",
    ),
    (
        "code",
        "effects = results.effects()\n"
        'effects[(effects.scope == "total") & (effects.indicator == "adoptions")]',
    ),
    (
        "markdown",
        "The fan shows what the paired programme changes, month by month, over the worlds. twinsim "
        "explores what could happen and why; it never forecasts.",
    ),
    ("code", 'results.plot("adoptions", "twin-baseline");'),
)


def notebook(title: str, file: str, cities_file: str) -> str:
    """The text of the notebook, without outputs."""
    names = {"title": title, "file": file, "cities_file": cities_file}
    cells = []
    for number, (kind, template) in enumerate(_CELLS):
        source = template
        for key, value in names.items():
            source = source.replace("{" + key + "}", value)
        cell: dict[str, object] = {
            "cell_type": kind,
            "id": f"cell-{number}",
            "metadata": {},
            "source": source.splitlines(keepends=True),
        }
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
