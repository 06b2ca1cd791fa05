"""How much of everything a study makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """`replicates` are worlds of each arm in the run; `samples` draws of the priors in the sweep,
    `worlds` those of each of its points and of each point of the sensitivity analysis;
    `trajectories` are Morris', `blocks` Sobol's, a power of two. More of any is growth.
    """

    replicates: int = 200
    samples: int = 192
    worlds: int = 20
    trajectories: int = 8
    blocks: int = 64


SIZES = Sizes()
"""What takes Belfast and Sejong some 20 minutes on two cores (`--dry-run` measures any scenario).

Worlds rather than draws: of their twin − solo the expectation of need_relieved differs between
draws by a standard deviation of .06, single worlds around it by .29. With 20 worlds a point tells
as much of the draw as of luck; for twin − baseline (.20 and .29) far fewer would do.
"""
