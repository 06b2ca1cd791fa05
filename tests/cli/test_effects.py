"""`twinsim effects`: what a results folder says, without a run."""

import json
import subprocess
import sys

import pytest

from twinsim.cli import main
from twinsim.registry import indicators
from twinsim.sweep import Results

HEADS = [id for id, row in indicators().items() if row.headline]


def test_it_prints_each_contrast_the_best_arm_and_what_headlines_are(small, capsys):
    assert main(["effects", str(small)]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 100
    assert "Seed 3, twinsim " in said
    for contrast in ("twin − baseline", "solo − baseline", "twin − solo"):
        assert f"\n{contrast}: " in said
    assert "regret, 95 %" in said
    assert all(f"\n{id} " in said for id in HEADS)
    assert indicators()["adoptions"].meaning in said
    assert "it never forecasts" in said


def test_json_agrees_with_the_folder(small, capsys):
    assert main(["effects", str(small), "--json", "--indicator", "bids"]) == 0
    document = json.loads(capsys.readouterr().out)
    results = Results.open(small)
    assert [row["indicator"] for row in document["effects"]] == ["bids"] * 3
    assert {row["arm"] for row in document["best"]} == {"baseline", "solo", "twin", "light"}
    by_arm = {row["arm"]: row for row in document["best"]}
    assert by_arm["twin"]["mean"] == results.worlds.mean("twin", "bids")
    assert sum(row["p_best"] for row in document["best"]) == pytest.approx(1)
    assert document["evidence"]["bids"]


def test_a_city_has_contrasts_of_its_own(small, capsys):
    assert main(["effects", str(small), "--city", "Sejong", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {row["scope"] for row in document["effects"]} == {"sejong"}
    assert main(["effects", str(small), "--city", "sejong"]) == 0
    assert "In sejong alone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--indicator", "bidz"], "Did you mean bids?"),
        (["--city", "sejon"], "Did you mean sejong?"),
    ],
)
def test_unknown_words_are_exit_code_2_with_the_nearest(small, more, named, capsys):
    assert main(["effects", str(small), *more]) == 2
    assert named in capsys.readouterr().err


def test_a_folder_without_results_is_exit_code_2(tmp_path, capsys):
    assert main(["effects", str(tmp_path)]) == 2
    assert "expected a folder made by twinsim run" in capsys.readouterr().err


def test_quiet_says_nothing(small, capsys):
    assert main(["effects", str(small), "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_it_compiles_nothing(small):
    code = (
        f"import sys\nfrom twinsim.cli import main\nmain(['effects', {str(small)!r}])\n"
        "heavy = ('numba', 'mesa', 'matplotlib', 'pandas')\n"
        "print(*(name for name in heavy if name in sys.modules), sep=',')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == ""
