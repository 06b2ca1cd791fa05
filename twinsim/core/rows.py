"""Arrays of records as the compiled core sees them: rows, vectors and grids over plain memory.

Numba's own arrays know of strides, owners and negative indices, and build some forty
instructions for each access; the core needs an address and a length. These few types take
their place (measured: a third of the time to compile). A `Row` is a record in its place, a
`Vector` a line of rows or numbers, a `Grid` a table of them. A field of a vector of rows is the
vector of that field, as with NumPy's records. What may be done with them stands in `access`.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.extending import models, register_model

BYTE = ir.IntType(8)
WORD = ir.IntType(64)


class Row(types.Type):
    """A record in its place; its fields are numbers, and vectors of numbers."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.size = dtype.itemsize
        self.fields: dict[str, tuple[Any, int]] = {}
        fields: Any = dtype.fields
        for name in dtype.names or ():
            kind, offset = fields[name][:2]
            self.fields[name] = (_within(kind), offset)
        super().__init__(f"Row_{sha256(repr(dtype.descr).encode()).hexdigest()[:8]}")

    def field_at(self, builder: Any, value: Any, name: str) -> Any:
        """The address of a field of a row."""
        return at(builder, value, self.fields[name][1])

    def field(self, context: Any, builder: Any, value: Any, name: str) -> Any:
        """A field of a row."""
        return load(context, builder, self.fields[name][0], self.field_at(builder, value, name))

    def copy(self, context: Any, builder: Any, to: Any, row: Any) -> None:
        """Give a row all that another holds."""
        for name, (kind, _) in self.fields.items():
            if isinstance(kind, Vector):
                mine, other = (self.field(context, builder, one, name) for one in (to, row))
                for number in map(WORD, range(kind.fixed)):
                    value = kind.row(context, builder, other, number)
                    store(context, builder, kind.element, kind.place(builder, mine, number), value)
            else:
                value = self.field(context, builder, row, name)
                store(context, builder, kind, self.field_at(builder, to, name), value)


class Vector(types.Type):
    """A line of rows or numbers, `step` bytes apart; `fixed` where its length is known."""

    def __init__(self, element: Any, step: int, fixed: int = -1) -> None:
        self.element, self.step, self.fixed = element, step, fixed
        super().__init__(f"Vector_{element}_{step}_{fixed}")

    def length(self, builder: Any, value: Any) -> Any:
        """How many there are."""
        return builder.extract_value(value, 1)

    def place(self, builder: Any, value: Any, number: Any) -> Any:
        """The address of one of them."""
        return at(builder, builder.extract_value(value, 0), builder.mul(number, WORD(self.step)))

    def all(self, name: str) -> Vector | None:
        """The type of a field of all its rows, None where it has no such field."""
        if isinstance(self.element, Row) and name in self.element.fields:
            return Vector(self.element.fields[name][0], self.step)
        return None

    def row(self, context: Any, builder: Any, value: Any, number: Any) -> Any:
        """One of them."""
        return load(context, builder, self.element, self.place(builder, value, number))


class Grid(types.Type):
    """A table of rows or numbers, without gaps."""

    def __init__(self, element: Any, size: int) -> None:
        self.element, self.size = element, size
        super().__init__(f"Grid_{element}_{size}")


def kind_of(array: Any) -> Any:
    """The type by which the core sees an array of one or two dimensions."""
    size = array.dtype.itemsize
    element = _element(array.dtype)
    return Vector(element, size) if array.ndim == 1 else Grid(element, size)


def _element(dtype: np.dtype[Any]) -> Any:
    return Row(dtype) if dtype.names else from_dtype(dtype)


def _within(dtype: np.dtype[Any]) -> Any:
    """The type of a field."""
    if dtype.subdtype is None:
        return from_dtype(dtype)
    inner, (count,) = dtype.subdtype
    return Vector(from_dtype(inner), inner.itemsize, count)


register_model(Row)(models.OpaqueModel)


@register_model(Vector)
class VectorModel(models.StructModel):
    """An address and a count."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, [("data", types.voidptr), ("count", types.intp)])


@register_model(Grid)
class _GridModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        members = [("data", types.voidptr), ("rows", types.intp), ("columns", types.intp)]
        super().__init__(manager, kind, members)


def at(builder: Any, pointer: Any, offset: Any) -> Any:
    """The address some bytes on."""
    offset = offset if isinstance(offset, ir.Value) else WORD(offset)
    return builder.gep(pointer, [offset], source_etype=BYTE)


def load(context: Any, builder: Any, kind: Any, pointer: Any) -> Any:
    """What lies at an address: a number; of a row or vector the address is enough."""
    if isinstance(kind, Row):
        return pointer
    if isinstance(kind, Vector):
        return pair(context, builder, kind, pointer, WORD(kind.fixed))
    number = context.get_data_type(kind)
    return builder.load(builder.bitcast(pointer, number.as_pointer()))


def store(context: Any, builder: Any, kind: Any, pointer: Any, value: Any) -> None:
    """Put a number at an address."""
    builder.store(value, builder.bitcast(pointer, context.get_data_type(kind).as_pointer()))


def pair(context: Any, builder: Any, kind: Any, *values: Any) -> Any:
    """A vector or grid from its address and lengths."""
    made = ir.Constant(context.get_value_type(kind), ir.Undefined)
    for place, value in enumerate(values):
        made = builder.insert_value(made, value, place)
    return made
