"""Setup and state as the core's functions pass them: the address of a table of addresses.

A named tuple of arrays is taken apart at every call, which made compiling four times slower
and running ten times; the address of a table is one word. Python writes the table from the
tuple: for each field its number, or its array's address and lengths.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    models,
    register_model,
)
from numpy.typing import NDArray

from twinsim.core import access as access  # what may be done with what a reference gives
from twinsim.core.bands import BandedRows, Bands, banded
from twinsim.core.rows import BYTE, WORD, Grid, at, kind_of, pair
from twinsim.core.state import new_state
from twinsim.world.parameters import PARAMETERS_DTYPE
from twinsim.world.setup import empty_setup


class Ref(types.Type):
    """A reference to a named tuple of numbers and arrays."""

    def __init__(self, tuple_: Any) -> None:
        self.fields: dict[str, tuple[Any, int]] = {}
        words = 0
        for name, value in zip(tuple_._fields, tuple_, strict=True):
            if isinstance(value, Bands):
                self.fields[name], words = (banded(value), 8 * words), words + 3
            elif isinstance(value, np.ndarray):
                self.fields[name] = (kind_of(value), 8 * words)
                words += 1 + value.ndim
            else:
                number = types.uint64 if isinstance(value, np.uint64) else types.int64
                self.fields[name], words = (number, 8 * words), words + 1
        super().__init__(f"{type(tuple_).__name__}Ref")


def table(tuple_: Any) -> NDArray[np.int64]:
    """The words that a reference points to; they hold as long as the tuple's arrays."""
    words: list[int] = []
    for value in tuple_:
        if isinstance(value, Bands):
            words += [value.room.ctypes.data, len(value), value.places]
        elif isinstance(value, np.ndarray):
            if not value.flags.c_contiguous:
                raise TypeError("the core takes arrays without gaps only")
            words += [value.ctypes.data, *value.shape]
        else:
            words.append(int(np.uint64(value).view(np.int64)))
    return np.array(words, np.int64)


register_model(Ref)(models.OpaqueModel)


@infer_getattr
class _OfRef(AttributeTemplate):
    key = Ref

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return kind.fields[name][0] if name in kind.fields else None


@lower_getattr_generic(Ref)
def _get(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    field, offset = kind.fields[name]

    def word(place: int, kind: Any = WORD) -> Any:
        where = builder.bitcast(at(builder, value, offset + 8 * place), kind.as_pointer())
        found = builder.load(where)
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
        return found

    if isinstance(field, types.Integer):
        return word(0)
    counts = range(1, 3 if isinstance(field, Grid | BandedRows) else 2)
    return pair(context, builder, field, word(0, BYTE.as_pointer()), *map(word, counts))


def _call(typing: Any, part: Any, setup: Any, state: Any, number: Any) -> Any:
    """Call the compiled part at an address; returns what it returns."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(WORD, [WORD] * 3).as_pointer()
        return builder.call(builder.inttoptr(arguments[0], kind), arguments[1:])

    return types.intp(*[types.intp] * 4), code


call: Any = intrinsic(_call)


def _at(tuple_: Any) -> Any:
    """A function of compiled code that gives the reference to a table at an address."""
    reference = Ref(tuple_)

    def at(typing: Any, where: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(reference))

        return reference(types.intp), code

    return intrinsic(at)


_SETUP = empty_setup(PARAMETERS_DTYPE)
setup_at = _at(_SETUP)
state_at = _at(new_state(_SETUP))
