"""`twinsim show`: what a scenario will do, in words, equal to what the engines are given."""

import json

import pytest

from twinsim import load
from twinsim.cli import main
from twinsim.scenario import load_experiment, packaged
from twinsim.scenario.packaged import packaged_experiments
from twinsim.sweep.designs import Design
from twinsim.world import build


@pytest.mark.parametrize("name", packaged())
def test_json_is_what_the_engines_are_given(name, capsys):
    assert main(["show", name, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    world = build(load(name))
    for arm in document["arms"]:
        setup = world.setups[arm["id"]]
        paid = dict(zip(world.cities, setup.cities["planned"], strict=True))
        assert arm["planned"] == pytest.approx(sum(paid.values()), abs=1e-5)
        assert arm["paid"] == {city: cost for city, cost in paid.items() if cost > 0}
        for month in arm["events"].get("a call opens", []):
            assert setup.plan["opens"][:, setup.warmup + month].any()
    firms = {city["id"]: city["firms"] for city in document["cities"]}
    facts = world.setups["twin"].cities
    assert firms == dict(zip(world.cities, facts["initial"].tolist(), strict=True))


def test_it_says_cities_firms_arms_timetable_and_cost(capsys):
    assert main(["show", "belfast-sejong", "--set", "arms.light.programme.award=20"]) == 0
    said = capsys.readouterr().out
    words = " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 100
    assert "Belfast (belfast)" in said
    assert "stands for one real firm" in words
    assert "grade A" in words
    assert "light: the paired programme, with programme.award = 20.0" in said
    assert "a call opens:" in said
    assert "2022-01" in said
    assert "of it, Sejong pays" in said
    assert "Missing for Sejong: universities" in words
    assert "Urban mobility (mobility)" in words


def test_without_a_scenario_the_packaged_are_listed(capsys):
    assert main(["show"]) == 0
    said = capsys.readouterr().out
    assert all(f"{name}  " in said for name in packaged())
    assert main(["show", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in listed["scenarios"]] == list(packaged())
    assert [row["name"] for row in listed["experiments"]] == list(packaged_experiments())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["programme.budget=50"], "the budget buys less than one place"),
        (["programme.places=0"], "the budget buys no place: nobody is trained or tried out"),
        (["programme.budget=0"], "No arm has a programme to pay for"),
        (["arms.cheap.programme.places=2"], "The arms do not cost the same"),
    ],
)
def test_money_that_buys_no_place_or_is_not_equal_is_said(settings, said, capsys):
    line = ["show", "belfast-sejong"]
    for setting in settings:
        line += ["--set", setting]
    assert main(line) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_the_usual_three_arms_cost_the_same_and_nothing_else_is_said(capsys):
    main(["show", "belfast-sejong"])
    assert "do not cost the same" not in capsys.readouterr().out


def test_many_arms_with_long_ids_and_hostile_titles_fit(tmp_path, capsys):
    arms = [f"{letter * 62}{n}" for n, letter in enumerate("abcdefghijk")]
    title = "<script>alert(1)</script>\\u001b[2J\\u202e../=1" + "y" * 400
    file = tmp_path / "mine.toml"
    file.write_text(
        f'cities = ["belfast", "sejong"]\ntitle = "{title}"\n'
        '[programme]\nlinks = [["belfast", "sejong"]]\n'
        + "".join(f"[arms.{arm}.programme]\naward = {20 + n}\n" for n, arm in enumerate(arms))
        + f'[[programme.themes]]\nid = "t"\ntitle = "{title}"\nsectors = ["mobility"]\n'
    )
    assert main(["show", str(file)]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert max(map(len, said.splitlines())) <= 100
    assert all(f"\n{arm}: the paired programme" in said for arm in arms)


@pytest.mark.parametrize("name", packaged_experiments())
def test_an_experiment_says_what_varies_and_how_many_runs_that_is(name, capsys):
    loaded = load_experiment(name)
    assert main(["show", name, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["points"] == Design.of(loaded).count
    assert document["runs"] == document["points"] * loaded.replicates * len(loaded.arms)
    assert [row["id"] for row in document["factors"]] == [row.id for row in loaded.factors]
    assert main(["show", name]) == 0
    said = capsys.readouterr().out
    words = " ".join(said.split())
    assert loaded.question in words
    assert f"= {document['runs']:,}." in words
    assert all(f"\n{lever.id} " in said for lever in loaded.levers)
    assert max(map(len, said.splitlines())) <= 100


def test_an_experiment_of_ones_own_is_known_by_what_it_holds(tmp_path, capsys):
    file = tmp_path / "mine.toml"
    file.write_text(
        'scenario = "belfast-sejong"\ntitle = "<b>\\u001b[2J"\nreplicates = 3\n'
        '[levers.budget]\nkey = "programme.budget"\nvalues = [500, 1000]\n'
        '[uncertainties]\nbid_fit = "prior"\n[[design]]\nkind = "grid"\nfactors = ["budget"]\n'
        '[[design]]\nkind = "sobol"\nfactors = ["uncertainties"]\nsamples = 4\n'
    )
    assert main(["show", str(file), "--set", "months=12"]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "8 × 3 replicates × 3 arms = 72." in said
    assert "12 months from" in said
    assert "bid_fit" in said
    assert "&lt;b&gt;" in load_experiment(file)._repr_html_()
    assert main(["show", str(file), "--set", "programme.budgt=12"]) == 2


@pytest.mark.parametrize("name", packaged_experiments())
def test_an_experiment_shows_itself_in_a_notebook(name):
    loaded = load_experiment(name)
    html = loaded._repr_html_()
    assert loaded.title.replace("'", "&#39;") in html
    assert f"{Design.of(loaded).count:,} design points" in html
    assert all(f">{factor.id}</th>" in html for factor in loaded.factors)


def test_parameters_of_an_experiment_are_its_own(tmp_path, capsys):
    assert main(["show", "twin-vs-solo", "--parameters", "mine.toml"]) == 2
    assert "--parameters" in capsys.readouterr().err


def test_an_unknown_experiment_names_the_nearest(capsys):
    assert main(["show", "partner-choise"]) == 2
    assert "Did you mean partner-choice?" in capsys.readouterr().err


def test_an_unknown_scenario_is_exit_code_2(capsys):
    assert main(["show", "belfast-sejogn"]) == 2
    assert "Did you mean belfast-sejong?" in capsys.readouterr().err
