"""What a sweep answers: effects by level, which is best and how sure, what was left out."""

import numpy as np
import pytest

from twinsim.errors import ResultsError
from twinsim.sweep import Results, sweep
from twinsim.sweep.answers import by, gather, overall
from twinsim.sweep.answers.answer import answers
from twinsim.sweep.answers.judge import judge, unpaired
from twinsim.sweep.answers.levels import bins
from twinsim.sweep.answers.means import mean_of
from twinsim.sweep.best import best

from .experiments import EXPERIMENT, Answers

ALL_SAMPLED = """
[[design]]
kind = "sobol"
factors = ["levers", "uncertainties"]
"""


@pytest.fixture(scope="module")
def go(tmp_path_factory):
    """`sweep` of the small experiment with the known engine."""

    def go(text=EXPERIMENT, bad=None, **options) -> Results:
        folder = tmp_path_factory.mktemp("answers")
        (folder / "small.toml").write_text(text)

        def build(points, seed, keep):
            return Answers(points, seed, keep, bad or {})

        out = folder / "results"
        return sweep(folder / "small.toml", out=out, build=build, **{"workers": 1} | options)

    return go


@pytest.fixture(scope="module")
def results(go) -> Results:
    return go()


def one(results, factor, indicator="adoptions", contrast=None):
    (found,) = by(results, factor, [indicator], [contrast] if contrast else None)
    return found


# --- levels ----------------------------------------------------------------------------------


def test_a_level_is_the_mean_over_its_points_and_worlds(results):
    runs = results.runs().pivot_table(
        index=["factor.course", "design", "replicate"], columns="arm", values="adoptions"
    )
    paired = (runs["twin"] - runs["baseline"]).groupby("factor.course")
    for row in one(results, "course").rows:
        own = paired.get_group(row.level)
        assert row.difference == pytest.approx(own.mean())
        assert row.world_p95 == pytest.approx(own.quantile(0.95))
        assert (row.points, row.draws, row.worlds, row.failed) == (8, 4, 96, 0)


def test_levels_stand_in_the_order_of_the_experiment(results):
    assert [r.level for r in one(results, "course").rows] == ["light", "intensive", "dear"]
    assert [r.level for r in one(results, "hours").rows] == ["24", "120"]


def test_the_interval_over_draws_and_luck_holds_the_mean_as_often_as_it_says():
    luck, held = np.random.default_rng(5), []
    for _ in range(400):
        draws, worlds = luck.normal(size=(10, 1)), luck.normal(size=12)
        found = mean_of(draws + worlds + luck.normal(size=(10, 12)), np.arange(10), sampled=True)
        held.append(found.lo95 < 0 < found.hi95)
    assert 0.92 < np.mean(held) < 0.99


def test_luck_that_all_points_share_does_not_average_out_over_them():
    worlds = np.random.default_rng(1).normal(size=30)
    alone = mean_of(worlds[None], np.zeros(1, int), sampled=False)
    many = mean_of(np.tile(worlds, (50, 1)), np.zeros(50, int), sampled=False)
    assert many.hi95 - many.lo95 == pytest.approx(alone.hi95 - alone.lo95)
    assert many.worlds == 50 * 30


def test_one_draw_has_no_interval_over_draws():
    found = mean_of(np.random.default_rng(1).normal(size=(2, 9)), np.zeros(2, int), sampled=True)
    assert np.isnan(found.hi95)


def test_drawn_numbers_go_into_at_most_five_bins_of_equal_count():
    numbers = np.random.default_rng(2).random(100)
    of = bins(numbers, 5)
    assert np.bincount(of).tolist() == [20] * 5
    assert numbers[of == 0].max() < numbers[of == 1].min()
    assert np.bincount(bins(np.array([1.0, 1, 1, 1, 2]), 5)).tolist() == [4, 1]


# --- which is best ---------------------------------------------------------------------------


def test_the_better_course_is_found_in_every_state(results):
    found = one(results, "hours")
    assert found.states == 3 * 4
    assert found.best.level == "120"
    assert found.rows[1].p_first > 0.95
    assert found.rows[1].regret < found.rows[0].regret
    assert sum(row.p_best for row in found.rows) == pytest.approx(1)


def test_of_one_state_it_is_the_judgement_of_best():
    values = np.random.default_rng(4).normal(size=(4, 60)) + np.arange(4)[:, None] / 10
    found, wanted = judge(values[:, None]), best(list(values))
    assert found.p_best.tolist() == wanted.p_best.tolist() == found.p_first.tolist()
    assert found.regret_90.tolist() == wanted.regret_90.tolist()


def test_identical_options_share_the_first_place_equally():
    luck = np.random.default_rng(4)
    own = luck.normal(size=(6, 40))
    found = judge(np.stack([own, own - 5, own]))
    assert found.p_best == pytest.approx([0.5, 0, 0.5])
    assert found.p_first == pytest.approx([0.5, 0, 0.5])
    assert found.regret[[0, 2]].tolist() == [0, 0]


def test_all_zero_is_a_tie():
    assert judge(np.zeros((3, 5, 10))).p_best == pytest.approx([1 / 3] * 3)


def test_numbering_units_and_what_a_state_gives_all_change_nothing():
    luck = np.random.default_rng(9)
    values = luck.normal(size=(3, 8, 30)) + luck.normal(size=(3, 8, 1))
    found, turned = judge(values), judge(values[::-1])
    assert turned.p_best[::-1] == pytest.approx(found.p_best)
    other = judge(100 * (values + 7 * luck.normal(size=(8, 30))))
    assert other.regret == pytest.approx(100 * found.regret)


def test_a_stated_probability_is_as_often_right_as_it_says():
    luck, said, right = np.random.default_rng(0), [], []
    for _ in range(120):
        mu = 0.1 * luck.normal(size=(3, 1)) + 0.3 * luck.normal(size=(3, 10))
        shared = 3 * luck.normal(size=40) + luck.normal(size=(10, 1))
        values = mu[..., None] + shared + luck.normal(size=(3, 10, 40))
        said += judge(values).p_best.tolist()
        right += [(mu.argmax(axis=0) == k).mean() for k in range(3)]
    said, right = np.array(said), np.array(right)
    for low, high in ((0.0, 0.25), (0.25, 0.4), (0.4, 1.0)):
        own = (said >= low) & (said < high)
        assert said[own].mean() == pytest.approx(right[own].mean(), abs=0.05)


def test_options_that_no_state_holds_together_are_judged_by_their_points():
    luck = np.random.default_rng(3)
    means = [luck.normal(size=20), luck.normal(size=20) + 2]
    worlds = [luck.normal(size=(20, 9)) for _ in means]
    found = unpaired(means, worlds, [np.arange(20), np.arange(20, 40)])
    assert found.p_first[1] > 0.99
    assert np.isnan(found.p_best).all()
    assert found.states == 0


def test_levers_drawn_together_with_all_else_are_not_compared_state_by_state(go):
    found = one(go(EXPERIMENT + ALL_SAMPLED, samples=32), "course")
    assert found.states == 0
    assert found.draws == 32
    assert found.best.level in ("intensive", "dear")
    assert all(np.isnan(row.p_best) for row in found.rows)
    assert sum(row.p_first for row in found.rows) == pytest.approx(1)


def test_a_sampled_parameter_can_be_asked_about(results):
    found = one(results, "kappa")
    assert found.states == 0
    assert sum(row.points for row in found.rows) == 24


# --- what failed -----------------------------------------------------------------------------


def test_failed_worlds_are_counted_and_the_first_reason_is_kept(go):
    bad = {(3, "solo", 2): FloatingPointError("broke"), (9, "twin", 5): ValueError("later")}
    results = go(bad=bad)
    found = one(results, "course")
    assert sum(row.failed for row in found.rows) == 2
    assert sum(row.worlds for row in found.rows) == 24 * 12 - 2
    assert any("broke" in row.reason for row in found.rows)
    assert found.common == 10
    short = overall(results)
    assert (short.failed, short.failed_points) == (2, 2)
    assert (short.points, short.options, short.worlds) == (24, 6, 24 * 12 - 2)
    assert "broke" in short.reason


def test_a_point_that_its_scenario_does_not_allow_takes_its_state_along(go):
    text = EXPERIMENT.replace("values = [24, 120]", "values = [24, 120]\n\n[levers.budget]\n"
                              'key = "programme.budget"\nvalues = [300, 900]')  # fmt: skip
    results = go(text)
    found = one(results, "budget")
    assert [row.worlds for row in found.rows] == [0, 24 * 12]
    assert found.rows[0].failed == 24 * 12
    assert "expected more" in found.rows[0].reason
    assert found.states == 0
    assert one(results, "hours").states == 12
    short = overall(results)
    assert (short.points, short.options, short.worlds) == (24, 6, 24 * 12)


# --- in short, and as a table ----------------------------------------------------------------


def test_in_short_the_best_and_worst_combination_are_named(results):
    found = overall(results, ["adoptions"])
    (line,) = found.lines
    assert (found.points, found.options, found.draws) == (24, 6, 4)
    assert line.best.values == {"hours": "120", "course": "intensive"}
    assert line.worst.values == {"hours": "24", "course": "light"}
    assert line.worst.mean.value < line.mean.value < line.best.mean.value


def test_points_that_are_options_of_their_own_are_not_ranked(go):
    found = overall(go(EXPERIMENT + ALL_SAMPLED, samples=8), ["adoptions"])
    assert found.lines[0].best is None


def test_a_table_of_levels_shows_itself(results):
    table = results.by("course", "adoptions", "twin-solo")
    assert list(table["level"]) == ["light", "intensive", "dear"]
    html = table._repr_html_()
    assert "best on average" in html
    assert "4 draws" in html
    assert "it never forecasts" in html
    assert "best on average" not in table[["level"]]._repr_html_()
    assert "2 levers" not in results._repr_html_()
    assert "Two levers: 24 design points" in results._repr_html_()


def test_variance_is_split_between_levers_and_luck(results):
    found = one(results, "course").split
    shares = {(p.kind, p.factor): p for p in found.parts}
    assert shares["lever", "course"].resolved
    assert shares["lever", "course"].value > shares["lever", "hours"].value
    assert not shares["sampled", ""].resolved


def test_what_is_read_once_answers_for_every_factor(results):
    read = gather(results, ["adoptions"], ["twin-baseline"])
    for factor in ("hours", "course"):
        assert answers(read, factor)[0].rows == one(results, factor).rows


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("cours",), "course"),
        (("course", "adoption"), "adoptions"),
        (("course", "adoptions", "twin-base"), "twin-baseline"),
    ],
)
def test_unknown_words_name_the_nearest(results, words, named):
    with pytest.raises(ResultsError) as raised:
        results.by(*words)
    assert raised.value.faults[0].nearest == named
