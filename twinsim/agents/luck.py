"""The luck of many agents at once: the numbers that :func:`twinsim.rules.draws.draw` gives.

The mix of 64-bit words is slow in plain Python and fast over an array. What every firm draws
every month is therefore drawn here for all of them and handed to each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.rules.draws import core_mix, uniform


def draw_each(agents: Iterable[Any], month: int, event: int) -> list[float]:
    """Each agent's draw at a month for an event, as `draw(agent.key, month, event, 0)`."""
    drawn: list[float] = _uniforms(_keys(agents), month, [event]).tolist()
    return drawn


def draw_all(agents: Iterable[Any], month: int, events: Sequence[int]) -> list[list[float]]:
    """Each agent's draws at a month, one for each event."""
    drawn: list[list[float]] = _uniforms(_keys(agents)[:, None], month, events).tolist()
    return drawn


def _keys(agents: Iterable[Any]) -> NDArray[np.uint64]:
    return np.array([agent.key for agent in agents], dtype=np.uint64)


def _uniforms(keys: NDArray[np.uint64], month: int, events: Sequence[int]) -> NDArray[np.float64]:
    words = np.array([month << 32 | event << 16 for event in events], dtype=np.uint64)
    mixed: Any = core_mix(keys, words)
    return np.asarray(uniform(mixed))
