"""What results call things: the reference arm, the unit of a value by month, the time axis."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence

import numpy as np

from twinsim.registry import indicators
from twinsim.report.figures.again import scenario_of
from twinsim.report.figures.fan import time_scale
from twinsim.sweep.effects import TOTAL, Effect
from twinsim.sweep.results import Results
from twinsim.sweep.rows import Floats
from twinsim.text import inert


def reference_of(results: Results) -> str:
    """The arm that the others are compared with."""
    return str(results.manifest.identity.resolved.get("reference", "baseline"))


def city_names(results: Results) -> dict[str, str]:
    """Names of the cities by id, in the order of the results; the id where no name is at hand."""
    scenario = scenario_of(results)
    known = {city.id: inert(city.name, 80) for city in scenario.profiles} if scenario else {}
    return {id: known.get(id, id) for id in results.manifest.cities}


def unit_by_month(indicator: str) -> str:
    """The unit of a value by month: a flow is counted from the start up to that month."""
    known = indicators()[indicator]
    return known.unit if known.stock else f"{known.unit} so far"


def since(results: Results) -> str:
    """The name of the time axis."""
    resolved = results.manifest.identity.resolved
    _, unit = time_scale(int(resolved["months"]))
    start = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", str(resolved["start"]))
    when = f"{month_name[int(start[2])]} {start[1]}" if start else "the start"
    return f"{unit} since {when}"


def paired(values: Floats, arms: Sequence[str], contrast: str) -> Floats:
    """Differences of a contrast, world by world, from values whose first axis is the arms."""
    arm, reference = contrast.split("-")
    return np.asarray(values[arms.index(arm)] - values[arms.index(reference)])


def effect_of(results: Results, indicator: str, contrast: str) -> Effect:
    """The row of `effects.csv` of an indicator's total and a contrast."""
    wanted = (indicator, contrast, TOTAL)
    rows = results.contrasts()
    return next(row for row in rows if (row.indicator, row.contrast, row.scope) == wanted)
