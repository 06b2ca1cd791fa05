"""Arrays of records as the compiled core sees them: rows, vectors and grids over plain memory.

Numba's own arrays know of strides, owners and negative indices, and build some forty
instructions for each access; the core needs an address and a length. These few types take
their place (measured: a third of the time to compile). A `Row` is a record in its place, a
`Vector` a line of rows or numbers, a `Grid` a table of them. A field of a vector of rows is the
vector of that field, as with NumPy's records. Indices are checked only by a kernel that checks.
"""

from __future__ import annotations

import operator
from hashlib import sha256
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global, signature
from numba.extending import (
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    register_model,
)

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


class Vector(types.Type):
    """A line of rows or numbers, `step` bytes apart; `fixed` where its length is known."""

    def __init__(self, element: Any, step: int, fixed: int = -1) -> None:
        self.element, self.step, self.fixed = element, step, fixed
        super().__init__(f"Vector_{element}_{step}_{fixed}")


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
class _VectorModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, [("data", types.voidptr), ("count", types.intp)])


@register_model(Grid)
class _GridModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        members = [("data", types.voidptr), ("rows", types.intp), ("columns", types.intp)]
        super().__init__(manager, kind, members)


# What an attribute, an index and a length are.


@infer_getattr
class _OfRow(AttributeTemplate):
    key = Row

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return kind.fields[name][0] if name in kind.fields else None


@infer_getattr
class _OfVector(AttributeTemplate):
    key = Vector

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        if isinstance(kind.element, Row) and name in kind.element.fields:
            return Vector(kind.element.fields[name][0], kind.step)
        return None


def _indexed(kind: Any, index: Any) -> Any:
    """What an index gives, and the type it is taken as; nothing where it is none of ours."""
    if isinstance(index, types.Integer):
        if isinstance(kind, Vector):
            return kind.element, types.intp
        if isinstance(kind, Grid):
            return Vector(kind.element, kind.size), types.intp
    if isinstance(kind, Grid) and isinstance(index, types.BaseTuple) and len(index) == 2:
        return kind.element, types.UniTuple(types.intp, 2)
    return None


@infer_global(operator.getitem)
class _Get(AbstractTemplate):
    def generic(self, arguments: Any, _: Any) -> Any:
        found = _indexed(*arguments)
        return signature(found[0], arguments[0], found[1]) if found else None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):
    def generic(self, arguments: Any, _: Any) -> Any:
        found = _indexed(*arguments[:2])
        return signature(types.none, arguments[0], found[1], found[0]) if found else None


@infer_global(len)
class _Len(AbstractTemplate):
    def generic(self, arguments: Any, _: Any) -> Any:
        if isinstance(arguments[0], Vector | Grid):
            return signature(types.intp, arguments[0])
        return None


# The code they become.


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


def pair(context: Any, builder: Any, kind: Any, *values: Any) -> Any:
    """A vector or grid from its address and lengths."""
    made = ir.Constant(context.get_value_type(kind), ir.Undefined)
    for place, value in enumerate(values):
        made = builder.insert_value(made, value, place)
    return made


def _store(context: Any, builder: Any, kind: Any, pointer: Any, value: Any) -> None:
    builder.store(value, builder.bitcast(pointer, context.get_data_type(kind).as_pointer()))


@lower_getattr_generic(Row)
def _row_get(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    field, offset = kind.fields[name]
    return load(context, builder, field, at(builder, value, offset))


@lower_setattr_generic(Row)
def _row_set(context: Any, builder: Any, sig: Any, values: Any, name: str) -> None:
    field, offset = sig.args[0].fields[name]
    _store(context, builder, field, at(builder, values[0], offset), values[1])


@lower_getattr_generic(Vector)
def _vector_get(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    field, offset = kind.element.fields[name]
    start = at(builder, builder.extract_value(value, 0), offset)
    return pair(context, builder, Vector(field, kind.step), start, builder.extract_value(value, 1))


def _checked(context: Any, builder: Any, index: Any, count: Any, axis: int = 0) -> None:
    if context.enable_boundscheck:
        cgutils.do_boundscheck(context, builder, index, count, axis)


def _place(context: Any, builder: Any, kind: Any, value: Any, index: Any) -> Any:
    """The address of what an index names."""
    data = builder.extract_value(value, 0)
    if isinstance(kind, Vector):
        _checked(context, builder, index, builder.extract_value(value, 1))
        return at(builder, data, builder.mul(index, WORD(kind.step)))
    row, column = builder.extract_value(index, 0), builder.extract_value(index, 1)
    columns = builder.extract_value(value, 2)
    _checked(context, builder, row, builder.extract_value(value, 1))
    _checked(context, builder, column, columns, 1)
    place = builder.add(builder.mul(row, columns), column)
    return at(builder, data, builder.mul(place, WORD(kind.size)))


@lower_builtin(operator.getitem, Vector, types.intp)
@lower_builtin(operator.getitem, Grid, types.UniTuple)
def _get(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    where = _place(context, builder, sig.args[0], *values)
    return load(context, builder, sig.return_type, where)


@lower_builtin(operator.getitem, Grid, types.intp)
def _line(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    grid, row = values
    _checked(context, builder, row, builder.extract_value(grid, 1))
    columns = builder.extract_value(grid, 2)
    passed = builder.mul(builder.mul(row, columns), WORD(sig.args[0].size))
    start = at(builder, builder.extract_value(grid, 0), passed)
    return pair(context, builder, sig.return_type, start, columns)


@lower_builtin(operator.setitem, Vector, types.intp, types.Any)
@lower_builtin(operator.setitem, Grid, types.UniTuple, types.Any)
def _set(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    where = _place(context, builder, sig.args[0], *values[:2])
    _store(context, builder, sig.args[2], where, values[2])
    return context.get_dummy_value()


@lower_builtin(len, Vector)
@lower_builtin(len, Grid)
def _len(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    return builder.extract_value(values[0], 1)
