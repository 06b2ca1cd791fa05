"""What the core may do with rows, vectors and grids, and the code that it becomes.

Attributes, indices and lengths. Indices are checked only by a kernel that checks.
"""

from __future__ import annotations

import operator
from typing import Any

from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global, signature
from numba.extending import (
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
)

from twinsim.core.rows import WORD, Grid, Row, Vector, at, load, pair, store

# What they are.


@infer_getattr
class _OfRow(AttributeTemplate):
    key = Row

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return kind.fields[name][0] if name in kind.fields else None


@infer_getattr
class _OfVector(AttributeTemplate):
    key = Vector

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return kind.all(name)


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


# The code.


@lower_getattr_generic(Row)
def _row_get(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    return kind.field(context, builder, value, name)


@lower_setattr_generic(Row)
def _row_set(context: Any, builder: Any, sig: Any, values: Any, name: str) -> None:
    kind, row = sig.args[0], values[0]
    store(context, builder, kind.fields[name][0], kind.field_at(builder, row, name), values[1])


@lower_getattr_generic(Vector)
def _vector_get(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    field, offset = kind.element.fields[name]
    start = at(builder, builder.extract_value(value, 0), offset)
    return pair(context, builder, Vector(field, kind.step), start, builder.extract_value(value, 1))


def _checked(context: Any, builder: Any, index: Any, count: Any, axis: int = 0) -> None:
    if context.enable_boundscheck:
        cgutils.do_boundscheck(context, builder, index, count, axis)


def _cell(context: Any, builder: Any, kind: Any, value: Any, index: Any) -> Any:
    """The address of the cell of a grid that a pair of indices names."""
    row, column = builder.extract_value(index, 0), builder.extract_value(index, 1)
    columns = builder.extract_value(value, 2)
    _checked(context, builder, row, builder.extract_value(value, 1))
    _checked(context, builder, column, columns, 1)
    place = builder.add(builder.mul(row, columns), column)
    return at(builder, builder.extract_value(value, 0), builder.mul(place, WORD(kind.size)))


@lower_builtin(operator.getitem, Vector, types.intp)
def _row(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    kind, (value, number) = sig.args[0], values
    _checked(context, builder, number, kind.length(builder, value))
    return kind.row(context, builder, value, number)


@lower_builtin(operator.getitem, Grid, types.UniTuple)
def _get(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    where = _cell(context, builder, sig.args[0], *values)
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
def _set_row(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    kind, (value, number, new) = sig.args[0], values
    _checked(context, builder, number, kind.length(builder, value))
    if isinstance(kind.element, Row):
        kind.element.copy(context, builder, kind.row(context, builder, value, number), new)
    else:
        store(context, builder, kind.element, kind.place(builder, value, number), new)
    return context.get_dummy_value()


@lower_builtin(operator.setitem, Grid, types.UniTuple, types.Any)
def _set_cell(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    where = _cell(context, builder, sig.args[0], *values[:2])
    if isinstance(sig.args[2], Row):
        sig.args[2].copy(context, builder, where, values[2])
    else:
        store(context, builder, sig.args[2], where, values[2])
    return context.get_dummy_value()


@lower_builtin(len, Vector)
def _len(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    return sig.args[0].length(builder, values[0])


@lower_builtin(len, Grid)
def _rows(context: Any, builder: Any, sig: Any, values: Any) -> Any:
    return builder.extract_value(values[0], 1)
