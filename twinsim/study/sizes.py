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
    samples: int = 256
    worlds: int = 16
    trajectories: int = 8
    blocks: int = 64


SIZES = Sizes()
"""What takes a packaged scenario some 20 minutes on two cores (`--dry-run` measures it)."""
