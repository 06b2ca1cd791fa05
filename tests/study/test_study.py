"""A study from end to end, small: what it leaves, how it goes on, what it refuses."""

import json
import shutil
from dataclasses import replace

import pytest

from twinsim import Results, load, run
from twinsim.errors import ResultsError, RunError, ScenarioError
from twinsim.study import asked as asked_of
from twinsim.study.doubt import doubted
from twinsim.study.plan import planned
from twinsim.study.study import carried_out, finished
from twinsim.sweep.lock import locked

from .conftest import SHORT, SIZES, documents, shards

pytestmark = pytest.mark.usefixtures("quick")

SLOW = pytest.mark.slow
STAGES = ["run", "sweep", "sensitivity", "pair", "report"]


@pytest.fixture
def copy(whole, tmp_path):
    """A copy of the small study, to be changed."""
    return shutil.copytree(whole.folder, tmp_path / "study")


def stopped(asked, folder, at, **options):
    """The study until a stage begins, as if Ctrl-C were pressed there."""

    def begun(stage):
        if stage == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carried_out(asked, folder, workers=1, begun=begun, **options)


def test_it_leaves_a_results_folder_with_all_analyses_and_a_report(whole):
    assert whole.report == whole.folder / "report.html"
    assert whole.results.replicates == SIZES.replicates
    assert whole.results.manifest.identity.experiment is None
    sweep = Results.open(whole.folder / "analysis" / "sweep")
    assert sweep.manifest.done
    assert set(sweep.manifest.replicates()) == {SIZES.worlds}
    assert sweep.manifest.points == 2 * SIZES.samples
    assert list(sweep.by("course", "jobs")["level"]) == ["none", "as_written"]
    assert whole.sensitivity["experiment"] == "few"
    assert set(whole.sensitivity["ledgers"]) >= {"groups", "sobol", "learnt"}
    assert whole.discovery["sweep"]["content"] == sweep.manifest.content
    assert not (whole.folder / "analysis" / "sensitivity" / "cases").exists()
    assert whole.partners["anchor"] == "belfast"
    assert whole.partners["group"] == "South Korea"


def test_it_shows_itself_in_a_notebook_with_the_numbers_of_its_sweep(whole):
    shown = whole._repr_html_()
    assert "twin − baseline, the course against what else its money buys" in shown
    assert "Study('belfast-sejong': 16 points" in repr(whole)
    frame = whole.sweep.by("course", "net_value").set_index("level")
    told = {(one.course, one.contrast): one.mean for one in doubted(whole.sweep, ["net_value"])}
    usual = told[False, "twin-baseline"]
    assert usual.value == pytest.approx(frame.loc["as_written", "difference"])
    assert usual.hi95 == pytest.approx(frame.loc["as_written", "hi95"])
    adds = told[True, "twin-baseline"].value
    assert adds == pytest.approx(usual.value - frame.loc["none", "difference"])


@SLOW
def test_a_larger_study_adds_to_what_is_there(asking, copy):
    before = shards(copy)
    sizes = replace(SIZES, replicates=6, samples=16, worlds=5, trajectories=3, blocks=4)
    made = carried_out(asking(sizes=sizes), copy, workers=1)
    assert before.items() <= shards(copy).items()
    assert made.results.replicates == 6
    assert made.sweep.manifest.points == 32
    assert made.sensitivity["size"]["samples"] == 4
    again = carried_out(asking(), copy, workers=1)
    assert any("the folder holds 6" in note for note in again.notes)


def test_its_size_is_said_before_as_it_is_after(asking, whole, tmp_path):
    plan = planned(asking(), workers=1)
    assert [stage.id for stage in plan.stages] == STAGES[:3]
    of_run, of_sweep, of_sensitivity = plan.stages
    assert of_run.runs == len(whole.results.runs())
    assert of_sweep.runs == len(whole.sweep.runs())
    place = whole.folder / "analysis" / "sensitivity"
    ledgers = [place / name for name in whole.sensitivity["ledgers"].values()]
    made = sum(len(Results.open(ledger).runs()) for ledger in ledgers)
    assert 0.5 * of_sensitivity.runs < made <= of_sensitivity.runs
    assert plan.seconds > 0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "at", ["sensitivity", pytest.param("sweep", marks=SLOW), pytest.param("pair", marks=SLOW)]
)
def test_stopped_before_a_stage_it_ends_as_one_left_alone(asking, whole, tmp_path, at):
    folder = tmp_path / "study"
    stopped(asking(), folder, at)
    before = shards(folder)
    assert before
    assert not (folder / "report.html").exists()
    began = []
    made = carried_out(asking(), folder, workers=2, begun=began.append)
    assert began == STAGES
    assert before.items() <= shards(folder).items()
    assert documents(folder) == documents(whole.folder)
    assert made.notes == whole.notes


def test_a_study_that_is_whole_makes_only_its_page_again(asking, copy):
    (copy / "report.html").unlink()
    before = {p: p.stat().st_mtime_ns for p in (copy / "analysis").rglob("*") if p.suffix}
    assert finished(asking(), copy)
    carried_out(asking(), copy, workers=1)
    assert (copy / "report.html").exists()
    after = {p: p.stat().st_mtime_ns for p in (copy / "analysis").rglob("*") if p.suffix}
    changed = {path.name for path in after if after[path] != before.get(path)}
    assert changed <= {"manifest.json", "effects.csv", "study.json"}


def test_a_document_that_was_changed_is_made_again(asking, whole, copy):
    name = "analysis/pair/pair.json"
    held = json.loads((copy / name).read_text("utf-8"))
    (copy / name).write_text(json.dumps(held | {"candidates": []}), "utf-8")
    carried_out(asking(), copy, workers=1)
    assert (copy / name).read_bytes() == (whole.folder / name).read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": 2}, "seed is 1 there and 2 here"),
        ({"set": (*SHORT, "programme.budget=900")}, "programme.budget is 1000.0 there and 900"),
        ({"experiment": "twin-vs-solo"}, "experiment.name is few there"),
    ],
)
def test_a_study_of_another_input_is_refused_with_the_difference(asking, copy, change, told):
    before = documents(copy)
    with pytest.raises(ResultsError, match=told) as refused:
        carried_out(asking(**change), copy, workers=1)
    assert "--force moves them to study.old-1" in refused.value.faults[0].expected
    assert documents(copy) == before


def test_force_moves_the_whole_of_another_study_aside_and_no_more(asking, whole, copy):
    before = documents(copy)
    carried_out(asking(), copy, workers=1, force=True)
    assert not copy.with_name("study.old-1").exists()
    stopped(asking(seed=2), copy, "sweep", force=True)
    assert documents(copy.with_name("study.old-1")) == before
    assert Results.open(copy).manifest.identity.seed == 2
    assert [path.name for path in (copy / "analysis").iterdir()] == ["study"]


def test_it_goes_on_with_a_run_that_is_there(asking, tmp_path):
    folder = tmp_path / "study"
    run(load("belfast-sejong", set=SHORT), replicates=6, out=folder)
    before = shards(folder)
    stopped(asking(), folder, "sweep")
    assert shards(folder) == before


def test_two_at_a_time_in_a_folder_are_refused(asking, copy):
    with (
        locked(copy / "analysis" / "study"),
        pytest.raises(RunError, match="another twinsim is writing"),
    ):
        carried_out(asking(), copy, workers=1)


def test_another_pairing_that_is_there_stays_and_is_told_of(asking, copy):
    place = copy / "analysis" / "pair" / "pair.json"
    held = json.loads(place.read_text("utf-8")) | {"group": "Europe"}
    place.write_text(json.dumps(held), "utf-8")
    (copy / "analysis" / "study" / "study.json").unlink()
    made = carried_out(asking(), copy, workers=1)
    assert any("another pairing, which stays" in note for note in made.notes)
    assert json.loads(place.read_text("utf-8")) == held


def test_without_salib_the_rest_is_made_and_the_gap_is_told(asking, copy, monkeypatch):
    monkeypatch.setattr(asked_of, "find_spec", lambda name: None)
    shutil.rmtree(copy / "analysis" / "sensitivity")
    made = carried_out(asking(), copy, workers=1)
    assert any("pip install 'twinsim[sensitivity]'" in note for note in made.notes)
    assert not made.sensitivity
    assert made.discovery["choices"]
    assert [stage.id for stage in planned(asking(), workers=1).stages] == STAGES[:2]


def test_an_interrupted_write_leaves_nothing_behind_and_nothing_out(asking, whole, copy):
    pair = copy / "analysis" / "pair"
    for path in pair.iterdir():
        path.unlink()
    for place in (copy, pair, copy / "analysis" / "study"):
        (place / ".tmp-pair.json").write_text("half", "utf-8")
    made = carried_out(asking(), copy, workers=1)
    assert not list(copy.rglob(".tmp-*"))
    assert made.notes == whole.notes
    assert documents(copy) == documents(whole.folder)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["programme.budget=0"], "programme.budget = 0"),
        (["programme.start=12"], "programme.start = 12"),
    ],
)
def test_where_no_arm_can_differ_there_is_no_study(asking, settings, told):
    with pytest.raises(ScenarioError, match=f"{told}.*no study"):
        asking(set=[*SHORT, *settings])


@pytest.mark.parametrize(
    ("sizes", "key"),
    [
        ({"worlds": 1}, "--worlds"),
        ({"worlds": 10**12}, "--worlds"),
        ({"blocks": 3}, "--blocks"),
        ({"trajectories": 1}, "--traj"),
        ({"trajectories": 10**9}, "--traj"),
    ],
)
def test_sizes_that_tell_nothing_are_refused(asking, sizes, key):
    with pytest.raises(ScenarioError, match=key):
        asking(sizes=replace(SIZES, **sizes))


OWN = """name = "own"
months = 12
warmup = 6
cities = ["belfast"]
reference = "usual"
contrasts = ["denser-usual"]
parameters.smes_per_1000 = 0.2
[arms.usual.programme]
design = "none"
[arms.denser.programme]
design = "none"
[arms.denser.parameters]
bid_cost = 5
margin = 0.2
"""


@SLOW
def test_arms_of_ones_own_without_links_are_studied_as_far_as_that_goes(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    asked = asked_of.Asked.of(path, sizes=SIZES, figures=False)
    said = " ".join(asked.notes)
    assert "no course is left out" in said
    assert "no contrast twin-solo" in said
    made = carried_out(asked, tmp_path / "study", workers=1)
    assert any("no two cities of the scenario are linked" in note for note in made.notes)
    assert made.report.exists()
    assert not made.partners
    assert made.sweep.manifest.points == SIZES.samples
