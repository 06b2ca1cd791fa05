"""Tiles: a grid set by the input, filled once, grown without touching what is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.sweep.tiles import Grid, Tile, missing, pieces


def test_a_tile_is_named_by_the_range_it_holds():
    tile = Tile(0, 0, 50, 99)
    assert tile.name == "d000000-000000_r000050-000099"
    assert Tile.parse(tile.name) == tile


@pytest.mark.parametrize(
    "name",
    [
        "d000000-000000_r000050-000049",
        "d0-0_r0-49",
        "d000000-000000_r000000-000049x",
        "../d000000-000000_r000000-000049",
        "d000000-000000_r0000000-000049",
    ],
)
def test_other_names_are_no_tiles(name):
    assert Tile.parse(name) is None


def test_growth_adds_the_rest_of_a_tile_cut_short():
    have = missing([70], [], Grid())
    assert [(t.first, t.last) for t in have] == [(0, 49), (50, 69)]
    assert [(t.first, t.last) for t in missing([120], have, Grid())] == [(70, 99), (100, 119)]


def test_fewer_replicates_than_there_are_need_nothing():
    assert missing([10], missing([70], [], Grid()), Grid()) == []


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5), st.integers(1, 60), st.data())
def test_any_growth_with_any_loss_covers_each_replicate_once(targets, size, data):
    have: list[Tile] = []
    for target in targets:
        have += missing([target], have, Grid(1, size))
        lost = data.draw(st.sets(st.sampled_from(have)))
        have = [tile for tile in have if tile not in lost]
    have += missing([max(targets)], have, Grid(1, size))
    held = sorted(r for tile in have for r in range(tile.first, tile.last + 1))
    assert held == list(range(max(targets)))
    assert all(tile.first // size == tile.last // size for tile in have)


@given(st.integers(0, 100), st.integers(1, 100), st.integers(1, 60))
def test_pieces_cover_their_tile(first, count, size):
    tile = Tile(0, 0, first, first + count - 1)
    cut = pieces(tile, size)
    assert [r for start, n in cut for r in range(start, start + n)] == list(
        range(tile.first, tile.last + 1)
    )
    assert all(1 <= n <= size for _, n in cut)
