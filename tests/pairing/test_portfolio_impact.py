"""A portfolio by simulated impact: the best set, how sure it is, and what it is compared with."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from markupsafe import escape

from twinsim.errors import ResultsError, ScenarioError
from twinsim.pairing import portfolio
from twinsim.pairing.impact import sets
from twinsim.pairing.impact.experiment import labelled
from twinsim.pairing.impact.sets import Table, sets_of
from twinsim.report.pairing import pairs
from twinsim.report.style import PAGE, SMALL, svg
from twinsim.sweep.engine import layout_of

from .made import rows_of, table_of
from .test_figures import HOSTILE
from .test_figures import _texts as texts_of

ONE, TWO = "c0,c1,c2", "c3,c4,c5,c6"


@dataclass
class Known:
    """Luck of each city that is its own whoever it is paired with, and what the twin arm adds: the
    worth of the pair, half in either city, shaken by luck of the pair's own."""

    points: object
    seed: int
    keep: object
    worth: object
    noise: float
    bad: tuple
    calls: list

    def layout(self, design):
        return layout_of(self.points.scenario(design), self.keep)

    def simulate(self, design, arm, first, count):
        scenario, layout = self.points.scenario(design), self.layout(design)
        self.calls.append((design, arm, count))
        a, b = layout.cities
        if (a, b) in self.bad:
            raise ValueError("it may not")
        assert scenario.programme.themes == ()
        cities = np.empty((count, 2, len(layout.indicators)))
        for row in range(count):
            for at, city in enumerate(layout.cities):
                own = np.random.default_rng((self.seed, first + row, *city.encode()))
                cities[row, at] = own.normal(10, 5)
            if arm == "twin":
                luck = np.random.default_rng((self.seed, first + row, *f"{a}{b}".encode()))
                cities[row] += 0.5 * (self.worth(a, b) + self.noise * luck.normal())
        months = np.zeros((count, 2, layout.months, len(layout.monthly)))
        return SimpleNamespace(cities=cities, months=months, firms=None)


def simulated(worth, groups=(ONE, TWO), *, rows=None, noise=1.0, bad=(), calls=None, **more):
    kept = [] if calls is None else calls
    return portfolio(
        *groups,
        cities=table_of(rows or rows_of(3, 8)),
        simulate=True,
        set=["months=2", "warmup=0"],
        workers=1,
        build=lambda points, seed, keep: Known(points, seed, keep, worth, noise, bad, kept),
        **{"replicates": 40} | more,
    )


def of_table(values):
    """A worth that a table of numbers gives, cities numbered by their ids."""
    return lambda a, b: values[int(a[1]), int(b[1]) - 3]


APART = np.array([[9.0, 8.0, 0, 0], [8.0, 1.0, 0, 0], [0, 0, 5.0, 0]])


@pytest.fixture(scope="module")
def apart():
    return simulated(of_table(APART))


def test_pairs_that_differ_are_chosen_by_their_impact_and_told_apart(apart):
    told = apart.simulation
    assert apart.by == "impact"
    assert set(told.best) == {("c0", "c4"), ("c1", "c3"), ("c2", "c5")}
    assert apart.total == pytest.approx(21, abs=1.5)
    assert apart.greedy_total == pytest.approx(15, abs=1.5)
    assert told.told_apart
    assert told.sets.same > 0.95
    assert told.sentences[0].startswith("This set of 3 pairs is told apart as the best")
    assert all(told.pair(*pair).member > 0.95 for pair in told.best)
    assert apart.unpaired == {"c6": told.given_up[-1].favourite}


def test_impact_and_losses_have_intervals_that_hold_what_is_true(apart):
    told = apart.simulation
    for one in told.pairs:
        true = APART[int(one.a[1]), int(one.b[1]) - 3]
        half = one.impact.hi95 - one.impact.value
        assert 0 < half < 0.5
        assert one.impact.value == pytest.approx(true, abs=2 * half)
        assert one.in_a.value == pytest.approx(one.impact.value / 2)
        assert one.in_a.value + one.in_b.value == pytest.approx(one.impact.value)
        assert (one.worlds, one.failed) == (40, 0)
        assert one.world_p05 < one.world_p50 < one.world_p95
    lost = {row.city: row for row in told.given_up}
    assert (lost["c0"].favourite, lost["c3"].favourite) == ("c3", "c0")
    assert lost["c0"].loss.value == pytest.approx(1, abs=0.6)
    assert lost["c1"].loss.value == 0
    assert lost["c0"].loss.lo95 < lost["c0"].loss.value < lost["c0"].loss.hi95


def test_pairs_that_do_not_differ_are_not_told_apart():
    told = simulated(lambda a, b: 1.0, noise=3.0).simulation
    assert not told.told_apart
    assert told.sets.same < 0.5
    assert told.sets.member.sum() == pytest.approx(3)
    assert told.over_score.lo95 < 0 < told.over_score.hi95
    said = " ".join(told.sentences)
    assert told.sentences[0].startswith("These runs cannot tell which set of pairs is best")
    assert "replicates of each" in told.sentences[0]
    assert "These runs cannot tell it from the set that scores choose" in said


def test_luck_that_chose_a_set_is_in_what_is_seen_and_not_in_what_is_held_out(monkeypatch):
    monkeypatch.setattr(sets, "DRAWS", 10)
    luck = np.random.default_rng(7)
    table = Table(tuple(product(range(3), range(4))), (3, 4), within=False)
    found = [sets_of([*luck.normal(size=(12, 30))], table) for _ in range(100)]
    seen, held = (np.array([getattr(one, key).value for one in found]) for key in ("total", "held"))
    assert seen.mean() > 10 * seen.std() / math.sqrt(len(seen))
    assert abs(held.mean()) < 2 * held.std() / math.sqrt(len(held))


def test_a_programme_of_no_effect_tells_no_set_apart():
    told = simulated(lambda a, b: 0.0, noise=0.0).simulation
    assert not told.told_apart
    assert "comes to the very same" in told.sentences[0]
    assert told.sets.gap.value == 0


def test_what_scores_choose_is_told_from_what_impact_chooses():
    by_score = portfolio(ONE, TWO, cities=table_of(rows_of(3, 8)))
    chosen = {(match.a, match.b) for match in by_score.matches}
    alike = simulated(lambda a, b: 5.0 * ((a, b) in chosen)).simulation
    assert set(alike.best) == set(alike.by_score) == chosen
    assert alike.over_score.value == 0
    assert "choose the same set" in " ".join(alike.sentences)
    other = simulated(lambda a, b: -5.0 * ((a, b) in chosen)).simulation
    assert other.over_score.lo95 > 0
    assert "It is told apart from the set that scores choose" in " ".join(other.sentences)


def test_the_second_set_is_the_best_of_all_others():
    luck = np.random.default_rng(4)
    cells = tuple(product(range(3), range(4)))
    for _ in range(20):
        mean = luck.normal(size=12)
        values = mean[:, None] + 1e-9 * luck.normal(size=(12, 5))
        table = Table(cells, (3, 4), within=False)
        found = sets_of([*values], table)
        every = [
            frozenset(at)
            for at in product(range(4), range(4, 8), range(8, 12))
            if len({n % 4 for n in at}) == 3
        ]
        ranked = sorted(every, key=lambda one: -values[sorted(one)].mean(axis=1).sum())
        assert [found.chosen, found.second] == ranked[:2]


def test_within_a_group_nobody_pairs_with_itself_and_draws_agree():
    told = simulated(
        lambda a, b: 9.0 * ({a, b} in ({"c0", "c1"}, {"c2", "c3"})), ("c0,c1,c2,c3",) * 2
    )
    assert set(told.simulation.best) == {("c0", "c1"), ("c2", "c3")}
    assert told.simulation.told_apart
    assert len(told.simulation.pairs) == 6


def test_a_pair_whose_runs_fail_may_not_be_chosen_and_it_is_said():
    told = simulated(of_table(APART), bad=(("c0", "c4"),))
    assert ("c0", "c4") not in told.simulation.best
    assert told.simulation.left_out == {"c0–c4": "ValueError: it may not"}
    assert "1 pair could not be simulated" in " ".join(told.simulation.sentences)
    every = tuple((f"c{a}", f"c{b}") for a in range(3) for b in range(3, 7))
    with pytest.raises(ResultsError, match="it may not"):
        simulated(of_table(APART), bad=every)


def test_the_same_again_makes_nothing_and_swapped_groups_and_indicators_read_the_same_runs(
    tmp_path,
):
    calls, told = [], []
    options = {"calls": calls, "out": tmp_path / "out"}
    announced = {"announce": lambda size, kept: told.append((size.points, size.runs, kept))}
    first = simulated(of_table(APART), **options, **announced)
    assert told == [(12, 12 * 40 * 2, 0)]
    made = len(calls)
    again = simulated(of_table(APART), **options, **announced)
    other = simulated(of_table(APART), **options, indicator="adoptions")
    back = simulated(of_table(APART), (TWO, ONE), **options)
    assert len(calls) == made
    assert len(told) == 1
    assert again.to_json() == first.to_json()
    assert other.simulation.indicator == "adoptions"
    assert back.total == pytest.approx(first.total)
    assert {frozenset(p) for p in back.simulation.best} == {
        frozenset(p) for p in first.simulation.best
    }
    simulated(of_table(APART), **options, **announced, replicates=50)
    assert told[-1][2] == pytest.approx(0.8)


def test_the_document_says_how_sure_it_is(apart):
    document = json.loads(apart.to_json())
    told = document["simulation"]
    assert told["sentences"] == list(apart.simulation.sentences)
    assert told["told_apart"] is True
    assert len(told["pairs"]) == 12
    assert len(document["pairs"]) == 3
    assert {"value", "lo95", "hi95"} <= told["pairs"][0]["impact"].keys()
    rows = apart.table()
    assert rows.impact_value.tolist() == pytest.approx([match.value for match in apart.matches])
    assert (rows.impact_lo95 < rows.impact_value).all()
    html = apart._repr_html_()
    assert all(escape(sentence) in html for sentence in apart.simulation.sentences)


def test_too_much_is_refused_before_anything_runs():
    rows = rows_of(1, 90)
    groups = [",".join(f"c{n}" for n in range(*ends)) for ends in ((0, 45), (45, 90))]
    with pytest.raises(ScenarioError, match="at most 1,600 pairs to simulate, found 2,025"):
        portfolio(*groups, cities=table_of(rows), simulate=True)
    with pytest.raises(ScenarioError, match="at most 83,333 replicates of 12 pairs"):
        simulated(of_table(APART), replicates=100_000)
    with pytest.raises(TypeError, match="replicates is an option of simulate=True"):
        portfolio(ONE, TWO, cities=table_of(rows_of(3, 8)), replicates=5)


def test_labels_of_pairs_are_short_and_each_its_own():
    long = "x" * 64
    pairs = [("a_b", "c"), ("a", "b_c"), (long, "y1"), (long, "y2")]
    found = labelled(pairs)
    assert sorted(found.values()) == sorted(pairs)
    assert max(map(len, found)) <= 64


def test_half_known_numbers_are_finite(apart):
    document = json.dumps(apart.to_dict(), allow_nan=False)
    assert "NaN" not in document
    assert math.isfinite(apart.total)


@pytest.mark.parametrize("count", [4, 31])
@pytest.mark.filterwarnings("error:Glyph")
def test_its_figure_is_legible_whatever_the_names(count, tmp_path):
    rows = rows_of(11, count)
    for row, name in zip(rows, HOSTILE, strict=False):
        row["name"] = name
    ids = [row["id"] for row in rows]
    groups = (",".join(ids[: count // 2]), ",".join(ids[count // 2 :]))
    found = simulated(lambda a, b: 1.0, groups, rows=rows, replicates=5, out=tmp_path)
    drawn = pairs.page(found)
    drawn.draw_without_rendering()
    page = drawn.bbox.padded(1)
    texts = [text for text in texts_of(drawn) if text.get_text().strip() and text.get_visible()]
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in texts]
    assert drawn.get_figwidth() == PAGE
    for at, (word, box) in enumerate(boxes):
        assert texts[at].get_fontsize() >= SMALL, word
        assert page.contains(box.x0, box.y0), word
        assert page.contains(box.x1, box.y1), word
        for other, there in boxes[at + 1 :]:
            assert not box.overlaps(there), (word, other)
    said = " ".join(text.get_text() for text in drawn.texts).replace("\n", " ")
    assert "5 worlds of each pair" in said
    assert svg(pairs.page(found), pairs.TITLE) == svg(drawn, pairs.TITLE)
    names = {path.name for path in found.save(tmp_path)}
    assert names == {"pair.json", "portfolio.csv", "pairs.csv", "pairs.svg", "pairs.png"}
