"""What every method's sample is: rows of the unit cube, in blocks, and the outputs of its own.

A sample makes its rows and analyses outputs at exactly these rows. Outputs carry the hash of the
sample that they belong to, so that those of another sample, or of another order, are refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from twinsim.errors import Fault, ResultsError, RunError
from twinsim.sensitivity.worlds import Floats

MOST_NAMED = 5


@dataclass(frozen=True)
class Answers:
    """An output at the rows of one sample, shape (worlds, rows); `of` is the sample's key.

    `blocks` are the numbers of the blocks that count; the others were dropped as a whole.
    """

    of: str
    values: Floats = field(repr=False)
    blocks: NDArray[np.int64] = field(repr=False)
    name: str = "output"

    def first(self, part: float) -> Answers:
        """The same for a first part of the blocks, as a smaller sample would have had it."""
        return replace(self, blocks=self.blocks[: max(2, round(part * len(self.blocks)))])


class Sample(Protocol):
    """Rows in the unit cube. `names` are the columns, `groups` what each column belongs to."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def groups(self) -> tuple[str, ...]: ...

    @property
    def rows(self) -> Floats:
        """Shape (rows, names), each coordinate above 0 and below 1."""

    @property
    def block(self) -> int:
        """How many rows belong together: they are kept or dropped as a whole."""

    @property
    def key(self) -> str:
        """SHA-256 of the rows and of what they are for."""

    def about(self) -> dict[str, Any]:
        """What decides the rows, as plain values, without how many there are."""

    def analyse(self, given: Answers) -> Any:
        """What outputs at these rows say. Raises :class:`ResultsError` for other outputs."""


def key_of(kind: str, names: Sequence[str], groups: Sequence[str], rows: Floats) -> str:
    """The hash by which outputs belong to a sample."""
    digest = hashlib.sha256("\n".join((kind, *names, "", *groups)).encode())
    digest.update(np.ascontiguousarray(rows, dtype="<f8").tobytes())
    return digest.hexdigest()


def library(method: str) -> Any:
    """SALib's module of samples for a method. Raises :class:`RunError` where SALib is absent."""
    try:
        return import_module(f"SALib.sample.{method}")
    except ImportError as error:
        raise RunError("this takes SALib: pip install 'twinsim[sensitivity]'") from error


def distinct(groups: Sequence[str]) -> tuple[str, ...]:
    """Each group once, in the order in which SALib has them."""
    return tuple(dict.fromkeys(groups))


def library_seed(seed: int) -> int:
    """The seed as SALib gets it: never 0, which it would take for none."""
    return seed + 1


def answers(
    sample: Sample, values: Any, name: str = "output", dropped: Collection[int] = ()
) -> Answers:
    """Bind outputs, shape (worlds, rows) or (rows,), to the sample at whose rows they were made.

    `dropped` are numbers of blocks that are left out as a whole. Raises :class:`ResultsError` for
    another number of rows, for a value that is no number, and for an output that is the same at
    every row.
    """
    found = np.atleast_2d(np.asarray(values, dtype=float))
    count = len(sample.rows)
    if found.shape[1] != count:
        expected = f"expected {count:,} outputs, one for each row of the sample"
        raise ResultsError(Fault("", 0, name, f"{found.shape[1]:,} outputs", expected))
    blocks = np.setdiff1d(np.arange(count // sample.block), np.array([*dropped], int))
    rows = (blocks[:, None] * sample.block + np.arange(sample.block)).ravel()
    bad = rows[~np.isfinite(found[:, rows]).all(axis=0)]
    if len(bad):
        raise ResultsError(Fault("", 0, name, _rows(bad), "expected a finite number at every row"))
    means = found[:, rows].mean(axis=0)
    if len(rows) == 0 or np.ptp(means) <= 1e-12 * max(float(np.abs(means).max()), 1e-300):
        many = f"{float(means[0]):g} at all {len(rows):,} rows" if len(rows) else "no row"
        expected = "expected an output that varies; what is constant depends on no input"
        raise ResultsError(Fault("", 0, name, many, expected))
    return Answers(sample.key, found, blocks, name)


def evaluated(sample: Sample, function: Callable[[Floats], Floats]) -> Answers:
    """The outputs of a function of rows, shape (rows, names), bound to the sample."""
    return answers(sample, function(sample.rows))


def by_block(sample: Sample, given: Answers) -> Floats:
    """Outputs less their mean, of the shape (worlds, blocks, rows of a block).

    Raises :class:`ResultsError` for outputs of another sample.
    """
    if given.of != sample.key:
        expected = "expected outputs at the rows of this sample; these belong to another"
        raise ResultsError(Fault("", 0, given.name, "", expected))
    whole = given.values.reshape(len(given.values), -1, sample.block)[:, given.blocks]
    centred: Floats = whole - whole.mean()
    return centred


def without_worlds(whole: Floats) -> Floats:
    """Outputs by block less each world's own mean, which cancels from every difference between
    rows; without it products of outputs are less noisy."""
    centred: Floats = whole - whole.mean(axis=(1, 2), keepdims=True)
    return centred


def _rows(numbers: NDArray[np.int64]) -> str:
    first = ", ".join(str(n) for n in numbers[:MOST_NAMED])
    more = f" and {len(numbers) - MOST_NAMED:,} more" if len(numbers) > MOST_NAMED else ""
    return f"{'rows' if len(numbers) > 1 else 'row'} {first}{more}"
