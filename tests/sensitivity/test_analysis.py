"""The whole way, from an experiment to what is said of it."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from twinsim.errors import ExperimentError, ResultsError
from twinsim.registry import parameters
from twinsim.report.sensitivity.files import DOCUMENT, make_way, save
from twinsim.report.sensitivity.findings import conditions, findings, learnt
from twinsim.sensitivity.groups import OTHERS, alone, grouped, readers
from twinsim.sensitivity.inputs import fixed_of, inputs_of
from twinsim.sensitivity.ledger import Sampled
from twinsim.sensitivity.sobol import SobolSample
from twinsim.sensitivity.switches import SWITCHES


def holds(interval, truth):
    return interval.lo95 <= truth <= interval.hi95


def shares():
    """The true first indices of twin − solo, an additive function."""
    own = {"u0": 64.0 / 12.0, "exit_scale": 4.0 / 12.0, "course": 1.0, "hours": 0.25 / 12.0}
    return {id: v / sum(own.values()) for id, v in own.items()}


def test_indices_of_the_survivors_are_those_of_the_engine(analysis):
    found = analysis.sobol["jobs:twin-solo"]
    assert analysis.survivors[0] == "u0"
    for id, share in shares().items():
        if id in analysis.survivors:
            assert holds(found.of(id).first, share)
            assert holds(found.of(id).total, share)
    assert holds(found.sum, 1.0)
    assert holds(found.luck.total, 1.0 / (1.0 + sum((64 / 12, 4 / 12, 1.0, 0.25 / 12))))


def test_what_is_not_learnt_is_the_share_of_parameters_that_no_pattern_informs(analysis):
    found = analysis.learnt["jobs:twin-solo"]
    assert parameters()["exit_scale"].role == "fit"
    assert parameters()["u0"].role != "fit"
    assert holds(found.of("fit").first, 4.0 / 68.0)
    assert holds(found.of("not_fit").first, 64.0 / 68.0)
    assert learnt(analysis).startswith("Not learnt: of the variance of twin − solo over the priors")


def test_decisions_are_explained_beside_amounts(analysis):
    names = set(analysis.sobol) | set(analysis.refused)
    assert {"jobs:twin-solo:gain", "jobs:best=twin", "jobs:twin-baseline"} <= names
    assert not [name for name in names if name.endswith((":twin", ":solo", ":baseline"))]


def test_the_same_again_runs_nothing_and_more_is_growth(analysing, tmp_path):
    options = {"samples": 8, "trajectories": 3, "switches": False}
    first, engines = analysing(tmp_path, **options)
    assert len(engines) == len(first.stages) == 4
    again, engines = analysing(tmp_path, **options)
    assert engines == []
    assert again.sobol == first.sobol
    larger, engines = analysing(tmp_path, **(options | {"samples": 16}))
    assert len(engines) == 2  # of the two Sobol samples; the screening is there
    (folder,) = tmp_path.glob("sweep-sobol-*")
    assert larger.stages["sobol"].folder == folder
    half = larger.stages["sobol"].smaller["jobs:twin-solo"]["0.5"]
    assert half == first.sobol["jobs:twin-solo"]


def test_seed_0_is_a_seed_and_repeats(analysing, tmp_path):
    options = {"method": "sobol", "survivors": ("u0",), "seed": 0, "samples": 8}
    one, _ = analysing(tmp_path / "one", **options)
    two, _ = analysing(tmp_path / "two", **options)
    other, _ = analysing(tmp_path / "other", **(options | {"seed": 1}))
    assert one.sobol == two.sobol
    assert one.sobol != other.sobol


def test_a_block_with_a_failed_run_is_dropped_whole_and_said(analysing, tmp_path):
    options = {"method": "sobol", "survivors": ("u0", "exit_scale"), "samples": 32}
    found, _ = analysing(tmp_path, bad={8: ValueError("it broke")}, **options)
    assert found.sobol["jobs:twin-solo"].blocks == 31
    (note,) = [note for note in found.notes if note.startswith("sobol")]
    assert "1 of 32 blocks" in note
    assert "design points 8" in note
    assert "it broke" in note


def test_many_failed_blocks_are_refused_with_the_design_points(analysing, tmp_path):
    options = {"method": "sobol", "survivors": ("u0", "exit_scale")}
    bad = {3: ValueError("it broke"), 41: ValueError("it broke")}
    with pytest.raises(ResultsError, match=r"design points 3, 41: .*it broke.*one in twenty"):
        analysing(tmp_path, bad=bad, **options)


def test_an_output_that_never_varies_is_refused_and_the_others_are_not(analysing, tmp_path):
    options = {"method": "sobol", "survivors": ("u0",), "samples": 4}
    options |= {"indicators": ("visits", "jobs")}
    found, _ = analysing(tmp_path, **options)
    assert "visits:twin-solo" in found.refused
    assert "jobs:twin-solo" in found.sobol
    with pytest.raises(ResultsError, match="expected an output that varies"):
        analysing(tmp_path, **(options | {"indicators": ("visits",)}))


def test_a_decided_lever_is_no_input_and_its_options_are_compared_in_the_same_world(
    analysing, tmp_path
):
    options = {"method": "sobol", "survivors": ("u0",), "samples": 4}
    found, _ = analysing(tmp_path, decided="course", **options)
    assert "course" not in [one.id for one in found.inputs]
    assert "jobs:twin-solo:course=light" in {*found.sobol, *found.refused}
    added = found.sobol["jobs:twin-solo:best course=intensive"]
    assert added.worlds == 4


def test_a_switch_sets_its_parameters_above_their_priors(experiment):
    inputs = inputs_of(experiment)
    ids = tuple(one.id for one in inputs)
    points = Sampled(experiment, inputs, SobolSample(ids, ids, 16))
    columns = [column.id for column in points.columns]
    seen = set()
    for design in range(points.count):
        value = dict(zip(columns, points.values(design), strict=True))
        seen |= {value[one.id] for one in SWITCHES}
        set_ = points.scenario(design).arms[2].parameters
        assert (set_.get("kappa") == 0.0) == (value["form_learning"] == "flat")
        assert (set_.get("adopt_window") == 1200.0) == (value["form_window"] == "stays")
        assert (set_.get("need_sd") == 0.0) == (value["form_needs"] == "tags")
        factor = {"as_is": 1.0, "halved": 0.5, "doubled": 2.0}[value["form_firms"]]
        central = parameters()["smes_per_1000"].central
        assert set_.get("smes_per_1000", central) == central * factor
        assert set_["u0"] == value["u0"]
    assert seen == {level for one in SWITCHES for level in one.levels}


def test_every_parameter_is_an_input_or_fixed_with_a_reason(experiment):
    inputs = inputs_of(experiment)
    fixed = fixed_of(experiment, inputs)
    varied = {one.id for one in inputs if one.kind == "parameter"}
    assert varied.isdisjoint(one.id for one in fixed)
    assert all(one.reason for one in fixed)
    reasons = {one.id: one.reason for one in fixed}
    assert reasons["staff_median"] == "no prior declared"
    assert reasons["kappa"] == "left out by the experiment"
    assert (
        "programme.upskilling.hours" in reasons["hours_light"] or "lever" in reasons["hours_light"]
    )
    assert len(varied) + len(fixed) == len(parameters())


def test_groups_come_from_what_the_rules_read(experiment):
    inputs = inputs_of(experiment)
    actors = dict(zip((one.id for one in inputs), grouped(inputs, "actor"), strict=True))
    assert readers()["exit_scale"] == "firm"
    assert actors["course"] == "course"
    assert actors["exit_scale"] == actors["u0"] == "firm"
    roles = dict(zip((one.id for one in inputs), grouped(inputs, "role"), strict=True))
    assert roles["u0"] == "u0"  # the only one of its role
    assert roles["rivalry"] == roles["bid_noise"] == "fixed"
    assert set(alone(inputs, ["u0"])) == {"u0", OTHERS}


def test_what_is_said_claims_no_more(analysis):
    said = " ".join(
        [conditions(analysis), *(one for _, sentences in findings(analysis) for one in sentences)]
    )
    assert "explores, conditional on" in said
    assert "local" in said
    for word in ("forecast", "predict", "prove", "will "):
        assert word not in said


def test_files_hold_every_number_and_another_question_is_refused(analysis, asking, tmp_path):
    place = make_way(analysis.asked, tmp_path)
    save(analysis, tmp_path, figures=False)
    document = json.loads((place / DOCUMENT).read_text("utf-8"))
    rows = list(csv.DictReader((place / "sobol.csv").read_text("utf-8").splitlines()))
    for row in rows:
        if row["group"] != "dummy":
            index = analysis.sobol[row["output"]].of(row["group"])
            assert float(row["total"]) == index.total.value
            assert row["resolved"] in ("yes", "no")
    assert len(document["tables"]["sobol"]) == len(rows)
    assert {row["group"] for row in rows} >= {"dummy", *analysis.survivors}
    with pytest.raises(ResultsError, match=r"holds another analysis \(seed differ\)"):
        make_way(asking(seed=5), tmp_path)
    make_way(asking(seed=5), tmp_path, force=True)
    assert (place.with_name("sensitivity.old-1") / "sobol.csv").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "moris"}, "Did you mean morris"),
        ({"survivors": ("kapa", "u0")}, "expected an input of small"),
        ({"contrasts": ("twin-sole",)}, "Did you mean twin-solo"),
        ({"samples": 24}, "expected a power of two"),
        ({"decided": "hours"}, "expected a lever with values or options"),
        ({"trajectories": 1}, "expected at least 2"),
        ({"trajectories": 999_999_999}, "at most 10,000"),
        ({"replicates": 99_999_999_999}, "expected 1 to 1,000,000 worlds"),
    ],
)
def test_wrong_questions_are_told_apart(asking, options, said):
    with pytest.raises(ExperimentError, match=said):
        asking(**options)


def test_an_unknown_indicator_is_told(asking):
    with pytest.raises(ResultsError, match="Did you mean jobs"):
        asking(indicators=("job",))


def test_shares_of_worlds_lie_between_0_and_1(analysis):
    for name, found in analysis.sobol.items():
        if name.endswith(":gain"):
            assert 0.0 <= found.sd_of_world <= 0.5 + 1e-9
    assert np.isfinite([found.sd for found in analysis.sobol.values()]).all()
