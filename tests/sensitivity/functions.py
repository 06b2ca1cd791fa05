"""Functions of the unit cube whose indices are known, and luck of known shares on top of them."""

from __future__ import annotations

import numpy as np

ISHIGAMI = ("x1", "x2", "x3", "nothing")


def ishigami(u):
    """Ishigami and Homma (1990), a = 7, b = 0.1; a fourth input does nothing."""
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_truth():
    """Variance, first and total indices, and the second index of x1 and x3."""
    pi4 = np.pi**4
    v1 = 0.5 * (1.0 + 0.1 * pi4 / 5.0) ** 2
    v2 = 49.0 / 8.0
    v13 = 0.01 * pi4 * pi4 * 8.0 / 225.0
    v = v1 + v2 + v13
    first = np.array([v1, v2, 0.0, 0.0]) / v
    return v, first, first + np.array([v13, 0.0, v13, 0.0]) / v, v13 / v


SOBOL_G = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def sobol_g(u):
    """Sobol's G function with the weights above."""
    return np.prod((np.abs(4.0 * u - 2.0) + SOBOL_G) / (1.0 + SOBOL_G), axis=1)


def sobol_g_truth():
    """First and total indices."""
    own = 1.0 / (3.0 * (1.0 + SOBOL_G) ** 2)
    whole = np.prod(1.0 + own) - 1.0
    total = np.array([v * np.prod(np.delete(1.0 + own, i)) for i, v in enumerate(own)])
    return own / whole, total / whole


def additive(u):
    """A sum whose first indices are the squares of 4, 2, 1 and 0.1, over their sum."""
    return (u - 0.5) @ np.array([4.0, 2.0, 1.0, 0.1])


def with_luck(values, worlds, *, world, point, seed=1):
    """The values in several worlds: luck of a world with a standard deviation of `world`, and of
    each point in it with one of `point`."""
    rng = np.random.default_rng(seed)
    of_world = rng.normal(0.0, world, (worlds, 1))
    return values + of_world + rng.normal(0.0, point, (worlds, len(values)))
