"""The points of an experiment, by number.

An experiment's points are the product of its blocks (grids, tables, samples). A point's number
says where it stands in each: the last block of the file changes fastest, but the one sampled
block, where there is only one, is the slowest of all. So more samples add points behind those
that are there and change none.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING

from twinsim.errors import ExperimentError, Fault
from twinsim.scenario.experiment.blocks import Block, growable
from twinsim.scenario.experiment.schema import MOST_POINTS
from twinsim.sweep.sequences import HypercubeSample, SobolSequence

if TYPE_CHECKING:
    from twinsim.scenario import Experiment, Factor, Value

Sequence = SobolSequence | HypercubeSample


class Design:
    """The numbered points of an experiment, of as many samples as asked for."""

    def __init__(self, experiment: Experiment, blocks: tuple[Block, ...], sizes: tuple[int, ...]):
        """Use :meth:`of`. `blocks` go from the slowest to the fastest, `sizes` are their points."""
        self.experiment = experiment
        self.blocks = blocks
        self.sizes = sizes
        self.count = prod(sizes)
        self._factors = {factor.id: factor for factor in experiment.factors}
        # The sampled values made last: all combinations of the other blocks share them.
        self._latest: dict[Block, tuple[int, tuple[Value, ...]]] = {}
        self._sequences = {block: _sequence(block) for block in blocks if block.sampled}

    @classmethod
    def of(cls, experiment: Experiment, samples: int | None = None) -> Design:
        """The design of an experiment, its file's own number of samples in place of None.

        Raises :class:`ExperimentError` for a number of samples that the experiment cannot have:
        none is sampled, two blocks are, a Latin hypercube would have to grow, or there would be
        too many points.
        """
        grows = growable(experiment.blocks)
        if samples is not None:
            _check_samples(experiment, grows, samples)
        rest = tuple(block for block in experiment.blocks if block is not grows)
        blocks = (grows, *rest) if grows else rest
        factors = {factor.id: factor for factor in experiment.factors}
        sizes = tuple(block.size(factors, samples if block is grows else None) for block in blocks)
        if prod(sizes) > MOST_POINTS:
            most = MOST_POINTS // prod(sizes[1:])
            raise _error(samples, f"expected at most {most:,}, for {MOST_POINTS:,} design points")
        return cls(experiment, blocks, sizes)

    def point(self, number: int) -> dict[str, Value]:
        """The value of every factor at a point, in the order of the factors.

        Raises :class:`IndexError` for a number that is not from 0 to `count - 1`.
        """
        if not 0 <= number < self.count:
            raise IndexError(f"expected a point from 0 to {self.count - 1}, found {number}")
        found: dict[str, Value] = {}
        rest = number
        for block, size in zip(reversed(self.blocks), reversed(self.sizes), strict=True):
            rest, at = divmod(rest, size)
            found |= zip(block.factors, self._values(block, at), strict=True)
        return {id: found[id] for id in self._factors}

    def points(self, first: int = 0, last: int | None = None) -> Iterator[dict[str, Value]]:
        """The points from first to last, both included; absent, to the end."""
        for number in range(first, self.count if last is None else last + 1):
            yield self.point(number)

    def __reduce__(self) -> tuple[type[Design], tuple[object, ...]]:
        """What decides it, without the sequences begun: workers elsewhere make their own."""
        return Design, (self.experiment, self.blocks, self.sizes)

    def __len__(self) -> int:
        return self.count

    def __repr__(self) -> str:
        kinds = " × ".join(
            f"{block.kind} of {size:,}" for block, size in zip(self.blocks, self.sizes, strict=True)
        )
        return f"Design({self.experiment.name!r}: {self.count:,} points; {kinds})"

    def _values(self, block: Block, at: int) -> tuple[Value, ...]:
        """The values of a block's factors at its point `at`."""
        if block.kind == "table":
            return block.points[at]
        factors = [self._factors[id] for id in block.factors]
        if block.kind == "grid":
            return _combination(factors, at)
        last, values = self._latest.get(block, (-1, ()))
        if last != at:
            coordinates = self._sequences[block].row(at)
            values = tuple(factor.at(u) for factor, u in zip(factors, coordinates, strict=True))
            self._latest[block] = at, values
        return values


def _combination(factors: list[Factor], at: int) -> tuple[Value, ...]:
    """Combination `at` of all levels, those of the last factor changing fastest."""
    values: list[Value] = []
    for factor in reversed(factors):
        at, level = divmod(at, len(factor.levels))
        values.append(factor.levels[level])
    return tuple(reversed(values))


def _sequence(block: Block) -> Sequence:
    if block.kind == "sobol":
        return SobolSequence(block.factors)
    return HypercubeSample(block.factors, block.samples)


def _check_samples(experiment: Experiment, grows: Block | None, samples: int) -> None:
    if isinstance(samples, bool) or not isinstance(samples, int) or not 1 <= samples <= MOST_POINTS:
        raise _error(samples, f"expected a whole number from 1 to {MOST_POINTS:,}")
    if grows is None and any(block.sampled for block in experiment.blocks):
        raise _error(
            samples,
            "expected none: two designs of the experiment are sampled, each as "
            "its file says; put their factors into one sobol design to change that",
        )
    if grows is None:
        raise _error(samples, "expected none: no design of the experiment is sampled")
    if grows.kind == "latin_hypercube" and samples > grows.samples:
        raise _error(
            samples,
            f"expected at most the file's {grows.samples:,}: a Latin hypercube "
            'cannot grow; kind = "sobol" can',
        )


def _error(samples: object, expected: str) -> ExperimentError:
    return ExperimentError(Fault("", 0, "samples", repr(samples), expected))
