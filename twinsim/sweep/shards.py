"""Rows to Parquet bytes, with bytes that depend on nothing but the rows.

Layout (documented here, relied on by others):

* `runs/`    arm, design, replicate, status, reason, a `factor.<id>` column per factor of an
  experiment, then a float64 column per indicator;
* `cities/`  arm, design, replicate, city, then a float64 column per indicator;
* `months/`  arm, design, replicate, city, month, then a float64 column per monthly indicator;
* `firms/`   arm, by, design, city, slot, group, n, then `mean_<account>` and `m2_<account>`, over
  the tile's replicates: see :mod:`twinsim.sweep.firms`.

Rows are ordered by design, arm (in the scenario's order), replicate, city (by id), month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from twinsim.sweep.firms import GROUPS, summarise
from twinsim.sweep.points import Points
from twinsim.sweep.rows import DesignRows, Floats, TileRows

Table: TypeAlias = Any  # pyarrow ships no types

KINDS = ("runs", "cities", "months", "firms")
KEYS = {
    "runs": ("arm", "design", "replicate", "status", "reason"),
    "cities": ("arm", "design", "replicate", "city"),
    "months": ("arm", "design", "replicate", "city", "month"),
    "firms": ("arm", "by", "design", "city", "slot", "group", "n"),
}
FACTOR = "factor."


def encode(kind: str, rows: TileRows, points: Points) -> tuple[bytes, int]:
    """One tile's file of the kind, and its number of rows."""
    table = {"runs": _runs, "cities": _cities, "months": _months, "firms": _firms}[kind](
        rows, points
    )
    sink = pa.BufferOutputStream()
    words = [f.name for f in table.schema if pa.types.is_dictionary(f.type) or f.name in KEYS[kind]]
    factors = [name for name in table.column_names if name.startswith(FACTOR)]
    pq.write_table(
        table,
        sink,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=list(dict.fromkeys([*words, *factors])),
        write_statistics=True,
        store_schema=False,
        data_page_version="1.0",
        row_group_size=max(table.num_rows, 1),
    )
    return sink.getvalue().to_pybytes(), table.num_rows


def kinds_of(monthly: Sequence[str], *, firms: bool) -> tuple[str, ...]:
    """The kinds of files that a tile makes."""
    return ("runs", "cities", *["months"] * bool(monthly), *["firms"] * firms)


def decode(data: bytes, columns: Sequence[str] | None = None) -> Table:
    """The table in a file's bytes, or these columns of it. Raises `pyarrow.ArrowInvalid` where
    there is none."""
    # Not pq.read_table: that one loads the whole dataset layer first, half a second of imports.
    # In this thread: a thread of Arrow's may still hold the bytes when the interpreter ends, and
    # then takes the process down with it.
    file = pq.ParquetFile(pa.BufferReader(data))
    return file.read(columns if columns is None else list(columns), use_threads=False)


def columns_of(data: bytes) -> list[str]:
    """Column names of a file, from its footer alone."""
    return list(pq.read_schema(pa.BufferReader(data)).names)


def matrix(table: Table, columns: Sequence[str]) -> Floats:
    """The columns as an array of shape (rows, columns)."""
    out = np.empty((table.num_rows, len(columns)))
    for index, name in enumerate(columns):
        out[:, index] = column(table, name)
    return out


def column(table: Table, name: str) -> Any:
    """A column of numbers as an array."""
    # Not to_numpy: that one loads pandas, half a second of imports.
    return np.from_dlpack(table.column(name).combine_chunks())


def values_of(table: Table) -> list[str]:
    """Names of a table's columns that hold indicators or accounts."""
    keys = set().union(*KEYS.values())
    return [n for n in table.column_names if n not in keys and not n.startswith(FACTOR)]


def _runs(rows: TileRows, points: Points) -> Table:
    reasons = [reason for part in rows.designs for arm in part.reasons for reason in arm]
    columns = _address(rows, points, lambda part: ())
    columns["status"] = _text(["failed" if reason else "ok" for reason in reasons])
    columns["reason"] = _text(reasons)
    counts = [len(points.arms) * part.count for part in rows.designs]
    values = [points.values(part.design) for part in rows.designs]
    for place, factor in enumerate(points.columns):
        own = [row[place] for row in values]
        if factor.kind == "text":
            texts = list(dict.fromkeys(map(str, own)))
            index = np.array([texts.index(str(value)) for value in own], dtype=np.int32)
            columns[factor.name] = _words(np.repeat(index, counts), texts)
        elif factor.kind == "flag":
            columns[factor.name] = _flags(np.repeat(np.array(own, dtype=bool), counts))
        else:
            columns[factor.name] = _numbers(np.repeat(np.array(own, dtype=np.float64), counts))
    return _with_values(columns, _indicators(rows), [part.totals() for part in rows.designs])


def _cities(rows: TileRows, points: Points) -> Table:
    columns = _address(rows, points, lambda part: (len(part.layout.cities),))
    return _with_values(columns, _indicators(rows), [part.cities for part in rows.designs])


def _months(rows: TileRows, points: Points) -> Table:
    columns = _address(rows, points, lambda part: (len(part.layout.cities), part.layout.months))
    names = rows.designs[0].layout.monthly
    return _with_values(columns, names, [part.months for part in rows.designs])


def _firms(rows: TileRows, points: Points) -> Table:
    tables = [
        (part, part.layout.slots, summarise(part.firms, part.layout.slots, part.good))
        for part in rows.designs
        if part.layout.slots is not None
    ]
    if not tables:
        raise ValueError("no accounts by firm were kept")
    cities = _all_cities(rows)
    place = [np.array([cities.index(c) for c in p.layout.cities], np.int32) for p, _, _ in tables]

    def joined(read: Callable[[Any], Any]) -> Any:
        return np.concatenate([read(table) for _, _, table in tables])

    columns = {
        "arm": _words(joined(lambda t: t.arm), points.arms),
        "by": _words(joined(lambda t: t.by), points.arms),
        "design": _numbers(
            np.concatenate([np.full(len(t.arm), p.design, np.int64) for p, _, t in tables])
        ),
        "city": _words(
            np.concatenate([at[t.city] for at, (_, _, t) in zip(place, tables, strict=True)]),
            cities,
        ),
        "slot": _numbers(joined(lambda t: t.slot)),
        "group": _words(joined(lambda t: t.group), GROUPS),
        "n": _numbers(joined(lambda t: t.n)),
    }
    accounts = tables[0][1].accounts
    names = [*(f"mean_{id}" for id in accounts), *(f"m2_{id}" for id in accounts)]
    moments = joined(lambda t: np.concatenate([t.mean, t.m2], axis=1))
    return _with_values(columns, names, [moments])


def _address(
    rows: TileRows, points: Points, inner: Callable[[DesignRows], tuple[int, ...]]
) -> dict[str, Table]:
    """Key columns: which arm, design, replicate and (where `inner` says so) city and month."""
    cities = _all_cities(rows)
    columns: dict[str, list[Any]] = {}
    for part in rows.designs:
        shape = (len(points.arms), part.count, *inner(part))
        arm, replicate, *rest = np.indices(shape, dtype=np.int32)
        own = {
            "arm": arm,
            "design": np.full(arm.size, part.design, dtype=np.int64),
            "replicate": replicate.astype(np.int64) + part.first,
        }
        if rest:
            own["city"] = np.array([cities.index(c) for c in part.layout.cities], np.int32)[rest[0]]
        if len(rest) > 1:
            own["month"] = rest[1].astype(np.int64)
        for name, values in own.items():
            columns.setdefault(name, []).append(values.ravel())
    whole = {name: np.concatenate(parts) for name, parts in columns.items()}
    lists = {"arm": points.arms, "city": cities}
    return {n: _words(v, lists[n]) if n in lists else _numbers(v) for n, v in whole.items()}


def _all_cities(rows: TileRows) -> list[str]:
    """Every city of the tile's design points once, as they come."""
    return list(dict.fromkeys(city for part in rows.designs for city in part.layout.cities))


def _indicators(rows: TileRows) -> tuple[str, ...]:
    return rows.designs[0].layout.indicators


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


def _flags(values: Any) -> Table:
    """An Arrow array of truth values."""
    bits = np.packbits(values, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])


def _with_values(
    columns: dict[str, Table], names: Sequence[str], values: Sequence[Floats]
) -> Table:
    flat = np.concatenate([part.reshape(-1, len(names)) for part in values])
    for index, name in enumerate(names):
        columns[name] = _numbers(flat[:, index])
    return pa.table(columns)


def frame(tables: Iterable[Table], arms: Sequence[str]) -> Any:
    """Tables joined into a DataFrame, ordered by design, arm (as in `arms`) and replicate."""
    joined = pa.concat_tables(list(tables), promote_options="default").to_pandas()
    place = joined["arm"].map({arm: index for index, arm in enumerate(arms)})
    order = np.lexsort((joined["replicate"], place, joined["design"]))
    return joined.iloc[order].reset_index(drop=True)
