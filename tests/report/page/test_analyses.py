"""Sections of analyses say what the documents and the Parquet files say, and of whom."""

import csv
import json
import re
import shutil

import pytest

from twinsim.report.page import write_report
from twinsim.report.page.case import Case
from twinsim.sweep import Results

from .reading import Page, number

PLACES = {
    "sensitivity": "analysis/sensitivity/sensitivity.json",
    "discovery": "analysis/sensitivity/discovery/discovery.json",
    "pair": "analysis/pair/pair.json",
}


@pytest.fixture(scope="module")
def documents(whole):
    return {
        name: json.loads((whole.folder / path).read_text("utf-8")) for name, path in PLACES.items()
    }


def rows_of(results, name):
    with open(results.folder / "tables" / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def per_cent(text):
    """The share and the ends of `45 % (30 to 60)`, in per cent; None where it is not known."""
    found = re.match(r"(−?\d+)\s%(?: \((−?\d+) to (−?\d+)\))?", text.replace("\xa0", " "))
    return [number(part) for part in found.groups() if part] if found else None


def test_levels_of_the_sweep_are_means_of_its_parquet(whole, whole_page):
    runs = Results.open(whole.folder / "analysis" / "sweep").runs()
    paired = runs.set_index(["arm", "design", "replicate"])["adoptions"]
    apart = (paired.loc["twin"] - paired.loc["baseline"]).groupby("design").mean()
    courses = runs.groupby("design")["factor.course"].first()
    rows = whole_page.tables["sweep_by-course-twin_baseline"]
    column = [head[0] for head in rows[0]].index("adoptions (adoptions)")
    assert [row[0][0] for row in rows[1:]] == ["as_written", "none"]
    for row in rows[1:]:
        shown = number(row[column][0].partition(" ±")[0].replace("\xa0", " ").strip())
        own = apart[courses.index[courses == row[0][0]]]
        assert shown == pytest.approx(own.mean(), abs=0.00501)


def test_shares_of_variance_are_those_of_the_document(whole_page, documents):
    told = {
        (row["output"], row["group"]): row for row in documents["sensitivity"]["tables"]["sobol"]
    }
    luck = {row["output"]: row for row in documents["sensitivity"]["tables"]["luck"]}
    seen = 0
    for contrast in ("twin-baseline",):
        rows = whole_page.tables[f"sobol-{contrast}"]
        outputs = [f"{head[0]}:{contrast}" for head in rows[0][1:]]
        for row in rows[1:]:
            group = "dummy" if row[0][0].startswith("no effect") else row[0][0]
            for output, cell in zip(outputs, row[1:], strict=True):
                record = told[output, group]
                open_ = record["resolved"] == "no" and group != "dummy"
                assert (cell[0] == "not resolved") == open_
                shown = per_cent(cell[1] if open_ else cell[0])
                assert luck[output]["share_of_inputs_lo95"] > 0, "else no share of it is told"
                assert shown[0] == pytest.approx(100 * record["total"], abs=0.501)
                seen += 1
    assert seen > 3


def test_the_ranking_is_that_of_the_document(whole_page, documents):
    rows = whole_page.tables["pairing-ranking"][1:]
    told = documents["pair"]["candidates"][: len(rows)]
    assert len(rows) > 5
    for row, record in zip(rows, told, strict=True):
        assert [row[0][0], row[1][0]] == [str(record["rank"]), record["name"]]
        low, high = (number(end) for end in row[2][0].split(" to "))
        assert low == pytest.approx(record["score_lo"], abs=0.00501)
        assert high == pytest.approx(record["score_hi"], abs=0.00501)
        assert number(row[4][0].replace("\xa0", " ")) == pytest.approx(
            100 * record["acceptability"][0], abs=0.501
        )


def test_questions_of_discovery_are_those_of_the_document(whole_page, documents):
    rows = whole_page.tables["discovery-questions"][1:]
    for row, record in zip(rows, documents["discovery"]["questions"], strict=True):
        assert row[0][0] == record["asks"]
        assert (row[2][0] == "a stable box") == (record["box"] == "yes")
        shown = row[1][0].replace("\xa0", " ")
        if not shown.startswith(("<", ">")):
            assert per_cent(shown)[0] == pytest.approx(100 * record["rate"], abs=0.501)


def test_the_tables_as_files_hold_the_numbers_of_the_documents(whole, documents):
    sobol = documents["sensitivity"]["tables"]["sobol"]
    for row, record in zip(rows_of(whole, "sensitivity_sobol"), sobol, strict=True):
        assert row["group"] == record["group"]
        assert (float(row["total"]) if row["total"] else None) == record["total"]
    for row, record in zip(
        rows_of(whole, "pairing_ranking"), documents["pair"]["candidates"], strict=True
    ):
        assert float(row["score_lo"]) == record["score_lo"]
    options = [one for c in documents["discovery"]["choices"] for one in c["options"]]
    assert options
    for row, record in zip(rows_of(whole, "robust_options"), options, strict=True):
        assert float(row["mean"]) == record["mean"]
    assert {row["level"] for row in rows_of(whole, "sweep_by_course")} == {"as_written", "none"}


def test_the_choice_of_a_lever_and_that_of_the_arms_stand_side_by_side(whole_page, documents):
    choices = documents["discovery"]["choices"]
    named = [one["name"] for one in choices]
    assert {f"{what}_net_value" for what in ("course", "arm")} <= set(named)
    ids = [known["id"] for known in whole_page.all("figure") if "id" in known]
    for place, one in enumerate(choices):
        options = [row[0][0] for row in whole_page.tables[f"options-{place}"][1:]]
        assert options == [row["option"] for row in one["options"]]
        assert ids.count(f"figure-discovery-robust_{one['name']}-frame") == 1


def test_figures_of_analyses_are_pictures_with_a_text(whole_page):
    frames = {known.get("id", "") for known in whole_page.all("figure")}
    for name in ("sobol", "convergence"):
        assert f"figure-sensitivity-{name}-twin-baseline-frame" in frames
    assert any(id.startswith("figure-discovery-robust_") for id in frames)
    for known in whole_page.all("img"):
        assert len(known["alt"]) > 20
        assert int(known["width"]) > 500
        assert int(known["height"]) > 100


# --- the checklist ---------------------------------------------------------------------------


def test_the_checklist_is_filled_in_from_the_analysis(whole_page, documents):
    rows = {row[0][0]: row[1] for row in whole_page.tables["checklist-rows"][1:]}
    assert len(rows) == 10
    assert not [state for state, cell in rows.items() if "Not done" in cell[0]]
    tables = documents["sensitivity"]["tables"]
    every = rows["every input: range, distribution, source, grade, correlation"][0]
    assert "4 parameters and 4 structural switches" in every
    assert f"{len(tables['fixed']):,} parameters" in rows["inputs held fixed, with the reason"][0]
    assert "form_learning" in rows["structural choices varied"][0]
    inputs = whole_page.tables["checklist-inputs"][1:]
    assert [row[0][0] for row in inputs] == [row["input"] for row in tables["inputs"]]
    for row, record in zip(inputs, tables["inputs"], strict=True):
        assert row[1][0] == record["law"]
        assert row[3][0] == (record["grade"] or "–")


def test_the_checklist_names_what_was_not_done_with_the_command(page):
    rows = page.tables["checklist-rows"][1:]
    assert len(rows) == 10
    for state, cell in rows:
        assert "not done" in cell[0].lower(), state
        assert cell[1].startswith("The command: twinsim study ")


def test_an_auditor_is_told_who_loses(page, whole_page):
    for told in (page, whole_page):
        rows = {row[0][0]: row[1][0] for row in told.tables["checklist-audit"][1:]}
        assert list(rows) == ["Whose assumptions", "What is left out", "Who loses"]
        assert " parameters 2" in rows["Whose assumptions"]
        assert rows["Who loses"].startswith("net_value is lower in ")


# --- analyses of other results ---------------------------------------------------------------


@pytest.fixture
def copied(whole, tmp_path):
    return shutil.copytree(whole.folder, tmp_path / "copy")


def again(folder):
    made = write_report(Results.open(folder), folder.parent / "page.html")
    return Page(made.page.read_text("utf-8"))


def test_an_analysis_of_these_results_has_no_warning(whole_page):
    assert "not of these results" not in whole_page.html


def test_analyses_of_another_scenario_are_told_and_answer_nothing(whole, results, plain, tmp_path):
    """Those of a smaller world, laid beside a run of the usual one."""
    folder = tmp_path / "other"
    shutil.copytree(results.folder, folder, ignore=shutil.ignore_patterns("analysis"))
    shutil.copytree(whole.folder / "analysis", folder / "analysis")
    found = again(folder)
    for id in ("sweep", "sensitivity", "discovery", "robust"):
        assert "not of these results: it varies another scenario" in found.texts[id], id
    assert "parameters.smes_per_1000" in found.texts["sweep"]
    assert "not of these results" not in found.texts["pairing"], "it is of the same anchor"
    assert "draws" not in found.texts["questions"]
    assert "Not looked at" in found.texts["questions"]
    assert found.tables["checklist-rows"][2][1][0] == "Not done."


def test_a_ranking_for_another_city_is_told(copied, plain):
    path = copied / PLACES["pair"]
    document = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**document, "anchor": "leeds"}), "utf-8")
    assert "not of these results: leeds is not in it" in again(copied).texts["pairing"]


def test_an_analysis_that_was_begun_says_so(copied, plain):
    path = copied / PLACES["sensitivity"]
    document = json.loads(path.read_text("utf-8"))
    kept = {key: document[key] for key in ("schema", "experiment", "input", "seed")}
    path.write_text(json.dumps(kept), "utf-8")
    found = again(copied)
    assert "begun and not finished" in found.texts["sensitivity"]
    assert found.tables["checklist-rows"][2][1][0] == "Not done."


def test_a_report_of_the_sweep_itself_has_the_analyses_of_it(whole, plain, tmp_path):
    folder = shutil.copytree(whole.folder / "analysis" / "sweep", tmp_path / "sweep")
    shutil.copytree(whole.folder / "analysis" / "sensitivity", folder / "analysis" / "sensitivity")
    found = again(folder)
    assert {"sensitivity", "discovery", "robust", "checklist"} <= set(found.texts)
    assert "not of these results" not in found.html
    assert Case.of(Results.open(folder)).results.manifest.points == 32
