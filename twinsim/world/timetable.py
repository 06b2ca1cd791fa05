"""The programmes' timetable as arrays by month: what happens when, known before month 0.

A cohort's call opens after mobilisation; selection, training and pilots follow; the next
cohort's call opens after the showcase. Fixed lines and funded visits are spread over months.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from twinsim.rules import programme as rules
from twinsim.world.setup import Ints, Reals


class Timetable(NamedTuple):
    """Arrays of shape (programmes, months); 1 in a month where it happens, unless said."""

    cohort: Ints
    """Cohort whose call has opened, -1 before the first."""
    opens: Ints
    """A cohort's call opens."""
    open: Ints
    """A call is open."""
    selects: Ints
    trains: Ints
    trained: Ints
    """Last month of training."""
    pilots: Ints
    """The cohort's pilots start."""
    pays: Ints
    """A month's part of the fixed lines is paid."""
    visits: Ints
    """Funded visits of the month, a number."""


def timetable(p: Any, programmes: Any, owner: Ints, friction: Reals, link_a: Ints, link_b: Ints,
              months: int) -> Timetable:
    """The timetable of an arm's programmes; what would lie beyond the horizon is left out."""
    table = Timetable(*(np.zeros((len(programmes), months), np.int64) for _ in Timetable._fields))
    table.cohort[:] = -1
    length = rules.cohort_months(p)
    call, select, train = int(p.call_months), int(p.select_months), int(p.training_months)
    for q, programme in enumerate(programmes):
        joined = [
            friction[n]
            for n in range(len(link_a))
            if programme["joint"] and owner[q, link_a[n]] and owner[q, link_b[n]]
        ]
        start = int(programme["start"])
        first = start + rules.mobilisation(p, max(joined, default=0.0))
        for k in range(int(programme["cohorts"])):
            opens = first + k * length
            selected = opens + call + select - 1
            table.cohort[q, opens:] = k
            table.opens[q, opens : opens + 1] = 1
            table.open[q, opens : opens + call] = 1
            table.selects[q, selected : selected + 1] = 1
            table.trains[q, selected + 1 : selected + 1 + train] = 1
            table.trained[q, selected + train : selected + train + 1] = 1
            table.pilots[q, selected + train + 1 : selected + train + 2] = 1
        table.pays[q, start : start + int(programme["line_months"])] = 1
        for visit in range(int(programme["visits"])):
            month = start + int(p.visit_months * (visit + 0.5) / programme["visits"])
            table.visits[q, month : month + 1] += 1
    return table
