"""Numbers of the indicators' columns by name: `COLUMN.adoptions` in either engine.

`COLUMN` is a module, since compiled code reads a module's numbers as constants.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from twinsim.registry import indicators

COLUMNS: tuple[str, ...] = tuple(indicators())
HEADLINES: tuple[str, ...] = tuple(id for id, row in indicators().items() if row.headline)
COLUMN: Any = ModuleType("twinsim.world.column")
vars(COLUMN).update({id: number for number, id in enumerate(COLUMNS)})
