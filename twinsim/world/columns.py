"""Numbers of columns by name, in either engine: `COLUMN.adoptions` of the indicators of a city,
`ACCOUNT.revenue` of what is counted of a firm.

Both are modules, since compiled code reads a module's numbers as constants.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from twinsim.registry import firm_accounts, indicators

COLUMNS: tuple[str, ...] = tuple(indicators())
WIDTH = len(COLUMNS)
HEADLINES: tuple[str, ...] = tuple(id for id, row in indicators().items() if row.headline)
COLUMN: Any = ModuleType("twinsim.world.column")
vars(COLUMN).update({id: number for number, id in enumerate(COLUMNS)})
ACCOUNTS: tuple[str, ...] = tuple(firm_accounts())
ACCOUNT: Any = ModuleType("twinsim.world.account")
vars(ACCOUNT).update({id: number for number, id in enumerate(ACCOUNTS)})
