"""Rows to Parquet bytes and back, with bytes that depend on nothing but the rows.

Layout (documented here, relied on by others):

* `runs/`    arm, design, replicate, status, reason, then a float64 column per indicator;
* `cities/`  arm, design, replicate, city, then a float64 column per indicator;
* `months/`  arm, design, replicate, city, month, then a float64 column per monthly indicator;
* `firms/`   arm, by, design, city, slot, group, n, then `mean_<account>` and `m2_<account>`, over
  the tile's replicates: see :mod:`twinsim.sweep.firms`.

Rows are ordered by design, arm (in the scenario's order), replicate, city (by id), month.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from twinsim.sweep.firms import GROUPS, summarise
from twinsim.sweep.rows import Floats, TileRows

Table: TypeAlias = Any  # pyarrow ships no types

KINDS = ("runs", "cities", "months")
KEYS = {
    "runs": ("arm", "design", "replicate", "status", "reason"),
    "cities": ("arm", "design", "replicate", "city"),
    "months": ("arm", "design", "replicate", "city", "month"),
    "firms": ("arm", "by", "design", "city", "slot", "group", "n"),
}


def encode(kind: str, rows: TileRows) -> tuple[bytes, int]:
    """One tile's file of the kind, and its number of rows."""
    make = {"runs": _runs, "cities": _cities, "months": _months, "firms": _firms}[kind]
    table = make(rows)
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=[name for name in table.column_names if name in KEYS[kind]],
        write_statistics=True,
        store_schema=False,
        data_page_version="1.0",
        row_group_size=max(table.num_rows, 1),
    )
    return sink.getvalue().to_pybytes(), table.num_rows


def kinds_of(rows: TileRows) -> tuple[str, ...]:
    """The kinds of files that a tile's rows make."""
    return KINDS if rows.layout.slots is None else (*KINDS, "firms")


def decode(data: bytes) -> Table:
    """The table in a file's bytes. Raises `pyarrow.ArrowInvalid` where there is none."""
    # Not pq.read_table: that one loads the whole dataset layer first, half a second of imports.
    # In this thread: a thread of Arrow's may still hold the bytes when the interpreter ends, and
    # then takes the process down with it.
    return pq.ParquetFile(pa.BufferReader(data)).read(use_threads=False)


def columns_of(data: bytes) -> list[str]:
    """Column names of a file, from its footer alone."""
    return list(pq.read_schema(pa.BufferReader(data)).names)


def matrix(table: Table, columns: Sequence[str]) -> Floats:
    """The columns as an array of shape (rows, columns)."""
    out = np.empty((table.num_rows, len(columns)))
    for index, name in enumerate(columns):
        # Not to_numpy: that one loads pandas, half a second of imports.
        out[:, index] = np.from_dlpack(table.column(name).combine_chunks())
    return out


def of_arm(table: Table, place: int, arms: int) -> Table:
    """The rows of one of the arms: arms follow each other in blocks of one length."""
    rows = table.num_rows // arms
    return table.slice(place * rows, rows)


def _runs(rows: TileRows) -> Table:
    reasons = [reason for arm in rows.reasons for reason in arm]
    columns = _address(rows, ())
    columns["status"] = _text(["failed" if reason else "ok" for reason in reasons])
    columns["reason"] = _text(reasons)
    return _with_values(columns, rows.layout.indicators, rows.totals())


def _cities(rows: TileRows) -> Table:
    columns = _address(rows, (len(rows.layout.cities),))
    return _with_values(columns, rows.layout.indicators, rows.cities)


def _months(rows: TileRows) -> Table:
    columns = _address(rows, (len(rows.layout.cities), rows.layout.months))
    return _with_values(columns, rows.layout.monthly, rows.months)


def _firms(rows: TileRows) -> Table:
    slots, layout = rows.layout.slots, rows.layout
    if slots is None:
        raise ValueError("no accounts by firm were kept")
    table = summarise(rows.firms, slots, rows.good)
    columns = {
        "arm": _words(table.arm, layout.arms),
        "by": _words(table.by, layout.arms),
        "design": _numbers(np.full(len(table.arm), rows.tile.design_first, dtype=np.int64)),
        "city": _words(table.city, layout.cities),
        "slot": _numbers(table.slot),
        "group": _words(table.group, GROUPS),
        "n": _numbers(table.n),
    }
    names = [*(f"mean_{id}" for id in slots.accounts), *(f"m2_{id}" for id in slots.accounts)]
    return _with_values(columns, names, np.concatenate([table.mean, table.m2], axis=1))


def _address(rows: TileRows, inner: tuple[int, ...]) -> dict[str, Table]:
    """Key columns: which arm, replicate and (where `inner` says so) city and month."""
    layout, tile = rows.layout, rows.tile
    arm, replicate, *rest = np.indices((len(layout.arms), tile.count, *inner), dtype=np.int32)
    columns = {
        "arm": _words(arm, layout.arms),
        "design": _numbers(np.full(arm.size, tile.design_first, dtype=np.int64)),
        "replicate": _numbers(replicate.astype(np.int64) + tile.first),
    }
    if rest:
        columns["city"] = _words(rest[0], layout.cities)
    if len(rest) > 1:
        columns["month"] = _numbers(rest[1].astype(np.int64))
    return columns


def _words(index: Any, words: Sequence[str]) -> Table:
    return pa.DictionaryArray.from_arrays(_numbers(index), _text(words))


# Arrays are made from buffers, since `pa.array` first loads pandas, half a second of imports, to
# ask it whether what it is given is a Series.


def _numbers(values: Any) -> Table:
    """An Arrow array of a NumPy array's numbers."""
    flat = np.ascontiguousarray(values).ravel()
    kind = pa.from_numpy_dtype(flat.dtype)
    return pa.Array.from_buffers(kind, len(flat), [None, pa.py_buffer(flat)])


def _text(words: Sequence[str]) -> Table:
    """An Arrow array of texts."""
    encoded = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    data = pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), data)


def _with_values(columns: dict[str, Table], names: Sequence[str], values: Floats) -> Table:
    flat = values.reshape(-1, len(names))
    for index, name in enumerate(names):
        columns[name] = _numbers(flat[:, index])
    return pa.table(columns)


def frame(tables: Sequence[Table], arms: Sequence[str]) -> Any:
    """Tables joined into a DataFrame, ordered by design, arm (as in `arms`) and replicate."""
    joined = pa.concat_tables(tables, promote_options="default").to_pandas()
    place = joined["arm"].map({arm: index for index, arm in enumerate(arms)})
    order = np.lexsort((joined["replicate"], place, joined["design"]))
    return joined.iloc[order].reset_index(drop=True)
