"""Firms by slot: a state as others than the core read it.

In a run a firm lies in a row that may change; its slot is the same in all months and in all arms.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from twinsim.world.setup import Setup


def by_slot(setup: Setup, state: Any) -> Any:
    """The state with copies of firms, pilots and orders that lie by slot.

    Firms have a field more, `alive` (1 or 0). Those that have ended this month are as they were at
    their end; others that do not live may be so still, or all 0. What is written to the copies
    changes no run: for that, `state.row` gives the row of a slot.
    """
    used = zip(setup.cities["first"], state.city["rows"], strict=True)
    rows = np.concatenate([np.arange(first, first + many) for first, many in used])
    slots = state.sme["slot"][rows]

    def placed(table: Any, *more: tuple[str, type]) -> Any:
        records = np.zeros((len(state.row), *table.shape[1:]), [*table.dtype.descr, *more])
        for name in table.dtype.names:
            records[name][slots] = table[name][rows]
        return records

    firms = placed(state.sme, ("alive", np.int32))
    firms["alive"] = state.row >= 0
    return state._replace(sme=firms, pilot=placed(state.pilot), order=placed(state.order))
