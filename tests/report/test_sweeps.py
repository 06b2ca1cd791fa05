"""A sweep's figures and page: legible, honest about what failed, inert whatever was typed."""

from __future__ import annotations

import csv

import pytest

from twinsim.report import sweeps
from twinsim.report.figures.sweep import draw_answers, drawings_of, variance_of
from twinsim.report.page import write_report
from twinsim.report.style import svg
from twinsim.sweep import Results, sweep
from twinsim.sweep.answers import by
from twinsim.sweep.answers.factors import about

from ..sweep.experiments import EXPERIMENT, Answers
from .page.reading import Page

HOSTILE = '"><img src=x onerror=alert(1)> {{ 7 * 7 }} $x^2$ =1+1 \u202eevil '
SAMPLED = '\n[[design]]\nkind = "sobol"\nfactors = ["levers", "uncertainties"]\n'
KINDS = {
    "plain": (EXPERIMENT, {}),
    "sampled": (EXPERIMENT + SAMPLED, {"samples": 24}),
    "hostile": (
        EXPERIMENT.replace('"Two levers"', f"'''{HOSTILE}'''")
        .replace('"Which?"', f"'''{HOSTILE * 4}'''")
        .replace("[levers.hours]", f"[levers.hours]\ntitle = '''{HOSTILE * 6}'''"),
        {},
    ),
    "few": (EXPERIMENT, {"replicates": 2, "samples": 1}),
}


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """A maker of sweeps with the known engine."""

    def make(text, bad=None, **options) -> Results:
        folder = tmp_path_factory.mktemp("sweep")
        (folder / "small.toml").write_text(text, encoding="utf-8")
        return sweep(
            folder / "small.toml",
            out=folder / "=results <b>",
            workers=1,
            build=lambda *how: Answers(*how, bad=bad or {}),
            **options,
        )

    return make


def test_an_unfinished_sweep_says_so(make):
    results = make(EXPERIMENT, samples=1)
    assert "unfinished" not in sweeps.opening(results)
    results.manifest.done = False
    assert "unfinished" in sweeps.opening(results)


def test_a_prior_is_told_where_values_were_drawn_by_it_and_not_for_a_range(make):
    told = about(make(EXPERIMENT + SAMPLED, samples=4))
    assert told.factor("kappa").prior.startswith("lognormal")
    assert told.factor("delivery_zero").prior == ""


@pytest.fixture(scope="module", params=KINDS)
def anyone(request, make):
    text, options = KINDS[request.param]
    return make(text, **options)


@pytest.fixture(scope="module")
def plain(make):
    return make(EXPERIMENT, {(3, "solo", 2): FloatingPointError("it <b>broke</b> \x1b[31m")})


FEW = ["adoptions", "net_value"]


@pytest.fixture(scope="module")
def page():
    """The page of a sweep, of few headlines for the time that figures take."""
    made: dict = {}

    def page(results: Results, *, alone: bool = False) -> Page:
        if results.folder not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("twinsim.report.page.sweep.told.headlines", lambda: FEW)
                written = write_report(results, results.folder / "report.html" if alone else None)
                made[results.folder] = Page(written.page.read_text("utf-8"))
        return made[results.folder]

    return page


@pytest.mark.parametrize("factor", ["hours", "course", "kappa"])
def test_text_of_figures_is_large_enough_and_touches_nothing(anyone, factor, legible):
    answers = by(anyone, factor, FEW)
    for drawing in [*drawings_of(answers), *variance_of(answers)]:
        words = legible(drawing.draw(anyone))
        assert words[0].startswith(drawing.title[:30])
        assert any("Seed 1, twinsim" in word for word in words)
        assert "95 %" in drawing.caption(anyone) or "probability" in drawing.caption(anyone)


def test_a_caveat_of_the_figure_of_the_best_level_is_never_cut_off(plain, legible):
    answers = by(plain, "course", FEW)
    for drawing in drawings_of(answers):
        said = " ".join(legible(drawing.draw(plain))).replace("\n", " ")
        assert "…" not in said
        if drawing.title.startswith("Which level"):
            assert sweeps.FEW.strip() in said


def test_figures_are_the_same_each_time_and_written_by_names_that_are_safe(plain):
    answers = by(plain, "course", ["adoptions"])
    first, second = (svg(drawings_of(answers)[0].draw(plain), "t") for _ in range(2))
    assert first == second
    made = draw_answers(plain, answers)
    assert {path.name for path in made} == {
        f"effect_{name}_twin_baseline.{form}"
        for name in ("by_course", "best_course", "course_hours", "variance")
        for form in ("png", "svg")
    }


def test_the_page_tells_of_the_sweep_and_not_of_one_of_its_points(plain, page):
    found = page(plain)
    assert {"summary", "factors-section", "results", "variance-section", "failed-section"} <= {
        known["id"] for tag, known in found.elements if tag == "section"
    }
    assert "funnel-section" not in found.texts
    assert "24 design points" in found.texts["summary"]
    assert [row[0][0] for row in found.tables["by-course-twin_baseline"][1:]] == [
        *("light", "intensive", "dear")
    ]
    assert found.tables["variance"][1][0][0] == "hours"
    assert "it never forecasts" in found.texts["limits"]


def test_numbers_of_the_page_are_those_of_its_files(plain, page):
    rows = page(plain).tables["by-course-twin_baseline"]
    with open(plain.folder / "tables" / "by_course.csv", encoding="utf-8") as file:
        told = [r for r in csv.DictReader(file) if r["contrast"] == "twin-baseline"]
    own = [r for r in told if r["indicator"] == "adoptions"]
    for row, record in zip(rows[1:], own, strict=True):
        assert row[0][0] == record["level"]
        assert row[2][0].replace("\xa0", " ").startswith(f"{float(record['difference']):+.2f}")


def test_what_failed_is_counted_with_its_reason(plain, page):
    found = page(plain)
    assert "1 world at 1 point holds a failed run" in found.texts["summary"]
    reason = found.tables["failed"][1][-1][0]
    assert reason == "FloatingPointError: it <b>broke</b> \\x1b[31m"
    assert "<b>" not in found.html
    assert "\x1b" not in found.html


def test_what_others_typed_stays_text(make, page):
    text, options = KINDS["hostile"]
    found = page(make(text, **options), alone=True)
    assert "{{ 7 * 7 }}" in found.texts["summary"]
    assert not [tag for tag, _ in found.elements if tag in ("img", "script", "b")]
    assert "\u202e" not in found.html


def test_a_sweep_of_which_little_is_known_says_so(make, page):
    results = make(*KINDS["few"][:1], **KINDS["few"][1])
    (answer,) = by(results, "course", ["adoptions"])
    assert answer.split is None
    assert "too few worlds" in sweeps.split_sentence(answer.split)
    assert "Fewer than 50 worlds" in sweeps.compared(answer)
    assert "Too few worlds" in page(results, alone=True).texts["variance-section"]


@pytest.mark.parametrize(
    ("p", "said"), [(0.0, "< 0.01"), (0.5, "0.50"), (0.999, "> 0.99"), (float("nan"), "–")]
)
def test_no_probability_is_told_as_a_certainty(p, said):
    assert sweeps.chance(p) == said
