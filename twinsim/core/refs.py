"""Setup and state as the core's functions pass them: one pointer each.

A named tuple of arrays is taken apart at every call, which made compiling four times slower
and running ten times; a reference is passed whole. The kernel makes the two references once a
block from the tuples that Python hands it.
"""

from __future__ import annotations

from numba import types
from numba.experimental import structref

from twinsim.core.state import State
from twinsim.world.setup import Setup


@structref.register
class SetupType(types.StructRef):
    """Numba's type of a reference to a Setup."""

    mangling_args = ("SetupRef", ())


@structref.register
class StateType(types.StructRef):
    """Numba's type of a reference to a State."""

    mangling_args = ("StateRef", ())


class SetupRef(structref.StructRefProxy):
    """Reference to a Setup, within compiled code."""


class StateRef(structref.StructRefProxy):
    """Reference to a State, within compiled code."""


structref.define_constructor(SetupRef, SetupType, list(Setup._fields))
structref.define_attributes(SetupType)
structref.define_constructor(StateRef, StateType, list(State._fields))
structref.define_attributes(StateType)
