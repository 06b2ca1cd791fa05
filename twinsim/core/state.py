"""The state of a run as arrays, derived from the declared state variables.

Scalars of a kind make one record per agent, vectors an array `<kind>_<variable>` with a row
per agent; firms and pilots lie by slot. What starts a run and never changes in it, and the
scratch of collective steps, stand beside them.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from twinsim.registry import SECTORS, state
from twinsim.world.columns import COLUMNS
from twinsim.world.setup import Setup

_TYPES = {"real": np.float64, "integer": np.int64}

RECORDS = {
    kind: np.dtype([(v.id, _TYPES[v.type]) for v in variables if not v.per])
    for kind, variables in state().items()
}
VECTORS = {
    f"{kind}_{v.id}": (kind, v)
    for kind, variables in state().items()
    for v in variables
    if v.per
}
FIXED = (
    "alive",
    "world_key",
    "firm_key",
    "city_key",
    "need0",
    "capability0",
    "legitimacy0",
    "election",
    "themes",
    "delivery",
    "flows",
)
SCRATCH = ("bidders", "homes", "sectors", "keys", "scores", "levels", "order", "taken", "targets")

State = namedtuple("State", (*RECORDS, *VECTORS, *FIXED, *SCRATCH))  # type: ignore[misc]


def new_state(setup: Setup) -> Any:
    """Room for one run of an arm; `start` fills it, and may fill it again for another run."""
    cities, slots = len(setup.population), int(setup.slots[-1])
    rows = {
        "city": cities,
        "link": len(setup.link_a),
        "challenge": len(setup.themes),
        "programme": len(setup.programmes),
        "sme": slots,
        "pilot": slots,
    }
    width = {"sector": len(SECTORS), "city": cities}
    arrays: dict[str, Any] = {kind: np.zeros(rows[kind], RECORDS[kind]) for kind in RECORDS}
    for name, (kind, variable) in VECTORS.items():
        arrays[name] = np.zeros((rows[kind], width[variable.per]), _TYPES[variable.type])
    claims = slots * cities
    arrays.update(
        alive=np.zeros(slots, np.int64),
        world_key=np.zeros(1, np.uint64),
        firm_key=np.zeros(slots, np.uint64),
        city_key=np.zeros(cities, np.uint64),
        need0=np.zeros((cities, len(SECTORS))),
        capability0=np.zeros(cities),
        legitimacy0=np.zeros(cities),
        election=np.zeros(cities, np.int64),
        themes=np.zeros_like(setup.themes),
        delivery=np.zeros(len(setup.programmes)),
        flows=np.zeros((cities, len(COLUMNS))),
        bidders=np.zeros(claims, np.int64),
        homes=np.zeros(claims, np.int64),
        sectors=np.zeros(claims, np.int64),
        keys=np.zeros(claims),
        scores=np.zeros(claims),
        levels=np.zeros(claims),
        order=np.zeros(claims, np.int64),
        taken=np.zeros(claims, np.int64),
        targets=np.zeros(claims, np.int64),
    )
    return State(**arrays)
