"""`twinsim pair`: words in, words out, files where they were asked for, nothing overwritten."""

import csv
import json

import pytest

from twinsim.cli import main

KOREA = ["--with", "South Korea"]


def told(capsys, *words):
    assert main(["pair", *words]) == 0
    return capsys.readouterr().out


def test_it_says_who_why_and_how_sure(capsys):
    said = told(capsys, "belfast", *KOREA)
    assert said.startswith("Partners for Belfast (belfast) among 12 of South Korea\n")
    for words in (
        "Unit: size is compared between cities",
        "Left out for all: strategy",
        "Why Seoul",
        "Smallest change that overturns it",
        "Counter-twin: changwon",
        "coefficient of variation",
        "no estimate of",
    ):
        assert words in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 100


def test_json_is_one_document_for_machines(capsys):
    document = json.loads(told(capsys, "BELFAST", *KOREA, "--json"))
    assert document["anchor"] == "belfast"
    assert [one["rank"] for one in document["candidates"]] == list(range(1, 13))


def test_weights_and_unit_are_those_asked_for(capsys):
    words = ["--weights", "knowledge=0,size=2", "--weights", "ambition=0.5", "--unit", "region"]
    document = json.loads(told(capsys, "belfast", *KOREA, *words, "--json"))
    assert document["unit"] == "region"
    assert document["weights"]["pillars"] == {"knowledge": 0, "capacity": 1, "ambition": 0.5}
    assert document["weights"]["criteria"]["size"] == 2
    assert document["weights"]["shares"]["networks"] == 0
    said = told(capsys, "belfast", *KOREA, *words)
    assert "between city-regions" in said


def test_a_portfolio_says_what_each_city_gives_up(capsys):
    said = told(capsys, "--portfolio", "United Kingdom", "South Korea")
    assert "favourite" in said
    assert "loss" in said
    assert "Without a partner:" in said
    assert max(map(len, said.splitlines())) <= 100
    asked = told(capsys, "cardiff", "--portfolio", "United Kingdom", "KR").splitlines()
    heads = next(at for at, line in enumerate(asked) if line.startswith("city "))
    assert asked[heads + 1].startswith("cardiff")
    document = json.loads(told(capsys, "--portfolio", "KR", "kr", "--json"))
    assert len(document["pairs"]) == 6


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["belfst"], "Belfast"),
        (["belfast", "--with", "South Corea"], "South Korea"),
        (["belfast", "--weights", "capacty=1"], "capacity"),
        (["belfast", "--weights", "capacity"], "capacity"),
        (["belfast", "--weights", "size=1,size=2"], "once"),
        (["belfast", "--unit", "town"], "city or region"),
        (["belfast", "--with", "KR", "--portfolio", "KR", "GB"], "not both"),
        (["belfst", "--portfolio", "KR", "GB"], "Belfast"),
        (["--portfolio", "KR", "Untied Kingdom"], "United Kingdom"),
        ([], "CITY"),
        (["belfast", "--cities", "nowhere.csv"], "nowhere.csv"),
        (["belfast", "--into", "nowhere"], "nowhere"),
        (["belfast", "--into", "a", "--out", "b"], "not both"),
        (["belfast", "--replicates", "5"], "expected --simulate beside it"),
        (["belfast", "--upskilling"], "expected --simulate beside it"),
        (["--portfolio", "KR", "GB", "--simulate", "--missing", "5"], "not --portfolio"),
        (["--portfolio", "KR", "GB", "--simulate", "--believe", "seoul"], "not --portfolio"),
        (["--portfolio", "KR", "GB", "--replicates", "5"], "expected --simulate beside it"),
        (["--portfolio", "KR", "GB", "--simulate", "--replicates", "9000"], "at most 5,952"),
        (["--portfolio", "KR", "GB", "--simulate", "--indicator", "job_year"], "job_years"),
        (["belfast", *KOREA, "--simulate", "--indicator", "job_year"], "job_years"),
        (["belfast", *KOREA, "--simulate", "--believe", "sejon"], "Sejong"),
        (["belfast", *KOREA, "--simulate", "--choose", "1"], "probability"),
        (["belfast", *KOREA, "--simulate", "--scenario", "belfst-sejong"], "belfast-sejong"),
        (["belfast", *KOREA, "--simulate", "--set", "programme.budgt=5"], "budget"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_2(words, named, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["pair", *words, "--quiet"]) == 2
    printed = capsys.readouterr()
    assert named in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


def test_files_go_below_analysis_and_are_made_again_alike(capsys, tmp_path):
    words = ["belfast", *KOREA, "--out", str(tmp_path / "out")]
    told(capsys, *words)
    folder = tmp_path / "out" / "analysis" / "pair"
    assert {path.name for path in folder.iterdir()} == {"pair.json", "ranking.csv", "criteria.csv"}
    first = (folder / "pair.json").read_bytes()
    with open(folder / "ranking.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["rank"] for row in rows] == [str(rank) for rank in range(1, 13)]
    told(capsys, *words)
    assert (folder / "pair.json").read_bytes() == first


def test_another_pairing_is_never_overwritten(capsys, tmp_path):
    out = ["--out", str(tmp_path)]
    told(capsys, "belfast", *KOREA, *out)
    assert main(["pair", "cardiff", *KOREA, *out]) == 2
    assert "holds another pairing" in capsys.readouterr().err
    told(capsys, "cardiff", *KOREA, *out, "--force")
    kept = [tmp_path / "analysis" / name / "pair.json" for name in ("pair", "pair.old-1")]
    assert [json.loads(path.read_text())["anchor"] for path in kept] == ["cardiff", "belfast"]


def test_figures_are_drawn_where_asked(capsys, tmp_path):
    told(capsys, "belfast", "--with", "seoul,sejong", "--out", str(tmp_path), "--figures")
    made = {path.name for path in (tmp_path / "analysis" / "pair").iterdir()}
    assert {
        f"{id}.{form}" for id in ("bars", "ranks", "profile", "map") for form in ("svg", "png")
    } <= made


def test_names_that_others_typed_steer_no_terminal_and_no_spreadsheet(capsys, tmp_path):
    table = tmp_path / "cities.csv"
    table.write_text(
        "id,name,country,iso2,lat,lon,population,population_year\n"
        'one,"=cmd\x07 [red] \u202e","\u202eland",GB,53.8,-1.5,80000,2021\n'
        'two,"{x} {0}","-1+1",KR,36.3,127.4,90000,2021\n',
        "utf-8",
    )
    where = ["--cities", str(table), "--out", str(tmp_path / "out")]
    said = told(capsys, "two", "--with", "one", *where)
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert "{x} {0}" in said
    for name in ("ranking", "criteria"):
        text = (tmp_path / "out" / "analysis" / "pair" / f"{name}.csv").read_text("utf-8")
        cells = [cell for row in csv.reader(text.splitlines()) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
        assert "\u202e" not in text


SMALL = ["--set", "months=3", "--set", "warmup=0", "--set", "parameters.smes_per_1000=0.05"]


def test_simulated_partners_are_kept_resumed_and_told(capsys, tmp_path):
    words = ["belfast", "--with", "sejong,pohang,jeju,ulsan", "--simulate", *SMALL]
    words += ["--replicates", "4", "--out", str(tmp_path / "out")]
    document = json.loads(told(capsys, *words, "--json"))
    assert document["simulation"]["scenario"] == "belfast-sejong"
    for one in document["candidates"]:
        assert one["impact"]["mc_lo95"] <= one["impact"]["difference"] <= one["impact"]["mc_hi95"]
    runs = sorted((tmp_path / "out" / "runs").iterdir())
    before = [path.stat().st_mtime_ns for path in runs]
    said = told(capsys, *words, "--indicator", "adoptions")
    assert "Simulated impact: adoptions (adoptions), twin − baseline" in said
    assert max(map(len, said.splitlines())) <= 100
    assert [path.stat().st_mtime_ns for path in runs] == before
    assert main(["pair", *words[:-2], "--out", str(tmp_path / "out"), "--seed", "2"]) == 2
    assert "seed" in capsys.readouterr().err
    with open(tmp_path / "out/analysis/pair/ranking.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["impact_indicator"] for row in rows} == {"adoptions"}


def test_a_portfolio_is_simulated_kept_resumed_and_told(capsys, tmp_path):
    words = ["--portfolio", "belfast, bristol", "sejong, jeju", "--simulate", *SMALL]
    words += ["--replicates", "4", "--out", str(tmp_path / "out")]
    assert main(["pair", *words, "--json"]) == 0
    printed = capsys.readouterr()
    assert "4 pairs × 4 worlds × 2 arms = 32 runs: about" in printed.err
    document = json.loads(printed.out)
    assert document["by"] == "impact"
    assert len(document["pairs"]) == 2
    assert len(document["simulation"]["pairs"]) == 4
    runs = sorted((tmp_path / "out" / "runs").iterdir())
    before = [path.stat().st_mtime_ns for path in runs]
    assert main(["pair", *words, "--indicator", "adoptions"]) == 0
    printed = capsys.readouterr()
    assert "runs: about" not in printed.err
    assert "adoptions (adoptions), twin − baseline" in printed.out
    assert max(map(len, printed.out.splitlines())) <= 100
    assert [path.stat().st_mtime_ns for path in runs] == before
    for name, many in (("portfolio", 2), ("pairs", 4)):
        with open(tmp_path / f"out/analysis/pair/{name}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == many
        assert {row["indicator"] for row in rows} == {"adoptions"}
        assert all(float(row["impact_lo95"]) <= float(row["impact_hi95"]) for row in rows)
    assert main(["pair", *words, "--seed", "2"]) == 2
    assert "seed" in capsys.readouterr().err


def test_it_loads_no_model_and_draws_nothing_unasked():
    import subprocess
    import sys

    code = (
        "import sys\nfrom twinsim.cli import main\n"
        "main(['pair', 'belfast', '--with', 'KR', '--quiet'])\n"
        "heavy = {'numba', 'mesa', 'pandas', 'matplotlib', 'scipy', 'twinsim.core'}\n"
        "print(*(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
