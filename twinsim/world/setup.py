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

from twinsim.registry import SECTORS

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]

_WIDTH = (len(SECTORS),)


def _dtype(integers: str, reals: str, *more: tuple[Any, ...]) -> np.dtype[Any]:
    fields: list[tuple[Any, ...]] = [(name, np.int64) for name in integers.split()]
    return np.dtype([*fields, *((name, np.float64) for name in reals.split()), *more])


CITY_DTYPE = _dtype(
    "first end initial births first_investor investors",
    "population yearly birth_chance planned",
    ("word", np.uint64),
    ("tags", np.int64, _WIDTH),
    ("industry", np.float64, _WIDTH),
)
LINK_DTYPE = _dtype("a b", "friction trust0")
CHALLENGE_DTYPE = np.dtype([("theme", np.float64, _WIDTH)])
PROGRAMME_DTYPE = _dtype(
    "start joint cohorts line_months first_challenge challenges owners visits "
    "intensive cohort_training require_foreign derived most_places",
    "planned_bids slice_low slice_high teams coordination analysis playbooks outreach showcases "
    "dissemination monitoring purse unit award host_support training hours customisation "
    "pilot_share least_share",
)
STAKE_DTYPE = _dtype("owner pays", "share")
PLAN_DTYPE = _dtype("cohort opens open selects trains trained pilots shows pays visits", "")


class Setup(NamedTuple):
    """All that is fixed for the runs of an arm. C cities, L links, P programmes."""

    p: NDArray[Any]
    """Parameters, one record."""
    months: int
    """Months in all, the warm-up included."""
    warmup: int
    luck: np.uint64
    """Word of the seed (and of the arm, where luck is independent), for keys of luck."""
    cities: NDArray[Any]
    """(C,) `first` and `end` slot, `initial` firms, potential `births` a month and the chance
    of each, `investors` and the number of the `first_investor`, residents, yearly procurement
    budget (k£), planned cost (k£), word of the id, tags (1 for a priority sector) and industry
    (shares of sectors)."""
    links: NDArray[Any]
    """(L,) the two cities, friction and trust at the start."""
    link_of: Ints
    """(C, C) link of two cities, -1 for none."""
    programmes: NDArray[Any]
    """(P,) records of PROGRAMME_DTYPE; lines in k£ over the programme."""
    stakes: NDArray[Any]
    """(P, C) whether the city owns the programme, pays for it, and for what part of its cost."""
    plan: NDArray[Any]
    """(P, months) the timetable: see :mod:`twinsim.world.timetable`."""
    challenges: NDArray[Any]
    """Themes of the challenges; those of derived ones are filled in each run."""
    discount: Reals
    """(months,) discount factor of each month."""


def empty_setup(parameters: np.dtype[Any]) -> Setup:
    """A setup without cities and months: what it takes to compile the core."""
    return Setup(
        p=np.zeros(1, parameters),
        months=0,
        warmup=0,
        luck=np.uint64(0),
        cities=np.zeros(0, CITY_DTYPE),
        links=np.zeros(0, LINK_DTYPE),
        link_of=np.zeros((0, 0), np.int64),
        programmes=np.zeros(0, PROGRAMME_DTYPE),
        stakes=np.zeros((0, 0), STAKE_DTYPE),
        plan=np.zeros((0, 0), PLAN_DTYPE),
        challenges=np.zeros(0, CHALLENGE_DTYPE),
        discount=np.zeros(0),
    )
