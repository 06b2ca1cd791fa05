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
STEPS = ("services", "diversification", "home_market")


def _dtype(integers: str, reals: str, *more: tuple[Any, ...]) -> np.dtype[Any]:
    fields: list[tuple[Any, ...]] = [(name, np.int64) for name in integers.split()]
    return np.dtype([*fields, *((name, np.float64) for name in reals.split()), *more])


CITY_DTYPE = _dtype(
    "first end initial births monthly follower first_investor investors first_university "
    "universities first_cluster clusters",
    "population yearly birth_chance planned",
    ("word", np.uint64),
    ("tags", np.int64, _WIDTH),
    ("industry", np.float64, _WIDTH),
    ("cluster_of", np.int64, _WIDTH),
)
LINK_DTYPE = _dtype("a b", "friction trust0")
CLUSTER_DTYPE = _dtype("home sector", "")
CHALLENGE_DTYPE = _dtype(
    "facet",
    "risk duration spread impact explore",
    ("theme", np.float64, _WIDTH),
    ("own", np.int64, _WIDTH),
)
PROGRAMME_DTYPE = _dtype(
    "start joint cohorts line_months first_challenge challenges owners visits delegated years "
    "intensive cohort_training require_foreign derived most_places joint_procurement universities",
    "planned_bids slice_low slice_high teams coordination analysis playbooks outreach showcases "
    "dissemination monitoring connectors mission delegations clusters "
    "purse unit fund fund_unit missions mission_unit exchanges exchange_unit "
    "courses course_unit graduates graduate_unit "
    "award host_support training hours customisation pilot_share least_share",
)
STEP_DTYPE = _dtype("month cluster what", "")
STAKE_DTYPE = _dtype("owner pays", "share")
PLAN_DTYPE = _dtype(
    "cohort opens open selects trains trained pilots shows pays visits "
    "fund mission exchange course accelerate",
    "",
)


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
    of each, slots used a month (births, spin-outs and graduates), `follower` (1 or 0), how many
    investors, universities and clusters and the number of the first, each sector's cluster (-1 for
    none), residents, yearly procurement
    budget (k£), planned cost (k£), word of the id, tags (1 for a priority sector) and industry
    (shares of sectors)."""
    links: NDArray[Any]
    """(L,) the two cities, friction and trust at the start."""
    link_of: Ints
    """(C, C) link of two cities, -1 for none."""
    networked: Ints
    """(C, C) 1 where a city hears of what the other adopts."""
    clusters: NDArray[Any]
    """(K,) home and sector of each cluster."""
    steps: NDArray[Any]
    """(S,) dated steps of clusters: month, cluster and what it does (see STEPS)."""
    programmes: NDArray[Any]
    """(P,) records of PROGRAMME_DTYPE; lines in k£ over the programme."""
    stakes: NDArray[Any]
    """(P, C) whether the city owns the programme, pays for it, and for what part of its cost."""
    plan: NDArray[Any]
    """(P, months) the timetable: see :mod:`twinsim.world.timetable`."""
    challenges: NDArray[Any]
    """Themes of the challenges, the sectors that are their own and what their facet changes;
    themes of derived ones are filled in each run."""
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
        networked=np.zeros((0, 0), np.int64),
        clusters=np.zeros(0, CLUSTER_DTYPE),
        steps=np.zeros(0, STEP_DTYPE),
        programmes=np.zeros(0, PROGRAMME_DTYPE),
        stakes=np.zeros((0, 0), STAKE_DTYPE),
        plan=np.zeros((0, 0), PLAN_DTYPE),
        challenges=np.zeros(0, CHALLENGE_DTYPE),
        discount=np.zeros(0),
    )
