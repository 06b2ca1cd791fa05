"""Records in bands: one memory, of which each field is a part of its own."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.core.bands import LINE, Bands
from twinsim.core.state import new_state
from twinsim.registry import state as declared_state

RECORD = np.dtype(
    [
        *[("key", np.uint64), ("zone", np.int32), ("bid", np.int32)],
        *[("cash", float), ("account", float, (3,)), ("born", np.int32), ("age", np.int32)],
        ("knowledge", float, (2,)),
    ]
)
FIRST = ("key", "cash", "account", "born")


def filled(count: int) -> tuple[Bands, np.ndarray]:
    """Bands, and plain records of the same numbers, no two of which are equal."""
    bands, plain = Bands(count, RECORD, FIRST), np.zeros(count, RECORD)
    start = 1
    for name in RECORD.names or ():
        values = np.arange(start, start + plain[name].size).reshape(plain[name].shape)
        bands[name][...] = values
        plain[name] = values
        start += plain[name].size
    return bands, plain


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_what_is_written_to_a_field_is_found_in_its_records_and_in_no_other_field(
    count: int,
) -> None:
    bands, plain = filled(count)
    assert len(bands) == count
    assert bands[:].tobytes() == plain.tobytes() == bands.tobytes()
    if count:
        assert bands[count - 1] == plain[-1]
        odd = plain["zone"] % 2 == 1
        assert np.array_equal(bands[odd], plain[odd])


def test_a_copy_has_memory_of_its_own() -> None:
    bands, plain = filled(5)
    other = bands.copy()
    bands["cash"][2] = -1.0
    bands["account"][2] = -1.0
    assert other.tobytes() == plain.tobytes() != bands.tobytes()


def test_each_band_begins_with_a_line_and_the_numbers_of_its_vector_lie_apart() -> None:
    bands, _ = filled(100)
    for name in FIRST:
        assert bands[name].ctypes.data % LINE == 0, name
    account = bands["account"]
    assert account.strides[0] == 8
    assert account[:, 1].ctypes.data % LINE == 0
    assert bands["knowledge"].strides[1] == 8  # within a band, as in a record


@pytest.mark.parametrize("kind", ["sme", "pilot"])
def test_the_bands_hold_every_declared_variable_of_firms_and_pilots(world, kind: str) -> None:
    setup = world("months=2", "warmup=0", "parameters.smes_per_1000=0.05").setups["twin"]
    bands = getattr(new_state(setup), kind)
    declared = {variable.id for variable in declared_state()[kind] if variable.per != "city"}
    assert declared <= set(bands.dtype.names)
    assert all(cut % 8 == 0 for cut in bands.cuts)
