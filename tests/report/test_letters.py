"""Text is measured, broken, cut and spread so that it fits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.report.figures.ends import spread
from twinsim.report.figures.letters import LOST, cut, plain, width, wrap

ROOM = 1.5


@given(st.text(max_size=300), st.floats(0.3, 6.0))
def test_lines_fit_and_lose_no_letter(text, room):
    lines = wrap(text, room)
    assert all(width(line) <= room or len(line) == 1 for line in lines)
    kept = "".join("".join(lines).split())
    assert kept == "".join(plain(text).split())


@given(st.text(max_size=300), st.integers(1, 4))
def test_a_cut_text_has_so_many_lines_at_most(text, lines):
    shown = cut(text, ROOM, lines).split("\n")
    assert len(shown) <= lines
    assert all(width(line) <= ROOM for line in shown)


def test_a_word_is_broken_at_its_joints_first():
    assert wrap("no_upskilling_and_no_showcases", 1.0)[0] == "no_upskilling_"


def test_a_text_of_any_length_is_cut_at_once():
    assert cut("x" * 100_000, ROOM, 2).endswith("…")


def test_letters_that_cannot_be_drawn_have_a_sign_of_their_own():
    assert plain("a\u202eb\x00벨\nc") == f"a{LOST}b{LOST}{LOST}\nc"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6).map(sorted), st.floats(0.01, 0.16))
def test_names_are_spread_apart_in_order_within_the_panel(at, gap):
    shown = spread(at, [gap] * (len(at) - 1), 0.0, 1.0)
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(shown))
    assert shown[0] >= -1e-9
    assert shown[-1] <= 1 + 1e-9


def test_names_with_room_stay_where_they_are():
    assert spread([0.1, 0.5, 0.9], [0.1, 0.1], 0.0, 1.0) == pytest.approx([0.1, 0.5, 0.9])
