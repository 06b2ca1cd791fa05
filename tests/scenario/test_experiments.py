"""Experiments: a scenario, what is varied in it, and what that makes of it at a point."""

import random
import tomllib

import jsonschema
import pytest

from twinsim.registry import parameters
from twinsim.scenario import (
    check,
    domain,
    load,
    load_experiment,
    packaged,
    packaged_experiments,
)
from twinsim.scenario.experiment.json_schema import json_schema
from twinsim.scenario.write import toml_value
from twinsim.sweep.designs import Design

from .varied import BUDGET, COURSE, HEAD, HOURS, KAPPA, PARTNER


@pytest.fixture
def small(written):
    """An experiment of a file's text."""

    def make(*parts, name="small.toml", **options):
        return load_experiment(written(HEAD + "".join(parts), name), **options)

    return make


def settings(experiment, point):
    return [f"{key}={toml_value(value)}" for key, value in experiment.settings(point).items()]


@pytest.mark.parametrize("name", packaged_experiments())
def test_packaged_experiments_are_sound_and_explain_themselves(name):
    assert check(name) == []
    experiment = load_experiment(name)
    assert experiment.name == name
    assert experiment.title
    assert experiment.question.endswith("?")
    assert 1 < Design.of(experiment).count <= 1000


def test_a_packaged_name_is_found_in_any_case_and_is_no_scenario():
    assert load_experiment("Partner-Choice").name == "partner-choice"
    assert not set(packaged()) & set(packaged_experiments())


@pytest.mark.parametrize("name", packaged_experiments())
def test_a_point_is_the_scenario_loaded_with_the_same_settings(name):
    experiment = load_experiment(name)
    design = Design.of(experiment)
    fixed = tomllib.loads(packaged_experiments()[name].read_text("utf-8")).get("set", {})
    always = ["programme.themes=[]"] if fixed else []
    chosen = random.Random(5).sample(range(design.count), min(8, design.count))
    for point in map(design.point, chosen):
        loaded = load(experiment.base.name, set=[*always, *settings(experiment, point)])
        made = experiment.scenario(point)
        assert made.programme == loaded.programme
        assert made.parameters == loaded.parameters
        assert made.profiles == loaded.profiles
        assert made.arms == tuple(arm for arm in loaded.arms if arm.id in experiment.arms)


def test_an_arm_keeps_the_parameter_that_it_sets_itself(written):
    base = written(
        'name = "own"\ncities = ["belfast", "sejong"]\n'
        'programme.links = [["belfast", "sejong"]]\n'
        "parameters.bid_cost = 2\narms.twin.parameters.kappa = 0.3\n",
        "own.toml",
    )
    file = written(HEAD.replace("belfast-sejong", base.name) + KAPPA)
    experiment = load_experiment(file)
    point = {"kappa": 0.7, "delivery_zero": 0.1}
    made = experiment.scenario(point)
    assert made == load(base, set=["parameters.kappa=0.7", "parameters.delivery_zero=0.1"])
    assert {arm.id: arm.parameters["kappa"] for arm in made.arms} == {
        "baseline": 0.7,
        "solo": 0.7,
        "twin": 0.3,
    }


def test_a_factor_that_a_point_does_not_name_stays_as_in_the_scenario(small):
    experiment = small(HOURS, COURSE.replace("programme.upskilling.hours = 24\n", ""))
    assert experiment.scenario({}) == experiment.base == load("belfast-sejong")
    made = experiment.scenario({"hours": 60.0})
    assert made.programme.upskilling.hours == 60.0
    assert made.programme.upskilling.intensive


def test_whole_numbers_and_text_reach_keys_that_take_them(small):
    experiment = small(
        '[levers.places]\nkey = "programme.places"\nlow = 4\nhigh = 9\n'
        '[levers.facet]\nkey = "programme.facet"\nvalues = ["none", "mission"]\n'
        '[levers.arm_award]\nkey = "arms.twin.programme.award"\nvalues = [20, 30.5]\n'
    )
    made = experiment.scenario({"places": 7.0, "facet": "mission", "arm_award": 20.0})
    assert made.programme.places == 7
    assert made.programme.facet == "mission"
    assert [arm.programme.award for arm in made.arms] == [35.0, 35.0, 20.0]
    assert experiment.factor("places").whole


def test_a_partner_brings_cities_and_links_and_bears_the_partners_cost(written):
    base = written(
        'name = "own"\ncities = ["belfast", "sejong"]\n'
        'programme.links = [["belfast", "sejong"]]\n'
        "programme.payers = { Belfast = 0.75, sejong = 0.25 }\n",
        "own.toml",
    )
    experiment = load_experiment(written(HEAD.replace("belfast-sejong", base.name) + PARTNER))
    assert experiment.factor("partner").levels == ("sejong", "daejeon")
    made = experiment.scenario({"partner": "daejeon"})
    assert made.cities == ("belfast", "daejeon")
    assert made.programme.links == (("belfast", "daejeon"),)
    assert made.programme.payers == {"belfast": 0.75, "daejeon": 0.25}
    assert [city.id for city in experiment.cities] == ["belfast", "daejeon", "sejong"]


def test_a_group_is_every_other_city_of_a_country(small):
    named = small(PARTNER.replace('partners = ["Sejong", "daejeon"]', 'group = "South Korea"'))
    coded = small(PARTNER.replace('partners = ["Sejong", "daejeon"]', 'group = "kr"'))
    assert named.factors == coded.factors
    assert len(named.factor("partner").levels) == 12
    home = PARTNER.replace('partners = ["Sejong", "daejeon"]', 'group = "United Kingdom"')
    assert "belfast" not in small(home).factor("partner").levels


def test_all_uncertainties_are_those_with_a_prior_that_nothing_sets(small):
    text = (
        "[set]\nparameters.exit_cash = 3\n"
        '[levers.k]\nkey = "parameters.kappa"\nvalues = [0, 1]\n'
        '[uncertainties]\nall = "prior"\nexcept = ["margin"]\n'
        "staff_median = { low = 10, high = 20 }\n"
    )
    factors = small(text).uncertainties
    prior = [id for id, row in parameters().items() if row.prior and row.role != "lever"]
    left = {"exit_cash", "kappa", "margin"}
    assert left <= set(parameters())
    assert [f.id for f in factors if f.prior] == [id for id in prior if id not in left]
    assert [f.id for f in factors if not f.prior] == ["staff_median"]


@pytest.mark.parametrize("u", [1e-9, 0.03, 0.5, 0.97, 1.0 - 1e-9])
def test_a_quantile_of_any_factor_is_a_value_that_it_allows(u):
    for factor in load_experiment("lever-space").factors:
        value = factor.at(u)
        assert factor.allows(value), (factor.id, value)
        if factor.role == "uncertainty":
            assert value in domain(factor.id)


def test_a_range_is_covered_evenly_on_its_scale(small):
    experiment = small(BUDGET, '[levers.n]\nkey = "programme.places"\nlow = 1\nhigh = 4\n')
    grid = [(i + 0.5) / 400 for i in range(400)]
    budget, places = experiment.factor("budget"), experiment.factor("n")
    below = sum(budget.at(u) < (500.0 * 3000.0) ** 0.5 for u in grid)
    assert below == 200
    drawn = [places.at(u) for u in grid]
    assert [drawn.count(n) for n in (1.0, 2.0, 3.0, 4.0)] == [100] * 4


def test_units_and_meanings_come_from_what_a_factor_sets(small):
    experiment = small(HOURS, BUDGET, KAPPA)
    assert [factor.unit for factor in experiment.factors[:2]] == ["h", "k£"]
    kappa = experiment.factor("kappa")
    assert (kappa.unit, kappa.title) == (parameters()["kappa"].unit, parameters()["kappa"].meaning)


def test_arms_and_contrasts_are_those_asked_for(small):
    experiment = small('arms = ["twin", "baseline"]\n', HOURS)
    assert experiment.arms == ("baseline", "twin")
    assert experiment.contrasts == ("twin-baseline",)
    made = experiment.scenario({"hours": 24.0})
    assert [arm.id for arm in made.arms] == ["baseline", "twin"]
    assert made.contrasts == ("twin-baseline",)
    own = small('arms = ["solo", "twin"]\n[set]\nreference = "solo"\n', HOURS)
    assert own.base.reference == "solo"
    assert own.contrasts == ("twin-solo",)


def test_overrides_change_every_point(small):
    experiment = small(HOURS, set=["programme.award=20", "months=24"])
    made = experiment.scenario({"hours": 60.0})
    assert (made.programme.award, made.months, made.programme.upskilling.hours) == (20.0, 24, 60.0)


class TestIdentity:
    def test_replicates_and_samples_and_what_is_shown_are_no_part_of_it(self, small):
        one = small(BUDGET, KAPPA)
        title = 'title = "Another"\nquestion = "Why?"\nreplicates = 7\nsamples = 99\n'
        other = small(title, BUDGET.replace("key", 'title = "money"\nkey'), KAPPA)
        assert one.sha256() == other.sha256()
        assert one.resolved() == other.resolved()
        assert one != other

    @pytest.mark.parametrize(
        "text",
        [
            *(BUDGET.replace("3000", "3001"), BUDGET.replace('"log"', '"linear"'), HOURS),
            *("[set]\nprogramme.award = 20\n" + BUDGET, 'arms = ["baseline", "twin"]\n' + BUDGET),
            BUDGET + KAPPA,
            BUDGET + '[[design]]\nkind = "latin_hypercube"\nfactors = ["budget"]\n',
            # A key that is written does not follow another one that a lever sets.
            "[set]\nprogramme.planned_bids = 27\n" + BUDGET,
        ],
    )
    def test_all_else_is(self, text, small):
        assert small(text).sha256() != small(BUDGET).sha256()

    def test_a_hypercubes_size_is_part_of_it(self, small):
        design = '[[design]]\nkind = "latin_hypercube"\nfactors = ["budget"]\n'
        assert small(BUDGET, design).sha256() != small("samples = 65\n", BUDGET, design).sha256()

    def test_facts_of_a_partner_are_part_of_it(self, small, written):
        city = (
            "id,name,country,iso2,lat,lon,population,population_year\n"
            "daejeon,Daejeon,South Korea,KR,36.35,127.38,{},2020\n"
        )
        one, other = (
            small(PARTNER, cities=written(city.format(people), f"{people}.csv"))
            for people in (1_000_000, 1_000_001)
        )
        assert one.resolved() == other.resolved()
        assert one.sha256() != other.sha256()


@pytest.mark.parametrize("name", packaged_experiments())
def test_an_experiment_writes_itself_as_one_file_that_is_the_same_experiment(name, written):
    experiment = load_experiment(name)
    text = experiment.to_toml()
    again = load_experiment(written(text, "again.toml"))
    assert again.sha256() == experiment.sha256()
    assert again.to_toml() == text
    point = Design.of(experiment).point(1)
    assert again.scenario(point) == experiment.scenario(point)


def test_points_of_a_table_are_written_too(small, written):
    written("hours,course\n24,light\n60,intensive\n60,light\n", "points.csv")
    course = COURSE.replace("programme.upskilling.hours = 24\n", "")
    table = '[[design]]\nkind = "table"\nfile = "points.csv"\n'
    experiment = small(HOURS, course, table)
    assert experiment.blocks[0].points == ((24.0, "light"), (60.0, "intensive"), (60.0, "light"))
    again = load_experiment(written(experiment.to_toml(), "again.toml"))
    assert again.blocks == experiment.blocks
    assert again.sha256() == experiment.sha256()


def test_the_schema_allows_what_loads(written):
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for name, path in packaged_experiments().items():
        validator.validate(tomllib.loads(path.read_text("utf-8")))
        validator.validate(tomllib.loads(load_experiment(name).to_toml()))
    for text in (
        "sceario = 1",
        "levers.a.valeus = [1]",
        'uncertainties.kapa = "prior"',
        '[[design]]\nkind = "gird"',
        "samples = 0",
        'uncertainties.staff_median = "prior"',
    ):
        found = tomllib.loads('scenario = "belfast-sejong"\n' + text)
        assert list(validator.iter_errors(found)), text
