"""The report of a sweep: what was varied, what each factor changes, where the variance is from.

A sweep is many scenarios, so nothing here describes one of its points as if it were the whole.
Read `told` for what is made once, `words`, `tables` and `pictures` for what the page shows of it.
"""

from twinsim.report.page.sweep.context import context
from twinsim.report.page.sweep.pictures import pictures
from twinsim.report.page.sweep.tables import files
from twinsim.report.page.sweep.told import Sweep

__all__ = ["Sweep", "context", "files", "pictures"]
