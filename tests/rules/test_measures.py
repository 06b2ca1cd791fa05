"""How indicators are worked out: shares, falls, concentration and evenness."""

from __future__ import annotations

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from twinsim.rules import measures

from .common import for_all

held = st.lists(st.floats(0.01, 1e4), min_size=2, max_size=12)


@for_all(st.integers(0, 1000), st.integers(0, 1000))
def test_a_share_is_part_of_the_whole_and_nothing_of_nothing(part, rest):
    whole = part + rest
    assert measures.share(part, whole) == (part / whole if whole else 0.0)


def test_a_fall_is_counted_in_per_cent_of_what_was():
    assert measures.per_cent(80.0, 60.0) == pytest.approx(25.0)
    assert measures.per_cent(80.0, 100.0) == pytest.approx(-25.0)
    assert measures.per_cent(0.0, 5.0) == 0.0


@for_all(st.integers(1, 50), st.floats(1e-3, 1e6))
def test_equal_shares_are_least_concentrated_and_even(n, each):
    values = [each] * n
    assert measures.concentration(values, n) == pytest.approx(1.0 / n)
    assert measures.evenness(values, n) == pytest.approx(1.0 if n > 1 else 0.0)


@for_all(st.integers(2, 50), st.data())
def test_one_holder_is_all_concentration_and_no_evenness(n, data):
    values = [0.0] * n
    values[data.draw(st.integers(0, n - 1))] = 7.0
    assert measures.concentration(values, n) == 1.0
    assert measures.evenness(values, n) == 0.0


@for_all(held, st.floats(0.1, 10.0), st.randoms())
def test_neither_unit_nor_order_matters(values, unit, luck):
    other = [unit * value for value in values]
    luck.shuffle(other)
    n = len(values)
    for measure in (measures.concentration, measures.evenness):
        assert measure(other, n) == pytest.approx(measure(values, n), abs=1e-9)


@for_all(held, st.floats(0.01, 1.0))
def test_what_the_richest_gives_the_poorest_makes_it_more_even(values, part):
    ordered = sorted(values)
    gap = ordered[-1] - ordered[0]
    assume(gap > 1e-3)
    given = [ordered[0] + 0.5 * part * gap, *ordered[1:-1], ordered[-1] - 0.5 * part * gap]
    n = len(values)
    assert measures.evenness(given, n) > measures.evenness(ordered, n) - 1e-12
    assert measures.concentration(given, n) < measures.concentration(ordered, n) + 1e-12


def test_only_the_first_values_count_and_nothing_is_shared_evenly_by_none():
    assert measures.evenness([1.0, 1.0, 9.0], 2) == 1.0
    assert measures.concentration([1.0, 1.0, 9.0], 2) == 0.5
    assert measures.evenness([0.0, 0.0], 2) == measures.concentration([0.0, 0.0], 2) == 0.0
