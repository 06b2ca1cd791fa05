"""Addressed luck: draws look independent whichever part of the address changes, and are the same
in Python and compiled.

The samples are fixed (a draw is a function of its address), so nothing here can fail by chance:
thresholds only say how far from ideal luck the fixed samples may lie.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray
from scipy import stats

from twinsim.core.view import View
from twinsim.rules import draws
from twinsim.rules.draws import draw, gamma, mix, uniform
from twinsim.rules.maths import normal
from twinsim.world.keys import (
    city_key,
    cluster_key,
    firm_key,
    investor_key,
    pair_key,
    programme_key,
    university_key,
    world_key,
)

TOP = 2**64 - 1
KINDS = ("CITY", "SME", "LINK", "PROGRAMME", "INVESTOR", "UNIVERSITY", "CLUSTER")
# Smallest tolerated p-value: some 150 tests of fixed samples are done here.
UNLIKELY = 1e-5

Words = NDArray[np.uint64]
Reals = NDArray[np.float64]

_view = View()
_mix, _draw, _gamma = _view.of(mix), _view.of(draw), _view.of(gamma)
_world, _city, _firm = _view.of(world_key), _view.of(city_key), _view.of(firm_key)
_pair, _programme = _view.of(pair_key), _view.of(programme_key)
_investor = _view.of(investor_key)
_university, _cluster = _view.of(university_key), _view.of(cluster_key)


@njit
def mixes(keys: Any, words: Any) -> Any:
    out = np.empty(len(keys), np.uint64)
    for n in range(len(keys)):
        out[n] = _mix(keys[n], words[n])
    return out


@njit
def addressed(address: Any) -> Any:
    """Draws of firms: rows of (seed, replicate, city, slot, month, event, ordinal)."""
    out = np.empty(len(address))
    for n in range(len(address)):
        seed, replicate, city, slot, month, event, ordinal = address[n]
        key = _firm(_city(_world(seed, replicate), city), slot)
        out[n] = _draw(key, month, event, ordinal)
    return out


@njit
def all_keys(seeds: int, replicates: int, cities: int, slots: int) -> Any:
    """Every key of some worlds: of the world, its cities and programmes, and by slot of firms,
    their pairs with the two cities before their own, both ways round, of investors, universities
    and clusters, and of a firm that either of the last two founds in a month of that number."""
    out = np.empty(seeds * replicates * (1 + cities * (2 + 10 * slots)), np.uint64)
    n = 0
    for seed in range(seeds):
        for replicate in range(replicates):
            world = _world(seed, replicate)
            out[n] = world
            n += 1
            for c in range(cities):
                here = _city(world, c)
                out[n], out[n + 1] = here, _programme(here)
                n += 2
                for slot in range(slots):
                    firm = _firm(here, slot)
                    out[n] = firm
                    n += 1
                    for before in range(1, 3):
                        other = _city(world, c - before)
                        out[n], out[n + 1] = _pair(firm, other), _pair(other, firm)
                        n += 2
                    school, cluster = _university(here, slot), _cluster(here, slot)
                    out[n], out[n + 1], out[n + 2] = _investor(here, slot), school, cluster
                    out[n + 3], out[n + 4] = _firm(school, slot), _firm(cluster, slot)
                    n += 5
    return out


@njit
def gammas(key: int, shape: float, size: int) -> Any:
    """Gamma draws of `size` months."""
    out = np.empty(size)
    for n in range(size):
        out[n] = _gamma(key, n, 7, 3, shape)
    return out


def some_words(size: int, seed: int = 1) -> Words:
    """64-bit words, the small, the large and the ends among them."""
    luck = np.random.default_rng(seed)
    words = luck.integers(0, TOP, size, np.uint64, endpoint=True)
    ends = [0, 1, 2, 2**32 - 1, 2**32, 2**53 + 1, 2**63 - 1, 2**63, 2**63 + 1, TOP - 1, TOP]
    words[: len(ends)] = ends
    luck.shuffle(words)
    return words


# --- The two engines draw the same ---------------------------------------------------------------


def test_the_compiled_mix_equals_the_plain_one_for_any_two_words():
    keys, words = some_words(20_000), some_words(20_000, 2)
    plain = [mix(int(key), int(word)) for key, word in zip(keys, words, strict=True)]
    assert mixes(keys, words).tolist() == plain


def test_signed_and_unsigned_integers_of_the_same_bits_mix_alike():
    keys, words = some_words(5_000), some_words(5_000, 2)
    expected = mixes(keys, words)
    signed = keys.view(np.int64), words.view(np.int64)
    assert (signed[0] < 0).any()
    np.testing.assert_array_equal(mixes(*signed), expected)
    np.testing.assert_array_equal(mixes(keys, signed[1]), expected)
    np.testing.assert_array_equal(mixes(signed[0], words), expected)
    for n in range(500):  # plain Python takes a negative number as its 64 bits too
        assert mix(int(signed[0][n]), int(signed[1][n])) == expected[n]


def test_compiled_draws_of_an_address_equal_plain_ones():
    address = some_addresses(3_000)
    plain = []
    for seed, replicate, city, slot, month, event, ordinal in address.tolist():
        key = firm_key(city_key(world_key(seed, replicate), city), slot)
        plain.append(draw(key, month, event, ordinal))
    assert addressed(address).tolist() == plain


def test_compiled_keys_equal_plain_ones():
    plain = []
    for replicate in range(3):
        world = world_key(0, replicate)
        plain.append(world)
        for c in range(2):
            here = city_key(world, c)
            plain += [here, programme_key(here)]
            for slot in range(4):
                firm = firm_key(here, slot)
                plain.append(firm)
                for before in (1, 2):
                    other = city_key(world, c - before)
                    plain += [pair_key(firm, other), pair_key(other, firm)]
                school, cluster = university_key(here, slot), cluster_key(here, slot)
                plain += [investor_key(here, slot), school, cluster]
                plain += [firm_key(school, slot), firm_key(cluster, slot)]
    assert all_keys(1, 3, 2, 4).tolist() == plain


@pytest.mark.parametrize("shape", [0.0, 0.05, 0.6, 1.0, 2.04, 30.0])
def test_compiled_gamma_draws_equal_plain_ones(shape):
    key = city_key(world_key(3, 4), 2**63 + 5)
    plain = [gamma(key, month, 7, 3, shape) for month in range(200)]
    assert gammas(np.uint64(key), shape, 200).tolist() == plain


# --- Addresses ------------------------------------------------------------------------------------


def test_a_uniform_is_never_an_end():
    assert 0.0 < uniform(0) < 1e-15
    assert 1.0 - 1e-15 < uniform(TOP) < 1.0


def test_a_draw_is_a_function_of_its_address_alone():
    first = draw(5, 1, 2, 0)
    draw(5, 2, 2, 0)
    assert draw(5, 1, 2, 0) == first


def test_events_and_kinds_have_numbers_of_their_own():
    names = {name: n for name, n in vars(draws).items() if name.isupper() and isinstance(n, int)}
    kinds = {name: names.pop(name) for name in KINDS}
    assert len(set(kinds.values())) == len(kinds)
    assert len(set(names.values())) == len(names)
    assert all(0 < n < 2**16 for n in names.values())  # an event has 16 bits of the word


def test_months_events_and_ordinals_never_share_a_word():
    ends = [
        (month, event, ordinal)
        for month in (0, 1, 2**15, 2**16, 2**31 - 1)
        for event in (1, 2, 55, 2**16 - 1)
        for ordinal in (0, 1, 63, 2**16 - 1)
    ]
    assert len({draw(9, *end) for end in ends}) == len(ends)


def test_attempts_of_one_gamma_draw_are_not_those_of_the_next():
    # 64 ordinals are kept for each, so 1,024 ordinals fit below an event's 65,536.
    def used(ordinal: int) -> set[int]:
        return {ordinal * 64 + attempt for attempt in (*range(62), 63)}

    assert not used(0) & used(1)
    assert max(used(1023)) < 2**16


def test_hundreds_of_thousands_of_keys_never_collide():
    keys = all_keys(10, 20, 5, 40)
    assert len(keys) > 400_000
    assert len(np.unique(keys)) == len(keys)


def test_every_bit_of_a_key_and_of_a_word_changes_half_the_bits():
    size = 2_000
    keys, words = some_words(size, 3), some_words(size, 4)
    base = mixes(keys, words)
    for bit in range(64):
        flip = np.uint64(1 << bit)
        for other in (mixes(keys ^ flip, words), mixes(keys, words ^ flip)):
            changed = np.unpackbits((base ^ other).view(np.uint8)).reshape(size, 64).mean(0)
            # 8,192 shares in all: six standard errors are generous.
            assert np.abs(changed - 0.5).max() < 6.0 * 0.5 / np.sqrt(size)


# --- Uniformity and independence ------------------------------------------------------------------

AXES = ("seed", "replicate", "city", "slot", "month", "event", "ordinal")
LIMITS = (1_000_000, 10_000, 2**63, 100_000, 600, 74, 64)


def some_addresses(size: int, seed: int = 6) -> NDArray[np.int64]:
    """Addresses of firms' draws, all parts of which vary."""
    luck = np.random.default_rng(seed)
    return np.column_stack([luck.integers(0, limit, size) for limit in LIMITS])


def likely(p: float) -> bool:
    """Neither too far from ideal luck nor too good to be luck."""
    return UNLIKELY < p < 1.0 - UNLIKELY


def evenly_spread(u: Reals, cells: int = 256) -> bool:
    """Counts of the cells of (0, 1), by chi-square, and the largest gap, by Kolmogorov-Smirnov."""
    counts = np.bincount((u * cells).astype(np.int64), minlength=cells)
    return likely(stats.chisquare(counts).pvalue) and likely(stats.kstest(u, "uniform").pvalue)


def independent(u: Reals, v: Reals, cells: int = 24) -> bool:
    """No correlation, and all cells of the unit square equally filled."""
    square = (u * cells).astype(np.int64) * cells + (v * cells).astype(np.int64)
    counts = np.bincount(square, minlength=cells * cells)
    correlation = np.corrcoef(u, v)[0, 1]
    return likely(stats.chisquare(counts).pvalue) and abs(correlation) < 5.0 / np.sqrt(len(u))


@pytest.mark.parametrize("axis", AXES)
def test_draws_along_one_part_of_the_address_are_uniform_and_not_serially_correlated(axis):
    address = np.tile(np.array([1, 2, 3, 4, 5, 6, 0]), (60_000, 1))
    address[:, AXES.index(axis)] = np.arange(60_000)
    u = addressed(address)
    assert evenly_spread(u)
    assert evenly_spread((u * 2.0**30) % 1.0)  # the lower bits as well
    for lag in (1, 2, 3, 7, 64):
        assert independent(u[lag:], u[:-lag]), lag


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("step", [1, 2, 64])
def test_neighbours_along_any_part_of_the_address_are_independent(axis, step):
    address = some_addresses(60_000)
    beside = address.copy()
    beside[:, AXES.index(axis)] += step
    u, v = addressed(address), addressed(beside)
    assert evenly_spread(u)
    assert independent(u, v)
    assert evenly_spread((u - v) % 1.0)
    assert evenly_spread((u + v) % 1.0)


def test_steps_along_two_parts_at_once_are_independent():
    address = some_addresses(40_000, 7)
    u = addressed(address)
    for one in range(len(AXES)):
        for other in range(one):
            beside = address.copy()
            beside[:, one] += 1
            beside[:, other] -= 1
            assert independent(u, addressed(beside)), (AXES[one], AXES[other])


def test_a_firm_its_city_its_programme_and_its_pairs_share_no_luck():
    # One row a slot: the key of the firm and of what it belongs to, each of its own city.
    size = 20_000
    worlds = mixes(some_words(size, 8), some_words(size, 9))
    here, there = (city_key_of(worlds, word) for word in (11, 12))
    firm, twin = (mixes(mixes(c, full(size, draws.SME)), full(size, 4)) for c in (here, there))
    programme = mixes(here, full(size, draws.PROGRAMME))
    link = full(size, draws.LINK)
    pair, back = mixes(mixes(firm, link), twin), mixes(mixes(twin, link), firm)
    assert int(pair[0]) == pair_key(int(firm[0]), int(twin[0]))
    columns = [
        (mixes(key, full(size, 1 << 16)) >> np.uint64(12)) * 2.0**-52
        for key in (worlds, here, there, firm, twin, programme, pair, back)
    ]
    for n, u in enumerate(columns):
        assert evenly_spread(u)
        for v in columns[:n]:
            assert independent(u, v)


def full(size: int, word: int) -> Words:
    return np.full(size, word, np.uint64)


def city_key_of(worlds: Words, word: int) -> Words:
    return mixes(mixes(worlds, full(len(worlds), word)), full(len(worlds), draws.CITY))


# --- Laws -----------------------------------------------------------------------------------------


def test_normal_is_the_normal_quantile():
    u = np.concatenate([np.linspace(1e-6, 1.0 - 1e-6, 4_001), 10.0 ** -np.arange(3.0, 16.0)])
    ours = np.array([normal(x) for x in u])
    theirs = stats.norm.ppf(u)
    assert np.abs(ours - theirs).max() < 1.2e-9 * np.abs(theirs).max()
    assert np.all(np.abs(ours - theirs) <= 1.2e-9 * np.abs(theirs) + 1e-15)
    assert normal(0.5) == 0.0


def test_normal_is_odd_about_a_half_and_rises():
    # Powers of two, so that 1 - u is exact.
    for u in 0.5 ** np.arange(1.0, 40.0):
        assert normal(1.0 - u) == pytest.approx(-normal(u), rel=1e-9, abs=1e-15)
    ours = [normal(u) for u in np.linspace(0.0, 1.0, 5_001)]
    assert np.diff(ours).min() >= 0.0


def test_normal_draws_follow_the_normal_law():
    z = np.array([normal(u) for u in addressed(some_addresses(40_000, 10))])
    assert likely(stats.kstest(z, "norm").pvalue)
    assert abs(z.mean()) < 4.0 / np.sqrt(len(z))
    assert abs((z**2).mean() - 1.0) < 4.0 * np.sqrt(2.0 / len(z))
    assert abs((z**4).mean() - 3.0) < 4.0 * np.sqrt(96.0 / len(z))


@pytest.mark.parametrize("shape", [0.05, 0.3, 0.9, 1.0, 2.0408163265306123, 8.0, 60.0])
def test_gamma_draws_follow_the_gamma_law(shape):
    size = 40_000
    drawn = gammas(np.uint64(mix(5, int(shape * 1000))), shape, size)
    law = stats.gamma(shape)
    assert likely(stats.kstest(drawn, law.cdf).pvalue)
    assert abs(drawn.mean() - shape) < 4.0 * np.sqrt(shape / size)
    fourth = law.stats("k") + 2.0
    assert abs(drawn.var() - shape) < 4.0 * shape * np.sqrt(fourth / size)


@pytest.mark.parametrize("shape", [1.0, 1.05, 1.9, 8.0, 60.0])
def test_what_the_gamma_draw_accepts_without_a_logarithm_it_accepts_with_it(shape):
    d = shape - 1.0 / 3.0
    z = np.linspace(-6.0, 6.0, 20_001)
    v = (1.0 + z / np.sqrt(9.0 * d)) ** 3
    bound = 1.0 - 0.0331 * z**4
    tried = (v > 0.0) & (bound > 0.0) & (np.abs(z) > 1e-2)  # at z = 0 both bounds are 1
    z, v, bound = z[tried], v[tried], bound[tried]
    assert (np.log(bound) < 0.5 * z**2 + d - d * v + d * np.log(v)).all()


def test_the_gamma_draw_of_shape_zero_is_zero():
    assert gamma(1, 0, 1, 0, 0.0) == 0.0
