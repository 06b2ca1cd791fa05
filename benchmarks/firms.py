"""A firm of a run that is stepped through, to read and to change between two months."""

from __future__ import annotations

from typing import Any


class Firm:
    """The firm of a slot: its state variables are attributes. It is to live."""

    def __init__(self, state: Any, slot: int) -> None:
        row = int(state.row[slot])
        if row < 0:
            raise LookupError(f"no firm lives in slot {slot}")
        vars(self).update({"_table": state.sme, "_row": row})

    def __getattr__(self, name: str) -> Any:
        return self._table[name][self._row]

    def __setattr__(self, name: str, value: Any) -> None:
        self._table[name][self._row] = value
