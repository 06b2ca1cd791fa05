"""The state of a run as arrays of records, derived from the declared state variables.

A record holds the declared scalars and vectors over sectors of an agent, and what starts a run
and never changes in it (`_EXTRA`). Firms and pilots lie by row; what a firm has with each city
(`per = "city"`) lies in `order`. Few arrays keep the compiled functions' arguments few.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from twinsim.core.bands import Bands
from twinsim.core.room import zeros
from twinsim.registry import SECTORS, state
from twinsim.world.columns import ACCOUNTS, COLUMNS
from twinsim.world.setup import Setup

_WIDTHS = {"sector": len(SECTORS), "account": len(ACCOUNTS)}
_TYPES = {"real": np.float64, "integer": np.int64}
# Of firms and pilots there are most: half the room, so that more of them fit a processor's cache.
_MANY = {"sme", "pilot"}
_EXTRA: dict[str, list[tuple[Any, ...]]] = {
    "city": [
        ("key", np.uint64),
        ("need0", np.float64, (len(SECTORS),)),
        ("capability0", np.float64),
        ("legitimacy0", np.float64),
        ("election", np.int64),
        ("firms", np.int64),
        ("busy", np.int64),
        ("rows", np.int64),
        ("stock", np.int64),
    ],
    "challenge": [("own", np.int64, (len(SECTORS),))],
    "programme": [("delivery", np.float64)],
    "sme": [("key", np.uint64), ("home", np.int32), ("slot", np.int32)],
    "investor": [("key", np.uint64), ("home", np.int64), ("thesis", np.float64, (len(SECTORS),))],
    "university": [("key", np.uint64), ("home", np.int64)],
}
BATCH = 32  # firms whose shocks of a month are reckoned together (see `shocks`)
# What lies together (see `bands`): whose luck it is; what a firm is at; what is counted of it each
# month; the rest of its month; its account; what seldom matters.
_BANDS = {
    "sme": (
        "key sector member",
        "zone bid age_solution tied_since colleague born",
        "staff practised market technical absorptive cash",
        "boost market_kept market_light volatility trend margin push mission backlog revenue "
        "runway technical_kept technical_light growing sold sold_abroad entered reveal grant_left",
        "account",
        "quality",
    ),
    "pilot": ("challenge programme", "fit"),
}


def _record(kind: str) -> np.dtype[Any]:
    """The record of a kind of agent; its bands come first."""
    numbers = _TYPES | ({"integer": np.int32} if kind in _MANY else {})
    fields: dict[str, tuple[Any, ...]] = {}
    for variable in state()[kind]:
        if variable.per in _WIDTHS:
            fields[variable.id] = (variable.id, numbers[variable.type], (_WIDTHS[variable.per],))
        elif not variable.per:
            fields[variable.id] = (variable.id, numbers[variable.type])
    fields |= {extra[0]: extra for extra in _EXTRA.get(kind, [])}
    first = " ".join(_BANDS.get(kind, ())).split()
    if kind in _MANY:  # wide numbers before narrow ones: no gaps, and none across two words
        fields = dict(sorted(fields.items(), key=lambda own: own[1][1] is np.int32))
    ordered = [fields[name] for name in dict.fromkeys([*first, *fields])]
    spare = -np.dtype(ordered).itemsize % 8 // 4
    return np.dtype([*ordered, ("spare", np.int32, (spare,))] if spare else ordered)


def _records(kind: str, count: int) -> Any:
    """Records of zeros."""
    if kind not in _BANDS:
        return np.zeros(count, RECORDS[kind])
    return Bands(count, RECORDS[kind], [names.split()[0] for names in _BANDS[kind]])


RECORDS = {kind: _record(kind) for kind in state()}
ORDER = np.dtype([(v.id, _TYPES[v.type]) for v in state()["sme"] if v.per == "city"])
FLOW = np.dtype([(id, np.float64) for id in COLUMNS])
CLAIM = np.dtype(
    [(name, np.int64) for name in ("firm", "home", "sector", "order", "taken")]
    + [(name, np.float64) for name in ("key", "score", "level", "appeal")]
)

_WORDS = ("keys", "tails")
_SHOCKS = ("uniform", "spread", "growth", "margin", "idea", "grant", "exit", "alone", "deal")
_FIELDS = (
    *RECORDS,
    "order",
    "row",
    "live",
    "busy",
    "past",
    "flows",
    "flow",
    "luck",
    "claims",
    *_WORDS,
    *_SHOCKS,
)

State = namedtuple("State", _FIELDS)  # type: ignore[misc]


def new_state(setup: Setup, *, firms: bool = False) -> Any:
    """Room for one run of an arm; `start` fills it, and may fill it again for another run.

    `order` holds what each city bought of each firm; `row` where the firm of a slot lies, -1 for
    none. From a city's first slot on there are lists of rows: `live` of its live firms, in the
    order of their slots (as many as its `firms` says), `busy` of those of them that later stages of
    the month look at. `past` holds the accounts of firms that have ended, by slot, where the
    accounts of `firms` are asked for.
    `flows` are the indicators (cities, indicators), `flow` the same memory as a record of each
    city, `luck` the key of the replicate, `claims` is scratch for what firms contend for, and what
    comes after it for the luck of the firms of a batch (see `shocks`).
    """
    cities, slots = len(setup.cities), int(setup.cities["end"].max(initial=0))
    rows = {
        "city": cities,
        "link": len(setup.links),
        "challenge": len(setup.challenges),
        "programme": len(setup.programmes),
        "sme": slots,
        "pilot": slots,
        "investor": int(setup.cities["investors"].sum()),
        "university": int(setup.cities["universities"].sum()),
        "cluster": len(setup.clusters),
    }
    flows = np.zeros((cities, len(COLUMNS)))
    return State._make(
        [
            *(_records(kind, rows[kind]) for kind in RECORDS),
            zeros((slots, cities), ORDER),
            zeros(slots, np.int32),
            zeros(slots + BATCH, np.int64),
            zeros(slots, np.int64),
            zeros((slots if firms else 0, len(ACCOUNTS)), np.float64),
            flows,
            flows.view(FLOW)[:, 0],
            np.zeros(1, np.uint64),
            zeros(slots * cities + len(SECTORS) * (cities + 1), CLAIM),
            np.zeros(BATCH, np.uint64),
            np.zeros(BATCH, np.int64),
            *np.zeros((len(_SHOCKS), BATCH)),
        ]
    )
