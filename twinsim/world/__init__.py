"""What both engines share and is no behaviour: facts, money, timetable, keys of luck.

>>> world = build(scenario, seed=1)
>>> world.setups["twin"].plan["opens"].nonzero()

A :class:`World` holds, for each arm, a :class:`Setup`: plain arrays that both engines read and
neither changes. :mod:`start` turns facts and keyed draws into the state that a run begins with.
"""

from twinsim.world.build import World, build
from twinsim.world.setup import Setup

__all__ = ["Setup", "World", "build"]
