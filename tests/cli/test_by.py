"""`twinsim effects` of a sweep: in short, and by a factor."""

import json

import pytest

from twinsim.cli import main
from twinsim.sweep import sweep

from ..sweep.experiments import EXPERIMENT, Answers

HOURS = """[levers.hours]
key = "programme.upskilling.hours"
values = [24, 120]
"""
PARTNERS = """[levers.partner.options.near]
"programme.places" = 30
[levers.partner.options.far]
"programme.places" = 50
"""


class Pairs(Answers):
    """A far partner adds as much as 120 hours do, a near one as 24, whatever the course."""

    def point(self, design):
        known = dict(super().point(design))
        return (known | {"hours": {"near": 24, "far": 120}[known["partner"]]}).items()


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A sweep's folder, with a failed run."""
    place = tmp_path_factory.mktemp("swept")
    (place / "small.toml").write_text(EXPERIMENT)
    bad = {(5, "twin", 1): FloatingPointError("broke \x1b[31m")}
    made = sweep(
        place / "small.toml",
        out=place / "results",
        workers=1,
        build=lambda *how: Answers(*how, bad=bad),
    )
    return made.folder


def test_in_short_it_names_best_and_worst_what_failed_and_how_to_go_on(swept, capsys):
    assert main(["effects", str(swept)]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 100
    assert "24 design points × 12 worlds × 3 arms" in said
    assert "highest at hours 120, course " in said
    assert "1 world at 1 point holds a failed run and is left out" in said.replace("\n", " ")
    assert "FloatingPointError: broke \\x1b[31m" in said
    assert "--by hours" in said.replace("\n", " ")
    assert "it never forecasts" in said


def test_by_a_factor_it_prints_levels_and_draws(swept, capsys):
    assert main(["effects", str(swept), "--by", "course", "--indicator", "adoptions"]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 100
    assert "adoptions, twin − baseline, by course" in said
    assert "Variance of single differences: " in said
    assert "left out for a failed run; the first, at " in said
    assert list((swept / "figures").glob("effect_by_course_*.png"))


def test_json_has_every_level_and_part(swept, capsys):
    line = ["effects", str(swept), "--by", "hours", "--contrast", "twin-solo", "--json"]
    assert main([*line, "--no-figures"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["contrast"] for one in told["answers"]} == {"twin-solo"}
    first = told["answers"][0]
    assert [row["level"] for row in first["levels"]] == ["24", "120"]
    assert sum(row["failed"] for row in first["levels"]) == told["failed_worlds"] == 1
    assert sum(row["p_first"] for row in first["levels"]) == pytest.approx(1)
    parts = first["variance"]["parts"]
    assert sum(p["value"] for p in parts if p["kind"] != "single") == pytest.approx(1)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--by", "hour"], "Did you mean hours?"),
        (["--by", "hours", "--indicator", "adoption"], "Did you mean adoptions?"),
        (["--by", "hours", "--contrast", "twin-sol"], "Did you mean twin-solo?"),
        (["--by", "hours", "--city", "belfast"], "all cities together"),
    ],
)
def test_wrong_words_are_exit_code_2(swept, more, named, capsys):
    assert main(["effects", str(swept), *more]) == 2
    assert named in capsys.readouterr().err


def test_a_single_scenario_has_no_factor(small, capsys):
    assert main(["effects", str(small), "--by", "hours"]) == 2
    assert "expected results of twinsim sweep" in capsys.readouterr().err


def test_partners_by_courses_say_whether_one_is_worth_more_with_the_other(tmp_path, capsys):
    told = EXPERIMENT.split("[uncertainties]")[0].replace(HOURS, PARTNERS)
    (tmp_path / "pairs.toml").write_text(told.replace("samples = 4\n", ""))
    folder = sweep(tmp_path / "pairs.toml", out=tmp_path / "r", workers=1, build=Pairs).folder
    line = ["effects", str(folder), "--by", "course", "--indicator", "adoptions", "--no-figures"]
    assert main([*line, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["together"]["adoptions"]
    assert (found["course"], found["against"], set(found["worth"])) == (
        "dear",
        "light",
        {"near", "far"},
    )
    overall = found["overall"]
    assert overall["lo95"] < 2 * 2.8 < overall["hi95"]
    assert found["slope"]["lo95"] < 0 < found["slope"]["hi95"]
    assert main(line) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Partner and course together: dear in place of light" in said
    assert "is not told by these runs: slope" in said


def test_of_another_sweep_nothing_is_said_of_partner_and_course(swept, capsys):
    assert main(["effects", str(swept), "--by", "course", "--json", "--no-figures"]) == 0
    assert json.loads(capsys.readouterr().out)["together"] == {}
