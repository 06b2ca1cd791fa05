"""Draws from the priors: addressed, allowed, and distributed as declared."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.registry import Prior, parameters
from twinsim.registry import tables as registry
from twinsim.scenario import Domain, domain
from twinsim.sweep import sampling
from twinsim.sweep.sampling import prior_draw

DRAWS = 500
UNCERTAIN = [id for id, row in parameters().items() if row.prior is not None]
WHOLE = Domain(2.0, 9.0, whole=True)
OPEN = Domain(0.0, 5.0, above=True)
DOMAINS = [*{domain(id): id for id in parameters()}, WHOLE, OPEN]


@pytest.fixture(scope="module")
def draws() -> list[dict[str, float]]:
    return [prior_draw(1, number) for number in range(DRAWS)]


@pytest.fixture
def with_priors(monkeypatch):
    """Give parameters other priors, for the time of a test."""

    def change(**priors: Prior | None) -> None:
        rows = dict(registry.parameters())
        for id, prior in priors.items():
            fields = {**vars(rows[id]), "prior": prior}
            rows[id] = registry.Parameter(**fields)
        monkeypatch.setattr(sampling, "parameters", lambda: rows)
        sampling._uncertain.cache_clear()

    yield change
    monkeypatch.undo()
    sampling._uncertain.cache_clear()


def test_every_parameter_with_a_prior_is_drawn_and_no_lever(draws):
    assert list(draws[0]) == UNCERTAIN
    assert {parameters()[id].role for id in draws[0]} == {"fit", "sample", "fixed"}


def test_a_draw_is_the_same_however_many_are_made_and_in_whatever_order(draws):
    for number in (499, 0, 7):
        assert prior_draw(1, number) == draws[number]


def test_other_numbers_and_seeds_give_other_values(draws):
    for one, other in ((draws[0], draws[1]), (draws[0], prior_draw(2, 0))):
        alike = [id for id in one if one[id] == other[id] and not parameters()[id].prior.mass]
        assert alike == []


def test_a_changed_prior_leaves_all_other_parameters_as_they_were(draws, with_priors):
    with_priors(coordination=None, kappa=Prior("uniform", {"low": 10.0, "high": 11.0}))
    changed = prior_draw(1, 7)
    same = draws[7] | {"kappa": changed["kappa"]}
    del same["coordination"]
    assert changed == same
    assert 10.0 <= changed["kappa"] <= 11.0


def test_every_value_lies_in_the_domain_of_its_parameter(draws):
    for id in UNCERTAIN:
        assert [draw[id] for draw in draws if draw[id] not in domain(id)] == []


def test_the_declared_priors_need_hardly_any_moving():
    for id in UNCERTAIN:
        assert all(parameters()[id].prior.quantile(u) in domain(id) for u in (0.005, 0.5, 0.995))


def test_whole_parameters_get_whole_values_in_their_domain(with_priors):
    with_priors(assessors=Prior("normal", {"mean": 3.0, "sd": 3.0}))
    values = {prior_draw(1, number)["assessors"] for number in range(50)}
    assert values >= {1.0, 2.0, 3.0, 4.0}
    assert all(value in domain("assessors") for value in values)


@pytest.mark.parametrize("id", UNCERTAIN)
def test_quantiles_over_500_draws_are_those_of_the_prior(draws, id):
    prior = parameters()[id].prior
    values = np.array([draw[id] for draw in draws])
    for level in (0.1, 0.5, 0.9):
        # The share below a quantile has a standard error of at most 0.022; four of them.
        below = (values < prior.quantile(level)).mean()
        up_to = (values <= prior.quantile(level)).mean()
        assert below - 0.09 < level < up_to + 0.09


def test_parameters_are_drawn_independently(draws):
    kept = [id for id in UNCERTAIN if not parameters()[id].prior.mass]
    ranks = np.argsort(np.argsort([[draw[id] for draw in draws] for id in kept], axis=1), axis=1)
    off = np.corrcoef(ranks)[np.triu_indices(len(kept), 1)]
    assert np.abs(off).max() < 5.0 / np.sqrt(DRAWS)
    assert np.abs(off).mean() == pytest.approx(0.8 / np.sqrt(DRAWS), rel=0.1)


@given(st.sampled_from(DOMAINS), st.floats(-1e10, 1e10))
def test_the_nearest_value_of_a_domain_lies_in_it_and_a_value_of_it_stays(bounds, value):
    nearest = bounds.nearest(value)
    assert nearest in bounds
    assert bounds.nearest(nearest) == nearest
    assert value not in bounds or nearest == value


def test_the_nearest_whole_number_is_taken_and_an_open_end_is_left_a_little():
    assert [WHOLE.nearest(value) for value in (1.0, 2.4, 2.5, 8.6, 40.0)] == [2, 2, 3, 9, 9]
    assert 0.0 < OPEN.nearest(0.0) < 1e-6
    assert all(a <= b for a, b in pairwise(OPEN.nearest(v) for v in (-1.0, 0.5, 5.0, 6.0)))


def test_a_draw_has_a_number_from_0():
    with pytest.raises(ValueError, match="from 0"):
        prior_draw(1, -1)
