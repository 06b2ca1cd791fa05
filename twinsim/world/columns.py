"""Numbers of the indicators' columns by name: `COLUMN.adoptions` in either engine."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from twinsim.registry import indicators

COLUMNS: tuple[str, ...] = tuple(indicators())
HEADLINES: tuple[str, ...] = tuple(id for id, row in indicators().items() if row.headline)
Column = namedtuple("Column", COLUMNS)  # type: ignore[misc]
COLUMN: Any = Column(*range(len(COLUMNS)))
