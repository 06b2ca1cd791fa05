"""All questions and choices of a sweep at once: what is answered, and what is left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from twinsim.errors import ResultsError
from twinsim.report.discovery import words
from twinsim.report.discovery.files import DOCUMENT, file_names, write
from twinsim.sensitivity.discovery import explore

from .turning import SMALL

BY = ("adoptions", "jobs")
QUESTIONS = ("twin_beats_solo", "twin_fails", "course_long_beats_short")


@pytest.fixture(scope="module")
def explored(results):
    return explore(results, indicators=BY, thresholds={"adoptions": 0.5}, **SMALL)


@pytest.fixture(scope="module")
def written(explored, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written") / "discovery"
    first = replace(explored, found=explored.found[:1], choices=explored.choices[:1])
    write(first, folder)
    return folder, json.loads((folder / DOCUMENT).read_text("utf-8"))


def test_every_question_is_asked_by_every_indicator_and_each_has_a_choice(explored):
    names = [one.question.name for one in explored.found]
    assert names == [f"{id}_{indicator}" for indicator in BY for id in QUESTIONS]
    chosen = [(one.options.what, one.options.indicator) for one in explored.choices]
    assert chosen == [(what, indicator) for indicator in BY for what in ("course", "arm")]
    assert explored.left_out == ()


def test_a_threshold_is_of_its_indicator_alone(explored):
    adoptions, _, jobs, _ = explored.choices
    assert (adoptions.threshold, jobs.threshold) == (0.5, 0.0)
    above = [row.enough.value for row in adoptions.rows]
    assert max(above) < 0.7  # in half of the states at most, where kappa is below 0.5


def test_where_a_lever_was_crossed_the_arms_are_chosen_among_too(explored):
    arm = explored.choices[1]
    assert arm.options.labels == ("baseline", "solo", "twin")
    assert arm.options.states == 96, "each of 48 draws at both levels of the course"
    assert len(set(arm.options.draws.tolist())) == 48, "levels of a draw share it"
    assert "96 states (levels of course among them)" in words.opening(arm)
    assert words.chooses(arm) == "Which arm stands by adoptions, whatever is true?"
    # solo differs by the course alone, which is 0 on average; twin by kappa too, from -1 to 1
    baseline, solo, twin = arm.rows
    assert baseline.worst.value == baseline.mean.value == 0.0
    assert solo.worst.value == pytest.approx(-1.5, abs=0.5)
    assert twin.worst.value < solo.worst.value


def test_the_arms_can_be_asked_for_alone(results):
    found = explore(results, indicators=("adoptions",), asked=["twin_fails"], lever="arm", **SMALL)
    assert [one.options.what for one in found.choices] == ["arm"]


def test_a_lever_called_arm_is_the_lever(turned):
    own = turned(("levers.course", "levers.arm"), ("samples = 48", "samples = 8"))
    for lever in ("arm", None):
        found = explore(own, indicators=("adoptions",), asked=["twin_fails"], lever=lever, **SMALL)
        assert [one.options.labels for one in found.choices] == [("short", "long")]


def test_progress_counts_every_question_and_choice(results):
    seen = []
    explore(
        results, indicators=("adoptions",), asked=["twin_fails"], **SMALL,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_what_cannot_be_asked_is_left_out_and_the_rest_is_answered(turned):
    few = turned(("samples = 48", "samples = 16"))
    found = explore(few, indicators=("adoptions",), **SMALL)
    assert [one.question.id for one in found.found] == list(QUESTIONS[:2])
    (left,) = found.left_out
    assert left.what == "course_long_beats_short_adoptions"
    assert "expected 24 design points" in left.why
    assert found.choices, "16 states are enough to choose in"


def test_options_in_a_single_state_are_no_robust_choice(turned):
    lines = [
        ("kappa = { low = 0, high = 2 }", ""),
        ("delivery_zero = { low = 0.05, high = 0.35 }", ""),
        ("adopt_base = { low = 0.01, high = 0.1 }", ""),
        ("[uncertainties]", ""),
        ("samples = 48", ""),
    ]
    found = explore(turned(*lines), indicators=("adoptions",), **SMALL)
    assert not found.found
    assert not found.choices
    assert "two states or more" in found.left_out[-1].why


def test_too_few_worlds_leave_everything_out_with_the_reason(turned):
    found = explore(turned(("replicates = 6", "replicates = 3")), **SMALL)
    assert not found.found
    assert not found.choices
    assert "expected 4 worlds or more" in found.left_out[0].why


def test_unknown_words_are_told_with_the_nearest(results, explored):
    for said, near in (
        ({"asked": ["twin_beat_solo"]}, "Did you mean twin_beats_solo"),
        ({"indicators": ["adoption"]}, "Did you mean adoptions"),
        ({"thresholds": {"adoption": 1.0}}, "Did you mean adoptions"),
    ):
        with pytest.raises(ResultsError, match=near):
            explore(results, **{"indicators": ("adoptions",), **said}, **SMALL)
    with pytest.raises(ResultsError, match="Did you mean box_twin_beats_solo_adoptions"):
        explored.plot("box_twin_beat_solo_adoptions")


def test_the_document_holds_each_answer_in_words_and_names_files_that_are_there(written, explored):
    folder, document = written
    assert {path.name for path in folder.iterdir()} == {DOCUMENT, *document["files"]}
    first = document["questions"][0]
    assert first["asks"] == "Where is adoptions higher in twin than in solo?"
    assert first["findings"][-1] == document["conditional_on"]
    assert first["restrictions"][0]["input"] == "kappa"
    assert first["rate_lo95"] <= first["rate"] <= first["rate_hi95"]
    choice = document["choices"][0]
    assert choice["findings"] == [
        choice[key] for key in ("opening", "verdict", "enough", "trade_off")
    ]
    assert {row["option"] for row in choice["options"]} == {"short", "long"}
    assert document["sweep"]["name"] == "turning"
    assert document["sweep"]["points"] == 96
    names = {one["name"] for part in ("questions", "choices") for one in document[part]}
    assert {one["of"] for one in document["figures"]} == names
    assert all(set(one["files"]) <= set(document["files"]) for one in document["figures"])
    assert all(one["caption"] for one in document["figures"])


def test_what_an_earlier_call_left_goes_and_what_it_did_not_write_stays(explored, written):
    folder, _ = written
    (folder / "mine.csv").write_text("of the user")
    one = replace(explored, found=explored.found[-1:], choices=())
    made = write(one, folder, figures=False)
    assert {path.name for path in folder.iterdir()} == {"mine.csv", *(p.name for p in made)}


def test_a_document_that_was_edited_deletes_nothing_elsewhere(explored, tmp_path):
    folder = tmp_path / "discovery"
    folder.mkdir()
    kept = tmp_path / "kept.csv"
    kept.write_text("1")
    (folder / DOCUMENT).write_text(json.dumps({"files": ["../kept.csv", str(kept), 7]}))
    write(replace(explored, found=explored.found[-1:], choices=()), folder, figures=False)
    assert kept.exists()


def test_two_long_names_make_two_files():
    long = "a" * 70
    assert file_names([f"{long}_one", f"{long}_two", "é b"]) == ["a" * 60, f"{'a' * 60}_2", "__b"]


def test_it_shows_itself_with_its_doubt(explored):
    shown = explored._repr_html_()
    assert "Where is adoptions higher in twin than in solo?" in shown
    assert "Conditional on" in shown
    assert "<b>" not in shown
    assert len(explored.table()) == 6
    assert len(explored.options()) == 10
    assert explored.plot("robust_arm_jobs")._repr_png_()[:4] == b"\x89PNG"
    assert explored.plot("robust_course_adoptions")._repr_png_()[:4] == b"\x89PNG"


def test_from_python_a_folder_is_asked_like_the_results_that_it_holds(results, tmp_path):
    import twinsim as ts

    found = ts.discover(
        results.folder, indicators=["adoptions"], questions=["twin_beats_solo"], lever="course",
        thresholds={"adoptions": 0.5}, out=tmp_path / "told", figures=False,
    )  # fmt: skip
    document = json.loads((tmp_path / "told" / DOCUMENT).read_text("utf-8"))
    assert [one["name"] for one in document["questions"]] == ["twin_beats_solo_adoptions"]
    assert document["choices"][0]["threshold"] == 0.5
    box = found.question("twin_beats_solo").found.box
    assert document["questions"][0]["density"] == box.density.value
    assert repr(found).startswith("Explored(1 question, 1 choice, 0 left out; of Results(")


def test_from_python_a_sweep_of_the_experiment_is_its_cases(results):
    import twinsim as ts

    built = []
    found = ts.sensitivity(
        results.folder.parent / "turning.toml", method="discovery", indicators=["adoptions"],
        questions=["twin_fails"], into=results, figures=False, build=lambda *how: built.append(how),
    )  # fmt: skip
    assert built == []
    assert found.explored.results is results
    assert (results.folder / "analysis" / "sensitivity" / "discovery" / DOCUMENT).is_file()
