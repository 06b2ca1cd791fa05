"""The compiled engine: a run's state as arrays, one month after another, blocks of runs.

>>> compile_kernels()
>>> simulate(world, "twin", first=0, count=50).cities.shape
(50, 2, 68)

The functions in this room and the rules that they call are plain Python; :mod:`kernels` makes
one compiled kernel of them, kept on disk. The Mesa model in :mod:`twinsim.agents` is the same
model to read and to change; `twinsim verify` holds the two equal.
"""

from twinsim.core.kernels import cached, compile_kernels
from twinsim.core.simulate import Block, Stepper, simulate

__all__ = ["Block", "Stepper", "cached", "compile_kernels", "simulate"]
