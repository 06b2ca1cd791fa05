"""Points of the unit cube: a scrambled Sobol sequence, and a Latin hypercube.

Both are SciPy's, with a seed that follows from the names of the factors alone: neither the
seed of the runs nor the number of points asked for changes a point. A Sobol sequence is
scrambled as by Owen (a random linear matrix and a digital shift; Matoušek 1998), so that it
keeps its evenness and has no point at a corner.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BITS = 30
_CHUNK = 256
_MOST_CHUNKS = 8
# The middle of the smallest cell: no coordinate is 0 or 1.
_HALF = 0.5 / 2**_BITS


class SobolSequence:
    """A sequence of points of which the first n are the same for every n."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._engine: Any = None
        self._next = 0
        self._chunks: OrderedDict[int, NDArray[np.float64]] = OrderedDict()
        self._lock = Lock()

    def row(self, number: int) -> list[float]:
        """The coordinates of a point, each above 0 and below 1."""
        with self._lock:
            chunk, at = divmod(number, _CHUNK)
            if chunk not in self._chunks:
                self._chunks[chunk] = self._made(chunk)
                if len(self._chunks) > _MOST_CHUNKS:
                    self._chunks.popitem(last=False)
            return [float(u) for u in self._chunks[chunk][at]]

    def _made(self, chunk: int) -> NDArray[np.float64]:
        from scipy.stats import qmc

        if self._engine is None or chunk < self._next:
            rng = np.random.default_rng(_seed("sobol", self._names))
            self._engine = qmc.Sobol(len(self._names), scramble=True, bits=_BITS, rng=rng)
            self._next = 0
        if chunk > self._next:
            self._engine.fast_forward((chunk - self._next) * _CHUNK)
        self._next = chunk + 1
        points: NDArray[np.float64] = np.asarray(self._engine.random(_CHUNK)) + _HALF
        return points


class HypercubeSample:
    """A sample of n points in which every factor has one value in each n-th of its range."""

    def __init__(self, names: Sequence[str], samples: int) -> None:
        self._names = tuple(names)
        self._samples = samples
        self._points: NDArray[np.float64] | None = None

    def row(self, number: int) -> list[float]:
        """The coordinates of a point, each above 0 and below 1."""
        if self._points is None:
            from scipy.stats import qmc

            rng = np.random.default_rng(_seed("latin_hypercube", self._names))
            sample = qmc.LatinHypercube(len(self._names), rng=rng).random(self._samples)
            self._points = np.clip(sample, _HALF, 1.0 - _HALF)
        return [float(u) for u in self._points[number]]


def _seed(kind: str, names: Sequence[str]) -> int:
    text = "\n".join((kind, *names))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")
