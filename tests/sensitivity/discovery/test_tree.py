"""The tree sees the same, by other means."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.sensitivity.discovery.outcomes import Outcomes

from .planted import planted, space

pytest.importorskip("sklearn")

from twinsim.sensitivity.discovery.tree import tree


def test_the_best_leaf_is_the_planted_box():
    cases, inside, differences = planted(noise=1.0)
    grown = tree(cases, Outcomes.of(differences))
    assert set(grown.leaves[0].box) == {3, 7}
    assert inside[cases.inside(grown.leaves[0].box)].mean() > 0.9
    assert grown.explains > 0.4


def test_leaves_share_out_all_cases():
    cases, _, differences = planted(noise=1.0)
    leaves = tree(cases, Outcomes.of(differences)).leaves
    assert sum(cases.inside(leaf.box).astype(int) for leaf in leaves).tolist() == [1] * len(cases)


def test_noise_leaves_no_split():
    luck = np.random.default_rng(5)
    grown = tree(space(luck.random((150, 20))), Outcomes.of(luck.standard_normal((150, 6))))
    assert grown.depth == 0
    assert len(grown.leaves) == 1
