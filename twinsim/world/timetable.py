"""The programmes' timetable by month: what happens when, known before month 0.

A cohort's call opens after mobilisation; selection, training and pilots follow; the next
cohort's call opens after the showcase. Fixed lines and funded visits are spread over months;
the fund, missions, exchanges, open courses and the accelerator come in rounds over the years.

Each month has `cohort` (whose call has opened last, -1 before the first), `visits` (a number),
as 1 or 0: `opens` (a call opens), `open` (a call is open), `selects`, `trains`, `trained`
(last month of training), `pilots` (a cohort's pilots start), `shows` (they are shown to
investors), `pays` (fixed lines are paid); and the round, counted from 1, of `fund`, `mission`,
`exchange`, `course` and `accelerate` that falls into it, 0 for none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.rules import programme as rules
from twinsim.world.setup import PLAN_DTYPE

# First month after mobilisation, months between rounds, rounds a year.
ROUNDS = {
    "fund": (0, 12, 1),
    "course": (3, 12, 1),
    "mission": (6, 12, 1),
    "exchange": (0, 3, 4),
    "accelerate": (0, 1, 12),
}
PURSES = {
    "fund": "fund",
    "course": "courses",
    "mission": "missions",
    "exchange": "exchanges",
    "accelerate": "graduates",
}


def timetable(
    p: Any, programmes: NDArray[Any], stakes: NDArray[Any], links: NDArray[Any], months: int
) -> NDArray[Any]:
    """The timetable (programmes, months); what would lie beyond the horizon is left out."""
    table = np.zeros((len(programmes), months), PLAN_DTYPE)
    for row, programme, owner in zip(table, programmes, stakes["owner"], strict=True):
        joined = [link["friction"] for link in links if owner[link["a"]] and owner[link["b"]]]
        start = int(programme["start"])
        first = start + rules.mobilisation(p, max(joined, default=0.0))
        _cohorts(p, row, first, int(programme["cohorts"]))
        row["pays"][start : start + int(programme["line_months"])] = 1
        for visit in range(int(programme["visits"])):
            month = start + int(p.visit_months * (visit + 0.5) / programme["visits"])
            row["visits"][month : month + 1] += 1
        _rounds(row, programme, first, int(p.showcase_after))
    return table


def _cohorts(p: Any, row: NDArray[Any], first: int, cohorts: int) -> None:
    length = rules.cohort_months(p)
    call, select, train = int(p.call_months), int(p.select_months), int(p.training_months)
    show = int(p.showcase_after)
    row["cohort"] = -1
    for k in range(cohorts):
        opens = first + k * length
        selected = opens + call + select - 1
        row["cohort"][opens:] = k
        row["opens"][opens : opens + 1] = 1
        row["open"][opens : opens + call] = 1
        row["selects"][selected : selected + 1] = 1
        row["trains"][selected + 1 : selected + 1 + train] = 1
        row["trained"][selected + train : selected + train + 1] = 1
        pilots = selected + train + 1
        row["pilots"][pilots : pilots + 1] = 1
        row["shows"][pilots + show : pilots + show + 1] = 1


def _rounds(row: NDArray[Any], programme: Any, first: int, show: int) -> None:
    """Rounds over the years, the fund's pilots shown to investors later; delegations are visits,
    spread over the years too."""
    years = int(programme["years"])
    for what, (after, every, a_year) in ROUNDS.items():
        if programme[PURSES[what]] > 0.0:
            for k in range(years * a_year):
                month = first + after + k * every
                row[what][month : month + 1] = k + 1
                if what == "fund":
                    row["shows"][month + show : month + show + 1] = 1
    start, many = int(programme["start"]), int(programme["delegated"])
    for k in range(many):
        month = start + int(12 * years * (k + 0.5) / many)
        row["visits"][month : month + 1] += 1
