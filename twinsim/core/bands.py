"""Records of many agents in bands: fields that stages look at together lie together.

A month passes over all firms several times, and most passes look at a few of their fifty fields.
With many firms it waits for memory, and memory comes in whole lines. So the records are cut into
bands, each of which lies by itself: the first fields of all firms, then the next ones. For the
compiled core a firm is still one row, whose place in a band is reckoned from its number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import types
from numba.extending import models, register_model

from twinsim.core.room import zeros
from twinsim.core.rows import WORD, Row, Vector, VectorModel, at, pair

LINE = 64  # bytes that a processor fetches from memory at once


class Bands:
    """`count` records of zeros; `first` are the fields with which the bands begin, in their order.

    A vector that begins a band is the whole of it, and its numbers lie apart from each other too:
    the first numbers of all records, then the second ones. A field is an array of its own, as with
    NumPy's records, and may be written to; any other index gives a copy of records.
    """

    def __init__(self, count: int, record: np.dtype[Any], first: Sequence[str]) -> None:
        fields: Any = record.fields
        self.dtype, self.shape, self._first, self._count = record, (count,), first, count
        self.cuts = cuts = tuple(int(fields[name][1]) for name in first)
        self.places = (count // LINE + 1) * LINE  # so many, and each band begins with a line
        room = zeros(self.places * record.itemsize + LINE, np.uint8)
        skip = -room.ctypes.data % LINE
        self.room = room[skip : skip + self.places * record.itemsize]
        self._fields: dict[str, Any] = {}
        for name in record.names or ():
            kind, offset, start, width = _place(record, cuts, name)
            along, across = width, kind.base.itemsize
            if kind.shape and name in first:
                along, across = across, across * self.places
            self._fields[name] = np.ndarray(
                (count, *kind.shape),
                kind.base,
                self.room.data,
                self.places * start + offset,
                (along, *(across for _ in kind.shape)),
            )

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return self._fields[key]
        records = np.zeros(self._count, self.dtype)
        for name, values in self._fields.items():
            records[name] = values
        return records[key]

    def tobytes(self) -> bytes:
        """The bytes of the records, one after another."""
        return bytes(self[:].tobytes())

    def copy(self) -> Bands:
        """The same records in memory of their own."""
        other = Bands(self._count, self.dtype, self._first)
        other.room[:] = self.room
        return other


def _place(record: Any, cuts: tuple[int, ...], name: str) -> tuple[Any, int, int, int]:
    """Type of a field, its offset within its band, and where the band begins and how wide it is."""
    kind, offset = record.fields[name][:2]
    band = bisect_right(cuts, offset) - 1
    end = cuts[band + 1] if band + 1 < len(cuts) else record.itemsize
    return kind, offset - cuts[band], cuts[band], end - cuts[band]


class Column(Vector):
    """A vector of a record whose numbers lie `step` bytes apart, which is known when it runs."""

    def __init__(self, vector: Vector) -> None:
        super().__init__(vector.element, vector.step, vector.fixed)
        self.name = f"Column_{self.name}"

    def length(self, builder: Any, value: Any) -> Any:
        """How many numbers there are."""
        return WORD(self.fixed)

    def place(self, builder: Any, value: Any, number: Any) -> Any:
        """The address of one of them."""
        step = builder.extract_value(value, 1)
        return at(builder, builder.extract_value(value, 0), builder.mul(number, step))


register_model(Column)(VectorModel)


class BandedRow(Row):
    """A record of bands: where they begin, for how many records there is room, and which it is."""

    def __init__(self, dtype: np.dtype[Any], cuts: tuple[int, ...]) -> None:
        super().__init__(dtype)
        self.places = {name: _place(dtype, cuts, name)[1:] for name in self.fields}
        for name, (kind, offset) in self.fields.items():
            if isinstance(kind, Vector) and offset in cuts:
                self.fields[name] = (Column(kind), offset)
                self.places[name] = (0, offset, kind.step)
        self.name = f"Banded{self.name}_{'_'.join(map(str, cuts))}"

    def field_at(self, builder: Any, value: Any, name: str) -> Any:
        """The address of a field of a row."""
        data, places, number = (builder.extract_value(value, n) for n in range(3))
        offset, start, width = self.places[name]
        band = at(builder, data, builder.mul(places, WORD(start)))
        row = at(builder, band, builder.mul(number, WORD(width)))
        return at(builder, row, offset)

    def field(self, context: Any, builder: Any, value: Any, name: str) -> Any:
        """A field of a row; a vector whose numbers lie apart needs how far."""
        kind = self.fields[name][0]
        if not isinstance(kind, Column):
            return super().field(context, builder, value, name)
        step = builder.mul(builder.extract_value(value, 1), WORD(kind.step))
        return pair(context, builder, kind, self.field_at(builder, value, name), step)


@register_model(BandedRow)
class _BandedModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        words = [("data", types.voidptr), ("places", types.intp), ("number", types.intp)]
        super().__init__(manager, kind, words)


class BandedRows(Vector):
    """A line of records in bands."""

    def __init__(self, element: BandedRow) -> None:
        super().__init__(element, element.size)

    def all(self, name: str) -> None:
        """A field of all of them is not asked for."""

    def row(self, context: Any, builder: Any, value: Any, number: Any) -> Any:
        """One of them."""
        data, places = (builder.extract_value(value, n) for n in (0, 2))
        return pair(context, builder, self.element, data, places, number)


@register_model(BandedRows)
class _RowsModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        words = [("data", types.voidptr), ("count", types.intp), ("places", types.intp)]
        super().__init__(manager, kind, words)


def banded(bands: Bands) -> BandedRows:
    """The type by which the core sees bands."""
    return BandedRows(BandedRow(bands.dtype, bands.cuts))
