"""What relief would have to be worth for a programme to pay."""

from __future__ import annotations

from twinsim.sweep.results import Results
from twinsim.sweep.stats import Ratio, ratio_of_means


def break_even(results: Results, contrast: str) -> Ratio | None:
    """Value of relief (£ a head and year) at which a contrast's net value is 0, with interval.

    None where relief does not rise: no value of it would then do.
    """
    worlds = results.worlds
    paired = worlds.differences(contrast)
    worth = paired[:, worlds.indicators.index("net_value")]
    relief = paired[:, worlds.indicators.index("relief_head_years")]
    if not len(relief) or relief.mean() <= 0:
        return None
    return ratio_of_means(-1000.0 * worth, relief)
