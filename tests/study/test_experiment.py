"""What a study sweeps: the programme with its course and without, over every prior."""

import ast
from pathlib import Path

import pytest

import twinsim
from twinsim import load, load_experiment
from twinsim.registry import parameters
from twinsim.scenario.packaged import packaged, packaged_experiments
from twinsim.study.asked import Asked
from twinsim.study.course import HOURS, SHARE, course_of
from twinsim.study.experiment import experiment_of, experiment_text, study_name
from twinsim.study.study import going_on
from twinsim.world.money import costs
from twinsim.world.parameters import as_object, resolve

from .conftest import SHORT

OPEN = ["programme.focus.smart_cities=0.6", "programme.focus.startups=0.4"]
ALONE = """name = "alone"
cities = ["belfast", "sejong"]
months = 24
reference = "usual"
contrasts = ["small-usual"]
[arms.usual.programme]
design = "none"
[arms.small]
parameters.smes_per_1000 = 0.5
"""


def planned(scenario, arm):
    own = next(one for one in scenario.arms if one.id == arm)
    p = as_object(resolve(own.parameters, own.mechanisms))
    return costs(own.programme, own.design == "twin", p)


@pytest.mark.parametrize("name", packaged())
def test_each_packaged_scenario_has_its_experiment_as_the_template_gives_it(name):
    own = study_name(name)
    text = packaged_experiments()[own].read_text("utf-8")
    assert text == experiment_text(load(name))
    assert load_experiment(own).sha256() == experiment_of(load(name), name).sha256()


@pytest.mark.parametrize("name", packaged())
def test_it_crosses_the_course_with_every_prior_in_all_arms(name):
    experiment = experiment_of(load(name), name)
    assert [lever.levels for lever in experiment.levers] == [("none", "as_written")]
    beliefs = {id for id, row in parameters().items() if row.prior and row.role != "lever"}
    assert {one.id for one in experiment.uncertainties} == beliefs
    assert experiment.arms == ("baseline", "solo", "twin")
    point = {"course": "as_written"}
    assert experiment.scenario(point).programme == load(name).programme


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_without_its_course_a_call_buys_more_places_for_the_same_money(arm):
    experiment = experiment_of(load("belfast-sejong"), "belfast-sejong")
    with_, without = (
        planned(experiment.scenario({"course": level}), arm) for level in ("as_written", "none")
    )
    assert without.training == 0
    assert without.bought > 1.2 * with_.bought
    assert without.planned == pytest.approx(with_.planned) == pytest.approx(1000)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_without_open_courses_their_money_goes_to_the_accelerator(arm):
    experiment = experiment_of(load("birmingham-ulsan"), "birmingham-ulsan")
    with_, without = (
        planned(experiment.scenario({"course": level}), arm) for level in ("as_written", "none")
    )
    assert with_.courses.pieces > 0
    assert without.courses.pieces == 0
    assert without.graduates.pieces == pytest.approx(2 * with_.graduates.pieces)
    assert without.planned == pytest.approx(with_.planned) == pytest.approx(2000)


def test_a_limit_of_places_that_leaves_money_unspent_is_told():
    free, tight = (
        course_of(load("belfast-sejong", set=more)) for more in ([], ["programme.places=10"])
    )
    assert "more places" in free.title
    assert "unspent" not in free.frees
    assert "the limit of places leaves money" in tight.title
    assert "10.0 without, the most that it allows" in tight.frees
    assert "unspent" in tight.frees


def test_a_call_with_open_courses_leaves_out_both():
    scenario = load("belfast-sejong", set=OPEN)
    assert dict(course_of(scenario).keys) == {HOURS: 0, SHARE: 1}
    without = experiment_of(scenario, "belfast-sejong", OPEN).scenario({"course": "none"})
    assert planned(without, "twin").training == 0


def test_an_arm_with_a_course_of_its_own_is_without_it_too():
    more = ["arms.light.programme.upskilling.hours=24"]
    scenario = load("belfast-sejong", set=more)
    without = experiment_of(scenario, "belfast-sejong", more).scenario({"course": "none"})
    assert {arm.programme.upskilling.hours for arm in without.arms} == {0}


@pytest.mark.parametrize(
    "none",
    [
        ["programme.upskilling.hours=0"],
        ["programme.award=0", "programme.host_support=0"],  # places would cost nothing
    ],
)
def test_where_nothing_can_be_bought_instead_there_is_no_course_to_leave_out(none):
    scenario = load("belfast-sejong", set=none)
    assert course_of(scenario) is None
    experiment = experiment_of(scenario, "belfast-sejong", none)
    assert experiment.levers == ()
    assert "course" not in experiment.question


def test_a_scenario_that_is_already_loaded_gives_the_same_points(tmp_path):
    path = tmp_path / "alone.toml"
    path.write_text(ALONE, "utf-8")
    read, loaded = experiment_of(load(path), path), experiment_of(load(path))
    assert read.base == loaded.base
    assert read.factors == loaded.factors


def test_hostile_titles_stay_within_their_line():
    title = 'title="a \\" b\\nname = 1 ${x} \\u202e"'
    scenario = load("belfast-sejong", set=[title])
    assert experiment_of(scenario, "belfast-sejong", [title]).title.startswith('a " b\n')


def test_a_study_imports_from_the_rooms_below_and_none_of_them_from_it():
    package = Path(twinsim.__file__).parent
    above = ("twinsim.cli", "twinsim.study")
    for room in package.iterdir():
        for path in room.rglob("*.py") if room.is_dir() and room.name != "cli" else ():
            forbidden = above[:1] if room.name == "study" else above
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
                assert not [n for n in names if n.startswith(forbidden)], path


def test_a_study_goes_on_with_the_resolved_scenario_of_its_own_folder(tmp_path):
    first = Asked.of("belfast-sejong", set=SHORT)
    place = tmp_path / "analysis" / "sweep" / "experiment.toml"
    place.parent.mkdir(parents=True)
    place.write_text(first.experiment.to_toml(), "utf-8")
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(first.scenario.to_toml(), "utf-8")
    again = Asked.of(scenario)
    assert again.experiment.sha256() != first.experiment.sha256()  # it writes more keys
    assert going_on(again, tmp_path).experiment.sha256() == first.experiment.sha256()
    other = Asked.of(scenario, set=["programme.budget=500"])
    assert going_on(other, tmp_path) == other
    place.write_text("[[[", "utf-8")
    assert going_on(again, tmp_path) == again
