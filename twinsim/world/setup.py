"""The world of one arm as plain arrays, read by both engines and changed by neither.

Cities are in the order of their ids, a city's firms lie in one block of slots: first the
initial stock, then every potential birth by month and ordinal. Months count from the start
of the warm-up. Challenges 0 to 12 are the sectors' own (business-as-usual pilots), those of
the programmes follow.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]

PROGRAMME_DTYPE = np.dtype(
    [
        ("start", np.int64),
        ("joint", np.int64),
        ("cohorts", np.int64),
        ("line_months", np.int64),
        ("first_challenge", np.int64),
        ("challenges", np.int64),
        ("owners", np.int64),
        ("planned_bids", np.int64),
        ("visits", np.int64),
        ("intensive", np.int64),
        ("cohort_training", np.int64),
        ("require_foreign", np.int64),
        ("derived", np.int64),
        ("most_places", np.int64),
        ("slice_low", np.float64),
        ("slice_high", np.float64),
        ("teams", np.float64),
        ("coordination", np.float64),
        ("analysis", np.float64),
        ("playbooks", np.float64),
        ("outreach", np.float64),
        ("showcases", np.float64),
        ("dissemination", np.float64),
        ("monitoring", np.float64),
        ("purse", np.float64),
        ("unit", np.float64),
        ("award", np.float64),
        ("host_support", np.float64),
        ("training", np.float64),
        ("hours", np.float64),
        ("customisation", np.float64),
        ("pilot_share", np.float64),
        ("least_share", np.float64),
    ]
)


class Setup(NamedTuple):
    """All that is fixed for the runs of an arm. C cities, L links, P programmes, K challenges."""

    p: NDArray[Any]
    """Parameters, one record."""
    months: int
    """Months in all, the warm-up included."""
    warmup: int
    population: Reals
    """(C,) residents of the programme's unit."""
    yearly: Reals
    """(C,) yearly procurement budget, k£."""
    words: NDArray[np.uint64]
    """(C,) words of the cities' ids, for keys of luck."""
    tags: Ints
    """(C, 13) 1 for a sector that the city names a priority."""
    industry: Reals
    """(C, 13) shares of sectors among its firms."""
    slots: Ints
    """(C + 1,) first slot of each city, and the number of all slots."""
    initial: Ints
    """(C,) firms at the start."""
    births: Ints
    """(C,) potential births a month."""
    birth_chance: Reals
    """(C,) probability of each."""
    home: Ints
    """(slots,) city of each slot."""
    link_a: Ints
    """(L,) first city of each link."""
    link_b: Ints
    link_of: Ints
    """(C, C) link of two cities, -1 for none."""
    friction: Reals
    """(L,)"""
    trust0: Reals
    """(L,) trust at the start."""
    programmes: NDArray[Any]
    """(P,) records of PROGRAMME_DTYPE."""
    owner: Ints
    """(P, C) 1 for a city that owns the programme."""
    share: Reals
    """(P, C) part of the programme's cost that the city pays."""
    planned: Reals
    """(C,) planned cost that the city pays, k£."""
    themes: Reals
    """(K, 13) themes of the challenges; rows of derived challenges are filled in each run."""
    cohort: Ints
    """(P, months) and the next eight too: see :class:`twinsim.world.timetable.Timetable`."""
    opens: Ints
    open: Ints
    selects: Ints
    trains: Ints
    trained: Ints
    pilots: Ints
    pays: Ints
    visits: Ints
    discount: Reals
    """(months,) discount factor of each month."""
    luck: NDArray[np.uint64]
    """(1,) word of seed and arm: the same in all arms unless luck is independent."""
