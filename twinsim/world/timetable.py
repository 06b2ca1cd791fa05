"""The programmes' timetable by month: what happens when, known before month 0.

A cohort's call opens after mobilisation; selection, training and pilots follow; the next
cohort's call opens after the showcase. Fixed lines and funded visits are spread over months.

Each month has `cohort` (whose call has opened last, -1 before the first), `visits` (a number)
and, as 1 or 0: `opens` (a call opens), `open` (a call is open), `selects`, `trains`, `trained`
(last month of training), `pilots` (a cohort's pilots start), `shows` (they are shown to
investors), `pays` (fixed lines are paid).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.rules import programme as rules
from twinsim.world.setup import PLAN_DTYPE


def timetable(
    p: Any, programmes: NDArray[Any], stakes: NDArray[Any], links: NDArray[Any], months: int
) -> NDArray[Any]:
    """The timetable (programmes, months); what would lie beyond the horizon is left out."""
    table = np.zeros((len(programmes), months), PLAN_DTYPE)
    length = rules.cohort_months(p)
    call, select, train = int(p.call_months), int(p.select_months), int(p.training_months)
    show = int(p.showcase_after)
    for row, programme, owner in zip(table, programmes, stakes["owner"], strict=True):
        row["cohort"] = -1
        joined = [link["friction"] for link in links if owner[link["a"]] and owner[link["b"]]]
        start = int(programme["start"])
        first = start + rules.mobilisation(p, max(joined, default=0.0))
        for k in range(int(programme["cohorts"])):
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
        row["pays"][start : start + int(programme["line_months"])] = 1
        for visit in range(int(programme["visits"])):
            month = start + int(p.visit_months * (visit + 0.5) / programme["visits"])
            row["visits"][month : month + 1] += 1
    return table
