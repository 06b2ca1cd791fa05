"""Simulated impact beside scores: what is known of an engine's answers is what is told of them."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from twinsim import TwinCityModel
from twinsim.errors import ScenarioError
from twinsim.pairing import pair
from twinsim.pairing.forms import cosine
from twinsim.pairing.impact import beliefs, simulate
from twinsim.pairing.impact.missing import with_cities
from twinsim.pairing.impact.needs import drawn_needs
from twinsim.scenario import CityTable, load

from .engine import ANCHOR, SHARE, SOLO, engine, simulated, table


def by_size(anchor, partner):
    return math.log(partner.population)


def shared(anchor, partner):
    return 12.0 * cosine(anchor.tags, partner.tags)


def alike(anchor, partner):
    return 1.0


@pytest.fixture(scope="module")
def sized():
    return simulated(table(6), by_size)


def test_impact_is_twin_less_baseline_in_both_cities_and_in_the_anchor(sized):
    for one in sized.candidates:
        worth, found = math.log(one.profile.population), one.impact
        half = found.mc_hi95 - found.difference
        assert found.difference == pytest.approx(worth, abs=2 * half)
        assert 0 < half < 1
        assert found.anchor.value - SHARE * worth == pytest.approx(0, abs=2 * half)
        assert found.premium.value == pytest.approx((1 - SOLO) * worth, abs=2 * half)
        assert found.mc_lo95 < found.difference < found.mc_hi95
        assert found.world_p05 < found.world_p50 < found.world_p95
        residents = sized.anchor.population + one.profile.population
        assert found.per_100k.value == pytest.approx(found.difference * 1e5 / residents)
        assert (found.worlds, found.failed) == (60, 0)


def test_the_document_has_the_keys_that_others_script_against(sized):
    document = json.loads(sized.to_json())
    for one in document["candidates"]:
        assert {"difference", "mc_lo95", "mc_hi95", "p_best"} <= one["impact"].keys()
    told = document["simulation"]
    assert told["indicator"] == "job_years"
    assert told["score"]["detectable"] == pytest.approx(0.811, abs=0.001)
    assert told["sentences"] == list(sized.simulation.sentences)
    assert list(sized.table()["impact_anchor_value"].notna()) == [True] * 6


def test_the_best_of_partners_that_differ_is_told_apart():
    found = simulated(table(6), lambda _, city: 3 * math.log(city.population), noise=0.5)
    largest = max(found.candidates, key=lambda one: one.profile.population)
    assert found.simulation.leader == largest.city
    assert found.simulation.told_apart
    assert found.simulation.sentences[0].startswith(f"{largest.city} is told apart as the best")
    assert found.simulation.size.spearman == 1
    assert "Impact rises with the size of the partner" in " ".join(found.simulation.sentences)


def test_partners_that_do_not_differ_are_not_told_apart_and_it_says_what_would_do():
    found = simulated(table(8), alike).simulation
    assert not found.told_apart
    assert found.sentences[0].startswith("These runs cannot tell which partner is best")
    assert "replicates of each" in found.sentences[0]
    assert found.impact.p_best.sum() == pytest.approx(1)
    assert found.spread.reliability_lo95 == 0
    assert found.spread.true < found.spread.noise


def test_variance_between_partners_is_split_into_what_is_true_and_noise():
    cities = table(24, seed=8)
    noise, worlds = 3.0, 30
    found = simulated(cities, by_size, noise=noise, replicates=worlds).simulation.spread
    logs = [math.log(city.population) for city in cities if city.id != ANCHOR]
    assert found.noise == pytest.approx(noise**2 / worlds, rel=0.25)
    assert found.true == pytest.approx(np.var(logs, ddof=1), rel=0.6)
    assert found.observed == pytest.approx(found.true + found.noise)
    assert found.reliability_lo95 < found.reliability < found.reliability_hi95
    assert found.attenuation == pytest.approx(math.sqrt(found.reliability))


SECTORS_ALONE = {"knowledge": 0, "capacity": 0, "land": 0, "business": 0}


def test_a_score_that_goes_with_impact_is_told_and_dealing_sectors_anew_takes_it_to_zero():
    found = simulated(table(12), shared, weights=SECTORS_ALONE).simulation
    assert found.score.told
    assert 0.58 < found.score.spearman <= 1
    assert found.score.spearman_lo95 > 0
    assert found.permuted.lo95 < 0 < found.permuted.hi95
    assert abs(found.permuted.mean) < 0.1
    assert found.permuted.alone == pytest.approx(found.score.spearman)
    assert found.permuted.alone_lo95 < 0 < found.permuted.alone_hi95
    assert found.permuted.share < 0.05
    assert found.carriers[0].id == "sectors"
    assert found.carriers[0].told


def test_what_carries_nothing_is_not_told_once_all_questions_are_counted():
    found = simulated(table(12), alike).simulation
    assert found.carriers
    assert not any(row.told for row in found.carriers)
    assert all(row.p <= row.p_holm for row in found.carriers)
    assert "None of" in " ".join(found.sentences)


def test_below_four_candidates_nothing_is_said_of_a_correlation():
    found = simulated(table(3), by_size).simulation
    assert math.isnan(found.score.spearman)
    assert found.permuted is None
    assert "Below four candidates nothing is said of score and impact." in found.sentences
    alone = simulated(table(1), by_size).simulation
    assert alone.sentences[0].startswith("With one candidate nothing is compared")
    assert alone.spread is None


def test_a_belief_is_the_value_at_which_a_rival_overtakes_the_leader():
    cities = table(5)
    found = simulated(cities, by_size, noise=0.0, believe="any")
    leader = found.candidate(found.simulation.leader)
    told = {one.fact: one for one in found.simulation.beliefs.facts}
    assert found.simulation.beliefs.leader == leader.city
    size = told["population"]
    rival = found.candidate(found.simulation.beliefs.rival)
    assert size.told == rival.profile.population
    largest = max(city.population for city in cities)
    assert leader.profile.population <= size.value <= size.high
    assert size.high == pytest.approx(1.25 * largest)
    assert size.value / leader.profile.population < (size.high / size.told) ** (1 / 32)
    for fact in ("gdp_per_head", "gov_level", "sectors", "ties"):
        assert math.isnan(told[fact].value)
    said = " ".join(found.simulation.sentences)
    assert "one would have to believe of it population" in said
    assert "No value of its gdp_per_head, gov_level, sectors and ties alone would do." in said


def test_a_fact_that_does_not_do_by_less_than_noise_is_said_to_be_open():
    found = simulated(table(5), alike, noise=3.0, believe="any").simulation
    open_ = [
        one.fact
        for one in found.beliefs.facts
        if math.isnan(one.value) and one.lead + one.lead_half > 0
    ]
    said = " ".join(found.sentences)
    assert open_
    assert "is enough in these worlds, but by less than their noise" in said
    assert "alone would do" not in said


def test_worlds_that_settle_nothing_are_not_run_for_a_belief(monkeypatch):
    counted = {}
    for first in (20, 60):
        monkeypatch.setattr(beliefs, "FIRST", first)
        calls = []
        found = simulated(table(5), by_size, noise=0.3, believe="any", calls=calls)
        counted[first] = sum(count for _, _, count in calls), found.simulation.beliefs
    (few, staged), (many, whole) = counted.values()
    assert few < many
    assert [one.value for one in staged.facts] == pytest.approx(
        [one.value for one in whole.facts], nan_ok=True
    )
    told = [
        (one.facts[0].fact, one.facts[0].lead, one.facts[0].lead_half) for one in (staged, whole)
    ]
    assert told[0] == told[1]
    assert told[0][0] == "population"


def test_beliefs_about_sectors_and_ties_move_in_whole_steps():
    found = simulated(table(6), shared, noise=0.0, believe="any").simulation
    told = {one.fact: one for one in found.beliefs.facts}
    sectors = told["sectors"]
    assert sectors.value == int(sectors.value) or math.isnan(sectors.value)
    if not math.isnan(sectors.value):
        assert sectors.lead > 0
        assert sectors.told < sectors.value <= sectors.high
    assert math.isnan(told["population"].value)


def test_missing_facts_move_the_impact_of_those_that_lack_them_alone():
    rows_same = {"networks": "n0", "prior_links": "elsewhere"}
    cities = table(6, **rows_same)
    lacking = next(city for city in cities if city.id == "c3")
    known = [replace(city, universities=2.0) for city in cities]
    cities = with_cities(cities, [*known, replace(lacking, gov_level=math.nan, universities=2.0)])

    def worth(anchor, city):
        return 5.0 * (2.0 if math.isnan(city.gov_level) else city.gov_level)

    found = simulated(cities, worth, missing=6).simulation.missing
    assert found.facts["c3"] == ("gov_level",)
    assert found.sd["c3"] > 1
    assert [sd for city, sd in found.sd.items() if city != "c3"] == pytest.approx([0] * 5)


@pytest.mark.parametrize(
    ("course", "answer", "above"),
    [
        (lambda worth: 0.5 * worth, "makes the course worth more", True),
        (lambda worth: 20 - 0.5 * worth, "stands in for the course", False),
    ],
)
def test_partner_and_course_together_are_told_with_their_interval(course, answer, above):
    worth = {f"c{n}": 3.0 * n for n in range(9)}
    found = simulated(
        table(8), lambda _, city: worth[city.id], course=course, upskilling=True, noise=0.3
    ).simulation.courses
    # The course moves the partner's mean impact too: worth per unit of the mean of both.
    expected = 0.5 / 1.25 if above else -0.5 / 0.75
    assert found.slope.lo95 < expected < found.slope.hi95 or found.slope.value == pytest.approx(
        expected, rel=0.1
    )
    assert answer in found.answer
    assert found.overall.lo95 < found.overall.value < found.overall.hi95


def test_an_interaction_that_is_not_there_is_not_told():
    found = simulated(
        table(8), by_size, course=lambda worth: 2.0, upskilling=True
    ).simulation.courses
    assert "is not told by these runs" in found.answer
    assert found.overall.value == pytest.approx(2, abs=0.5)


def test_a_candidate_whose_runs_fail_is_left_out_and_says_why():
    found = simulated(table(5), by_size, bad=("c2",))
    assert found.candidate("c2").impact is None
    assert "it may not" in found.simulation.left_out["c2"]
    assert "c2 could not be simulated" in " ".join(found.simulation.sentences)
    assert json.loads(found.to_json())["candidates"][0]["rank"] == 1


def test_the_same_again_makes_nothing_and_another_indicator_reads_the_same_runs(tmp_path):
    cities, calls = table(4), []
    first = simulated(cities, by_size, calls=calls, out=tmp_path / "out")
    made = len(calls)
    again = simulated(cities, by_size, calls=calls, out=tmp_path / "out")
    other = simulated(
        cities,
        by_size,
        calls=calls,
        out=tmp_path / "out",
        indicator="adoptions",
        weights={"size": 5},
    )
    assert made
    assert len(calls) == made
    assert again.to_json() == first.to_json()
    assert other.simulation.indicator == "adoptions"


def test_more_replicates_add_to_those_that_are_kept(tmp_path):
    cities, runs = table(4), tmp_path / "out" / "runs"
    told = []
    given = {
        "out": tmp_path / "out",
        "announce": lambda size, kept: told.append((size.points, size.runs, kept)),
    }
    simulated(cities, by_size, **given, replicates=20)
    simulated(cities, by_size, **given, replicates=20)
    before = {path.name: path.read_bytes() for path in runs.iterdir()}
    grown = simulated(cities, by_size, **given, replicates=30)
    after = {path.name: path.read_bytes() for path in runs.iterdir()}
    assert before.items() < after.items()
    assert told == [(4, 4 * 20 * 3, 0), (4, 4 * 30 * 3, pytest.approx(2 / 3))]
    assert set(grown.simulation.impact.worlds) == {30}


def test_replicates_go_where_the_choice_is_open():
    worths = {"c1": 9.0, "c2": 8.9, "c3": 0.0, "c4": 0.0}
    found = simulated(
        table(4), lambda _, city: worths[city.id], noise=1.5, replicates=60, choose=0.95
    ).simulation
    worlds = dict(zip(found.cities, found.impact.worlds.tolist(), strict=True))
    assert min(worlds["c1"], worlds["c2"]) > max(worlds["c3"], worlds["c4"])


def test_the_order_of_rows_changes_nothing():
    cities = table(5)
    turned = CityTable(reversed(list(cities)), cities.columns)
    assert simulated(turned, by_size).to_json() == simulated(cities, by_size).to_json()


def test_drawn_needs_are_those_that_the_model_starts_with():
    scenario = load("belfast-sejong", set=["months=1", "warmup=0"])
    model = TwinCityModel(scenario, seed=5, replicate=2)
    for city in model.cities:
        at = [profile.id for profile in scenario.profiles].index(city.id)
        assert drawn_needs(scenario, at, 5, 3)[2].tolist() == list(city.need0)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"indicator": "job_year"}, "job_years"),
        ({"choose": 1.5}, "probability"),
        ({"missing": 1}, "2 to"),
        ({"believe": "c9"}, "candidate"),
    ],
)
def test_what_is_wrong_is_said_before_anything_runs(options, named):
    cities, calls = table(3), []
    ranking = pair(ANCHOR, cities=cities, draws=20)
    with pytest.raises(ScenarioError, match=named):
        simulate(ranking, cities=cities, build=engine(by_size, calls), **options)
    assert not calls


def test_an_option_of_simulations_needs_one():
    with pytest.raises(TypeError, match="replicates is an option of simulate=True"):
        pair(ANCHOR, cities=table(2), replicates=5)
