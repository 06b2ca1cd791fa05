"""Memory of a run: large arrays have memory of their own, and give it back."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from twinsim.core.room import LARGE, zeros


@pytest.mark.parametrize("count", [0, 10, LARGE // 8 - 1, LARGE // 8, LARGE])
def test_an_array_of_any_size_is_of_zeros_and_can_be_written(count: int) -> None:
    array = zeros((count, 2), np.int64)
    assert array.shape == (count, 2)
    assert not array.any()
    array[:] = 7
    assert (array == 7).all()


def test_without_room_it_is_memory_that_is_short() -> None:
    with pytest.raises(MemoryError):
        zeros(2**60, np.uint8)


def test_what_a_large_array_took_goes_back_when_nothing_holds_it() -> None:
    status = Path("/proc/self/statm")
    if not status.exists():
        pytest.skip("tells what memory a process holds by Linux's own file")

    def pages() -> int:
        return int(status.read_text("ascii").split()[1])

    before = pages()
    kept = [zeros(40_000_000 + 8 * n, np.uint8) for n in range(3)]
    for array in kept:
        array[:] = 1
    held = pages()
    assert held - before > 100_000_000 // 4096
    kept.clear()
    del array
    gc.collect()
    assert pages() - before < 0.2 * (held - before)
