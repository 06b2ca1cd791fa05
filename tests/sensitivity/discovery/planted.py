"""Cases whose truth is known: a box of success, planted in two of many inputs."""

from __future__ import annotations

import numpy as np

from twinsim.sensitivity.discovery.space import Space


def planted(cases=200, inputs=10, worlds=10, *, noise=0.0, shared=0.0, effect=1.0, seed=1):
    """A space, which of its cases are in the box (a third of them), and the worlds' differences:
    expectation above 0 in the box and below outside. `noise` is the spread of worlds, `shared` the
    part of its variance that all cases share; no `effect` is no box."""
    luck = np.random.default_rng(seed)
    x = luck.random((cases, inputs))
    inside = (x[:, 3] < 0.5) & (x[:, 7] > 0.35)
    expected = effect * np.where(inside, 1.0, -1.0)
    own = np.sqrt(1 - shared) * luck.standard_normal((cases, worlds))
    common = np.sqrt(shared) * luck.standard_normal(worlds)
    return space(x), inside, expected[:, None] + noise * (own + common)


def space(x, choices=()) -> Space:
    return Space(x, np.isin(np.arange(x.shape[1]), choices))
