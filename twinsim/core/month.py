"""One month of the core: the order of the stages. The Mesa model says it again, on purpose.

The month comes in two parts, which are compiled side by side (see `parts`).
"""

from __future__ import annotations

from typing import Any

from twinsim.core.context import context
from twinsim.core.deals import run_deals
from twinsim.core.firms import run_firms
from twinsim.core.institutions import run_institutions
from twinsim.core.market import run_market
from twinsim.core.measure import measure
from twinsim.core.programme import run_programmes
from twinsim.core.selection import select
from twinsim.core.training import train
from twinsim.core.trials import run_pilots


def prepare(w: Any, s: Any, t: int) -> None:
    """Month t of the arm whose setup is `w`, up to the firms that a programme takes on."""
    context(w, s, t)
    run_programmes(w, s, t)
    run_firms(w, s, t)
    select(w, s, t)
    train(w, s, t)


def act(w: Any, s: Any, t: int) -> None:
    """The rest of month t: pilots, deals, sales, institutions, and what is measured of it all."""
    run_pilots(w, s, t)
    run_deals(w, s, t)
    run_market(w, s, t)
    run_institutions(w, s, t)
    measure(w, s, t)
