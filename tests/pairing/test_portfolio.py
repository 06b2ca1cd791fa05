"""Portfolios: the best set of disjoint pairs, as trying them all finds it, never greedy."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinsim.errors import ScenarioError
from twinsim.pairing import portfolio
from twinsim.pairing.assignment import best_between, best_within, greedy, total

from .made import rows_of, table_of

FEW = settings(max_examples=40, deadline=None)
BEATEN = np.array([[0.9, 0.8], [0.8, 0.1]])


def highest_between(values):
    """Every way to give the smaller side partners."""
    values = values if values.shape[0] <= values.shape[1] else values.T
    rows = range(len(values))
    ways = permutations(range(values.shape[1]), len(values))
    return max(sum(values[r, c] for r, c in zip(rows, way, strict=True)) for way in ways)


def highest_within(values, left):
    """Every way to pair up members, one of an odd number left over."""
    if len(left) < 2:
        return 0.0
    head, rest = left[0], left[1:]
    ways = [
        values[head, other] + highest_within(values, [x for x in rest if x != other])
        for other in rest
    ]
    if len(left) % 2:
        ways.append(highest_within(values, rest))
    return max(ways)


@FEW
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 5))
def test_between_groups_it_equals_trying_every_way(seed, rows, columns):
    values = np.random.default_rng(seed).normal(size=(rows, columns))
    found = best_between(values)
    assert total(values, found) == pytest.approx(highest_between(values))
    assert total(values, found) >= total(values, greedy(values)) - 1e-12
    assert len({r for r, _ in found}) == len({c for _, c in found}) == min(rows, columns)


@FEW
@given(st.integers(0, 10_000), st.integers(2, 7))
def test_within_a_group_it_equals_trying_every_way(seed, count):
    values = np.random.default_rng(seed).random((count, count))
    values = values + values.T
    found = best_within(values)
    assert total(values, found) == pytest.approx(highest_within(values, list(range(count))))
    assert total(values, found) >= total(values, greedy(values, within=True)) - 1e-12
    paired = [member for both in found for member in both]
    assert len(paired) == len(set(paired)) == 2 * (count // 2)


def test_it_beats_greedy_where_the_two_differ():
    assert greedy(BEATEN) == [(0, 0), (1, 1)]
    assert best_between(BEATEN) == [(0, 1), (1, 0)]
    assert total(BEATEN, best_between(BEATEN)) > total(BEATEN, greedy(BEATEN))


def test_values_of_ones_own_are_what_is_added_up_and_lost():
    values = dict(
        zip([("c0", "c2"), ("c0", "c3"), ("c1", "c2"), ("c1", "c3")], BEATEN.flat, strict=True)
    )
    table = table_of(rows_of(1, 4))
    found = portfolio("c0,c1", "c2,c3", cities=table, values=values, by="impact")
    assert [(m.a, m.b) for m in found.matches] == [("c0", "c3"), ("c1", "c2")]
    assert (found.by, found.total, found.greedy_total) == ("impact", 1.6, 1.0)
    first, second = found.matches
    assert (first.favourite_a, first.loss_a) == ("c2", pytest.approx(0.1))
    assert (first.favourite_b, first.loss_b) == ("c0", 0)
    assert (second.favourite_a, second.loss_a) == ("c2", 0)
    assert (second.favourite_b, second.loss_b) == ("c0", pytest.approx(0.1))
    with pytest.raises(ScenarioError, match="a number for each pair"):
        portfolio("c0,c1", "c2,c3", cities=table, values={})


def test_every_city_has_one_partner_or_none():
    found = portfolio("United Kingdom", "South Korea")
    cities = [city for match in found.matches for city in (match.a, match.b)]
    assert len(cities) == len(set(cities)) == 24
    assert not set(cities) & set(found.unpaired)
    assert len(found.unpaired) == 2
    assert found.total == pytest.approx(sum(match.score_lo for match in found.matches))
    assert found.total >= found.greedy_total
    assert all(match.loss_a >= 0 and match.loss_b >= 0 for match in found.matches)


def test_swapping_the_groups_or_the_rows_keeps_the_total():
    rows = rows_of(9, 7, 0.2)
    there = portfolio("c0,c1,c2", "c3,c4,c5,c6", cities=table_of(rows))
    back = portfolio("c3,c4,c5,c6", "c0,c1,c2", cities=table_of(rows[::-1]))
    assert there.total == pytest.approx(back.total)


def test_within_one_group_nobody_pairs_with_itself():
    found = portfolio("South Korea", "KR")
    assert len(found.matches) == 6
    assert found.unpaired == {}
    assert all(match.a != match.b for match in found.matches)


def test_groups_that_overlap_in_part_are_refused():
    with pytest.raises(ScenarioError, match="without a city in common"):
        portfolio("belfast,seoul", "South Korea")
