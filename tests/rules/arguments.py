"""Arguments for every rule, made from what its signature says: valid ones, and far beyond.

A rule that is added to RULES is covered without a word here: unnamed floats are taken for shares
and unnamed whole numbers for flags where valid arguments are meant.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import twinsim.rules
from twinsim.rules.base import Rule
from twinsim.world.parameters import FIELDS, as_object, as_record, resolve

for _path in Path(twinsim.rules.__path__[0]).glob("*.py"):
    if _path.stem != "__init__":
        import_module(f"twinsim.rules.{_path.stem}")

# Rows of arguments of a rule: valid ones, then each argument at each odd value, then odd values of
# many arguments at once; and the entries of a vector.
VALID, SOBER, ROWS, LONGEST = 400, 640, 1200, 8
KINDS = {"float", "int", "Reals", "Wholes"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names whose valid values are not shares: amounts (0 or more), numbers of either sign, and counts.
AMOUNTS = _words(
    """after analysis award before budget cash clock connected cost due duration effort gamma_
    halflife hazard hours impact income jobs joint km monitoring months most new ordered
    others_hazard outreach paid playbooks population price prior_ties public pull_ purse ratio_
    reference relieved_heads revenue risk runway runway_ sales scale spend spend_per_head staff
    trend unit unpaid volatility window yearly"""
)
SIGNED = _words("exponent known log_gain margin other own practice_ practised push x z")
COUNTS = _words("adoptions age buyers completions members months total")
RANGES = {"zone": (0, 3), "owned": (1, 2), "n": (3, 60)}

REALS = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, 1.0 - 2.0**-53, 12.0, 700.0, 1e15, 2.0**53),
    *(5e-324, -5e-324, 1e-300, -1e-300, 1e-16, 1e300, -1e300, 1.7e308, -1.7e308),
    *(np.inf, -np.inf, np.nan),
)
# Whole numbers reach 2^53: beyond it Python compares an integer with a float exactly, and compiled
# code as two floats. Counts of months, firms and pilots are below a million.
WHOLES = (0, 1, -1, 2, 3, 11, 12, 59, 60, 1000, 2**31 - 1, -(2**31), 2**53)


def parameter_sets() -> tuple[list[dict[str, float]], int]:
    """Sets of parameters, and how many of them, from the first on, are plausible."""
    central = resolve({}, {})
    luck = np.random.default_rng(5)
    sets = [central]
    for _ in range(4):
        near = luck.uniform(0.7, 1.3, len(FIELDS))
        # A share stays a share, a gain of a mechanism is between 0 and 1.
        moved = {
            field: min(value * factor, 1.0) if 0.0 <= value <= 1.0 else value * factor
            for (field, value), factor in zip(central.items(), near, strict=True)
        }
        moved.update({f: luck.uniform() for f in FIELDS if f.startswith("g_")})
        sets.append(moved)
    plausible = len(sets)
    for value in (0.0, 1.0, -1.0, 1e-300, 1e300, np.inf, -np.inf, np.nan):
        sets.append(dict.fromkeys(FIELDS, value))
    for _ in range(4):
        sets.append(dict(zip(FIELDS, luck.choice(REALS, len(FIELDS)), strict=True)))
    return sets, plausible


SETS, PLAUSIBLE = parameter_sets()
OBJECTS = [as_object(values) for values in SETS]
RECORDS = np.concatenate([as_record(values) for values in SETS])
# The set of each row: plausible ones as long as no more than one argument is odd.
_choose = np.random.default_rng(6)
WHICH = np.where(
    np.arange(ROWS) < SOBER,
    _choose.integers(0, PLAUSIBLE, ROWS),
    _choose.integers(0, len(SETS), ROWS),
)


def signature(rule: Rule) -> dict[str, str]:
    """Kind of each argument but `p`: float, int, Reals or Wholes."""
    kinds = {
        name: str(argument.annotation)
        for name, argument in inspect.signature(rule.function).parameters.items()
    }
    kinds.pop("p", None)
    unknown = {name for name, kind in kinds.items() if kind not in KINDS}
    if unknown:
        raise TypeError(f"{rule.name}: annotate {unknown} as one of {sorted(KINDS)}")
    return kinds


def takes_parameters(rule: Rule) -> bool:
    """Whether the first argument is `p`."""
    return "p" in inspect.signature(rule.function).parameters


def valid_reals(name: str, size: int, luck: np.random.Generator) -> NDArray[np.float64]:
    """Valid values of a float of this name, the ends among them."""
    if name in AMOUNTS:
        values = np.exp(luck.normal(2.0, 3.0, size))
        values[luck.random(size) < 0.05] = 0.0
    elif name in SIGNED:
        values = luck.normal(0.0, 1.5, size)
    elif name == "u" or name.startswith("u_"):
        values = luck.uniform(2.0**-53, 1.0 - 2.0**-53, size)
    else:
        values = luck.choice((0.0, 1.0, 0.5), size)
        inner = luck.random(size) < 0.9
        values[inner] = luck.random(inner.sum())
    return np.asarray(values, np.float64)


def valid_wholes(name: str, size: int, luck: np.random.Generator) -> NDArray[np.int64]:
    """Valid values of a whole number of this name."""
    if name in COUNTS:
        return np.floor(np.exp(luck.uniform(0.0, 5.5, size))).astype(np.int64) - 1
    low, high = RANGES.get(name, (0, 1))
    return luck.integers(low, high + 1, size)


@dataclass
class Table:
    """Rows of arguments of one rule, by argument.

    A vector is an array (row, entry) of which the first `length` entries are used.
    """

    length: NDArray[np.int64]
    values: dict[str, NDArray[Any]]

    def rows(self) -> Iterator[tuple[Any, list[Any]]]:
        """Parameters and arguments of each row, as plain Python numbers and lists."""
        columns = [column.tolist() for column in self.values.values()]
        for row, which in enumerate(WHICH.tolist()):
            length = int(self.length[row])
            row_of = [column[row] for column in columns]
            yield OBJECTS[which], [v[:length] if isinstance(v, list) else v for v in row_of]


def table(rule: Rule) -> Table:
    """Arguments of a rule: valid ones, each argument at each odd value, and odd values at once."""
    return _vectors(rule) if rule.collective else _scalars(rule)


def _luck(rule: Rule) -> np.random.Generator:
    return np.random.default_rng(list(rule.name.encode()))


def _scalars(rule: Rule) -> Table:
    luck, kinds = _luck(rule), signature(rule)
    odd = {name: REALS if kind == "float" else WHOLES for name, kind in kinds.items()}
    first, wild = VALID, np.arange(ROWS) >= SOBER
    values: dict[str, NDArray[Any]] = {}
    for name, kind in kinds.items():
        make = valid_reals if kind == "float" else valid_wholes
        column: NDArray[Any] = make(name, ROWS, luck)
        column[first : first + len(odd[name])] = odd[name]
        first += len(odd[name])
        some = wild & (luck.random(ROWS) < 0.6)
        column[some] = luck.choice(odd[name], some.sum())
        values[name] = column
    assert first <= SOBER, f"{rule.name} has too many arguments for {SOBER} rows"
    return Table(np.zeros(ROWS, np.int64), values)


def _vectors(rule: Rule) -> Table:
    """Vectors of 1 to 8 entries of which n are used and `me` is one: beyond that is no call at
    all. What they hold may be anything; ties are frequent."""
    luck, kinds = _luck(rule), signature(rule)
    length = luck.integers(1, LONGEST + 1, ROWS)
    values: dict[str, NDArray[Any]] = {}
    for name, kind in kinds.items():
        if kind == "Reals":
            column: NDArray[Any] = luck.random((ROWS, LONGEST))
            tied = luck.random((ROWS, LONGEST)) < 0.4
            column[tied] = np.round(4.0 * column[tied]) / 4.0
            wild = (luck.random((ROWS, LONGEST)) < 0.3) & (np.arange(ROWS) >= VALID)[:, None]
            column[wild] = luck.choice(REALS, wild.sum())
        elif kind == "Wholes":
            column = luck.integers(0, 2, (ROWS, LONGEST))
        elif name == "n":
            column = luck.integers(0, length + 1)
        elif name == "me":
            column = luck.integers(0, np.maximum(values["n"], 1))
        elif kind == "int":
            column = luck.integers(-1, LONGEST + 2, ROWS)
        else:
            column = valid_reals(name, ROWS, luck)
        values[name] = column
    return Table(length, values)
