"""The page, its tables and its workbook say what the Parquet files say."""

import csv
import re

import numpy as np
import pytest

from twinsim.cli import main
from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.page import basis, money
from twinsim.report.page.case import Case
from twinsim.scenario import citations, load
from twinsim.sweep.stats import half_width
from twinsim.world import build

from .reading import number

HEADLINES = [id for id, known in indicators().items() if known.headline]


@pytest.fixture(scope="module")
def effects(results):
    with open(results.folder / "effects.csv", encoding="utf-8") as file:
        return {(r["indicator"], r["contrast"], r["scope"]): r for r in csv.DictReader(file)}


@pytest.fixture(scope="module")
def runs(results):
    return results.runs().set_index(["arm", "replicate"])


def test_every_headline_of_every_contrast_is_on_the_page_as_in_effects_csv(page, results, effects):
    seen = 0
    for scope in ("total", "belfast", "sejong"):
        for contrast in results.manifest.contrasts:
            rows = page.tables[f"headlines-{scope}-{contrast}"][1:]
            assert [row[0][0] for row in rows] == HEADLINES
            for row in rows:
                told = effects[row[0][0], contrast, scope]
                digits = indicators()[row[0][0]].digits
                assert row[0][1] == told["unit"]
                mean, _, half = row[3][0].partition(" ± ")
                lo, _, hi = row[3][1].partition(" to ")
                low, middle, high = row[4][0].replace("[", "").replace("]", "").split()
                pairs = {
                    "difference": mean,
                    "mc_lo95": lo,
                    "mc_hi95": hi,
                    "world_p05": low,
                    "world_p50": middle,
                    "world_p95": high,
                }
                for column, shown in pairs.items():
                    close = pytest.approx(float(told[column]), abs=0.5001 * 10**-digits)
                    assert number(shown) == close, (row[0][0], column)
                width = float(told["mc_hi95"]) - float(told["difference"])
                assert number(half) == pytest.approx(width, abs=0.5001 * 10**-digits)
                assert number(row[5][0]) == pytest.approx(100 * float(told["p_gain"]), abs=0.5001)
                assert row[6][0] == told["resolved"]
                assert row[7][0] == wording.evidence_of(row[0][0]).short
                seen += 1
    assert seen == 3 * 3 * len(HEADLINES)


def test_differences_on_the_page_are_paired_means_of_the_parquet(page, runs):
    for row in page.tables["headlines-total-twin-solo"][1:]:
        id = row[0][0]
        digits = indicators()[id].digits
        paired = runs.loc["twin", id] - runs.loc["solo", id]
        shown = number(row[3][0].partition(" ± ")[0])
        assert shown == pytest.approx(paired.mean(), abs=0.5001 * 10**-digits), id
        assert number(row[2][0]) == pytest.approx(runs.loc["twin", id].mean(), abs=0.5001)


def test_the_csv_of_headlines_is_effects_csv_to_the_last_digit(results, written, effects):
    for name, scopes in (("headlines", 1), ("headlines_by_city", 2)):
        with open(results.folder / "tables" / f"{name}.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == scopes * 3 * len(HEADLINES)
        for row in rows:
            told = effects[row["indicator"], row["contrast"], row["scope"]]
            assert {key: row[key] for key in told} == told


def test_the_funnel_is_the_mean_of_the_runs(page, runs):
    rows = page.tables["funnel"]
    assert [cell[0] for cell in rows[0]] == ["step", "solo", "twin"]
    for row, (id, word) in zip(rows[1:], wording.STEPS, strict=True):
        assert row[0][0] == word
        for arm, cell in zip(("solo", "twin"), row[1:], strict=True):
            values = runs.loc[arm, id].to_numpy()
            mean, _, half = cell[0].partition(" ± ")
            assert number(mean) == pytest.approx(values.mean(), abs=0.0501)
            assert number(half) == pytest.approx(float(half_width(values)), abs=0.0501)
            low, high = (number(end) for end in cell[1].split(" to "))
            assert (low, high) == pytest.approx(np.quantile(values, (0.05, 0.95)), abs=0.0501)


def test_under_the_funnel_stands_why_headlines_count_more(page, runs):
    said = page.texts["note"]
    twin = runs.loc["twin"]
    parts = ("adoptions", "supported_adoptions", "twin_adoptions")
    whole, adopted, replicated = (twin[id].mean() for id in parts)
    others = whole - adopted - replicated
    assert f"twin {whole:.2f} = {adopted:.2f} + {replicated:.2f} + {others:.2f}" in said


def test_every_code_of_a_source_under_a_city_is_in_the_list_of_sources(page):
    cited = {row[0][0]: row[1][0] for row in page.tables["city-sources"][1:]}
    codes = {
        cell[1].split(",")[0]
        for row in page.tables["cities"][1:]
        for cell in row[3:]
        if len(cell) > 1 and re.match(r"s\d", cell[1])
    }
    assert codes
    assert set(cited) == codes
    for code, told in cited.items():
        assert told == re.sub("https?://", "", citations()[code])


def test_a_missing_fact_is_told_as_show_tells_it(page, results, capsys):
    assert main(["show", str(results.folder / "scenario.toml")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    said = "Missing for Sejong: universities; it takes as many universities as residents suggest."
    assert said in shown
    assert said in page.texts["note"]


def test_lines_are_drawn_as_in_the_runs_and_sum_to_all_lines(page, runs):
    rows = {row[0][1]: row for row in page.tables["accounts-lines"][1:]}
    for arm, drawn in (("solo", 2), ("twin", 4)):
        for id, row in rows.items():
            shown = number(row[drawn][0].partition(" ± ")[0])
            assert shown == pytest.approx(runs.loc[arm, id].mean(), abs=0.0501), (arm, id)
        for column in (drawn - 1, drawn):
            parts = [
                row[column][0].partition(" ± ")[0] for id, row in rows.items() if id != "spend"
            ]
            total = sum(number(part) for part in parts if part != "–")
            told = number(rows["spend"][column][0].partition(" ± ")[0])
            assert total == pytest.approx(told, abs=0.05 * len(parts))


def test_payers_plan_and_draw_as_in_the_parquet_of_cities(page, results):
    cities = results.cities().set_index(["arm", "city"])
    rows = page.tables["accounts-payers"][1:]
    assert [row[0][0] for row in rows] == ["Belfast", "Sejong", "all payers"]
    for row, city in zip(rows, ("belfast", "sejong"), strict=False):
        for arm, column in (("solo", 1), ("twin", 3)):
            told = cities.loc[(arm, city)]
            assert number(row[column][0]) == pytest.approx(told["planned"].mean(), abs=0.0501)
            drawn = number(row[column + 1][0].partition(" ± ")[0])
            assert drawn == pytest.approx(told["spend"].mean(), abs=0.0501)


@pytest.mark.parametrize("name", ["belfast-sejong", "birmingham-ulsan"])
def test_the_plan_by_line_sums_to_the_planned_cost(name, results):
    scenario = load(name)
    world = build(scenario)
    for arm, lines in money._plans(Case(results, scenario)).items():
        assert sum(lines.values()) == pytest.approx(world.setups[arm].cities["planned"].sum())


def test_the_workbook_holds_the_numbers_of_the_csv_files(results, written):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(results.folder / "tables" / "tables.xlsx")
    names = {path.stem for path in written.tables if path.suffix == ".csv"}
    assert set(book.sheetnames) == names
    for name in names:
        with open(results.folder / "tables" / f"{name}.csv", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        for line, cells in zip(rows, book[name].values, strict=True):
            for shown, cell in zip(line, cells, strict=True):
                if isinstance(cell, int | float):
                    assert float(shown) == pytest.approx(cell, rel=1e-14, abs=0)
                else:
                    assert shown == (cell or "")


def test_every_parameter_is_told_once_with_its_value_prior_source_and_grade(results):
    from twinsim.registry import parameters

    records = {row["parameter"]: row for row in basis.parameter_records(Case.of(results))}
    assert set(records) == set(parameters())
    for id, known in parameters().items():
        assert records[id]["value"] == known.central
        assert records[id]["evidence"] == (", ".join(known.evidence) or "assumption")
        assert (records[id]["grade"] == "A") >= (not known.evidence)
        assert records[id]["prior"] == str(known.prior or "")


def test_a_parameter_that_is_not_central_is_shown_with_its_own_value(tmp_path, results):
    from dataclasses import replace

    resolved = {**results.manifest.identity.resolved, "parameters": {"bid_fit": 1.25}}
    resolved["arms"] = {**resolved["arms"], "twin": {"parameters": {"bid_fit": 2.5}}}
    identity = replace(results.manifest.identity, resolved=resolved)
    changed = replace(results, manifest=replace(results.manifest, identity=identity))
    (row,) = [
        row for row in basis.parameter_records(Case(changed, None)) if row["parameter"] == "bid_fit"
    ]
    assert (row["value"], row["central"]) == (1.25, 3.0)
    assert row["arms_with_other_values"] == "twin 2.5"
