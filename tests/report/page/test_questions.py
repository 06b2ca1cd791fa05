"""Five questions on the first page: answered from the numbers, each with its uncertainty, and no
answer where there is none."""

import json
import shutil
from dataclasses import replace

import pytest

from twinsim.report import wording
from twinsim.report.page import write_report
from twinsim.report.page.analysis import Analyses, analyses
from twinsim.report.page.case import Case
from twinsim.report.page.questions import beliefs, glance, questions
from twinsim.scenario import load
from twinsim.sweep import Results, run
from twinsim.sweep.answers.gather import headlines
from twinsim.sweep.stats import half_width

from .reading import Page, number
from .test_claims import shifted

COMMAND = "twinsim study scenario.toml"
ASKED = (
    "Does it work, compared with what?",
    "What does pairing add?",
    "What does upskilling add?",
    "What would have to be true for another answer?",
    "What do we not know?",
)


@pytest.fixture(scope="module")
def answered(whole):
    case = Case.of(whole)
    return {one.id: one for one in questions(case, analyses(case), COMMAND)}


def alone(case, id):
    return next(one for one in questions(case, Analyses(), COMMAND) if one.id == id)


def test_all_five_are_asked_in_order_above_the_decision_summary(page, whole_page):
    for told in (page, whole_page):
        said = " ".join(told.texts["questions"].split())
        places = [said.index(f"{n}. {asks}") for n, asks in enumerate(ASKED, start=1)]
        assert places == sorted(places)
        assert told.html.index('id="questions"') < told.html.index('id="summary"')


def test_without_analyses_each_says_what_is_not_known_and_the_command(results):
    case = Case.of(results)
    for one in questions(case, Analyses(), COMMAND):
        assert one.said
        assert one.command == COMMAND
        assert "ot known" in one.missing + one.said[0] or one.missing.startswith("Not looked at")


def test_with_all_analyses_nothing_is_missing(answered):
    for one in answered.values():
        assert not one.missing, one.missing
        assert not one.command
        assert one.sure


def test_an_effect_is_claimed_with_its_interval_and_its_spread(results):
    said = alone(shifted(results, {"twin": 5.0, "solo": 8.0}), "works")
    assert (
        "compared with no programme (baseline), the paired programme (twin) raises" in said.said[0]
    )
    assert "adoptions +5.00 ± 0.32, single worlds 4.00 to 6.00" in said.sure[0]
    pairing = alone(shifted(results, {"twin": 5.0, "solo": 8.0}), "pairing")
    assert "lowers adoptions" in pairing.said[0]
    assert "raises" not in pairing.said[0]


def test_what_is_not_resolved_is_not_claimed(results):
    said = alone(shifted(results, {"twin": 0.1, "solo": -0.1}), "works")
    assert said.said[0].startswith("These runs cannot tell: with 40 worlds, no headline")
    assert said.said[1] == "That is no evidence that there is no difference."


def test_a_programme_without_effect_is_said_to_change_nothing(without):
    case = Case.of(without)
    assert alone(case, "works").said[0].startswith("It changes nothing: every headline")
    assert "raises" not in " ".join(alone(case, "pairing").said)


def test_no_world_answers_nothing(results):
    worlds = results.worlds
    none = replace(results)
    values = {scope: old[:, :0] for scope, old in worlds.values.items()}
    vars(none)["worlds"] = replace(worlds, values=values, failed=worlds.count)
    case = Case(none, None)
    for one in questions(case, Analyses(), COMMAND)[:2]:
        assert one.said == ("These results say nothing: every world holds a failed run.",)
    assert glance(case, Analyses()) is None


def test_upskilling_is_the_paired_difference_of_the_courses(whole, answered):
    swept = Results.open(whole.folder / "analysis" / "sweep").runs()
    paired = swept.set_index(["arm", "design", "replicate"])["adoptions"]
    apart = paired.loc["twin"] - paired.loc["baseline"]
    table = swept.groupby("design").first()
    keys = [c for c in swept.columns if c.startswith("factor.") and c != "factor.course"]
    added = []
    for _, states in table.groupby(keys):
        by = {course: design for design, course in states["factor.course"].items()}
        added.append((apart.loc[by["as_written"]] - apart.loc[by["none"]]).mean())
    said = " ".join(answered["upskilling"].sure)
    shown = number(said.partition("adoptions ")[2].split(" ")[0])
    assert len(added) == 16
    assert shown == pytest.approx(sum(added) / 16, abs=0.00501)
    claimed = "raises" in " ".join(answered["upskilling"].said)
    case = Case.of(whole)
    found = analyses(case)
    course = beliefs.course_of(found.sweep)
    held = [beliefs.of_course(found.sweep, course, id, "twin-baseline") for id in headlines()]
    assert claimed == any(one.mean.lo95 > 0 for one in held)


def test_the_share_of_draws_is_told_for_the_scenario_as_written(whole):
    found = analyses(Case.of(whole))
    held = beliefs.as_written(found.sweep, "adoptions", "twin-baseline")
    assert (held.draws, held.worlds) == (16, 5)
    assert 0.0 <= held.more.lo95 <= held.more.value <= held.more.hi95 <= 1.0
    assert held.mean.points == 16, "the points without a course are another programme"


def test_headlines_at_a_glance_are_those_of_the_runs(page, results):
    runs = results.runs().set_index(["arm", "replicate"])
    rows = page.tables["glance"]
    assert [head[0] for head in rows[0]] == ["headline", "twin − baseline", "twin − solo"]
    for row in rows[1:]:
        for cell, other in zip(row[1:], ("baseline", "solo"), strict=True):
            paired = runs.loc["twin", row[0][0]] - runs.loc[other, row[0][0]]
            if not paired.any():
                assert cell == ["0", "the same in every world"]
                continue
            mean, _, half = cell[0].partition(" ± ")
            assert number(mean) == pytest.approx(paired.mean(), abs=0.501)
            assert number(half) == pytest.approx(float(half_width(paired.to_numpy())), abs=0.501)
            resolved = abs(paired.mean()) > float(half_width(paired.to_numpy()))
            assert cell[1].startswith(
                ("higher" if paired.mean() > 0 else "lower") if resolved else "not resolved"
            )


def boxed(document):
    """The first question of discovery with a box, as one that was found would stand there."""
    document["questions"][0] |= {
        "box": "yes",
        "density": 0.81,
        "density_lo95": 0.7,
        "density_hi95": 0.9,
        "elsewhere": 0.2,
        "elsewhere_lo95": 0.1,
        "elsewhere_hi95": 0.3,
        "coverage": 0.6,
        "coverage_lo95": 0.5,
        "coverage_hi95": 0.7,
        "restrictions": [
            {
                "input": "kappa",
                "words": "kappa is 1.2 or more (40 % of what was run)",
                "grade": "A",
                "share_kept": 0.4,
                "recurs": 0.9,
                "quasi_p": 0.0004,
            }
        ],
    }


def test_a_box_is_told_as_more_often_and_with_its_intervals(whole, tmp_path, plain):
    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    path = folder / "analysis" / "sensitivity" / "discovery" / "discovery.json"
    document = json.loads(path.read_text("utf-8"))
    boxed(document)
    path.write_text(json.dumps(document), "utf-8")
    case = Case.of(Results.open(folder))
    told = {one.id: one for one in questions(case, analyses(case), COMMAND)}["turns"]
    assert told.said[0] == (
        f"{document['questions'][0]['asks']} More often where kappa is 1.2 or more (40 % of what "
        "was run) (narrowness of the inverted U)."
    )
    assert told.sure[0].startswith(
        "There in 81 % (70 to 90) of cases, elsewhere in 20 % (10 to 30)"
    )
    page = Page(write_report(Results.open(folder)).page.read_text("utf-8"))
    assert page.tables["box-0"][1] == [
        ["kappa", "grade A"],
        ["kappa is 1.2 or more (40 % of what was run)"],
        ["40 %"],
        ["90 %"],
        ["< 0.001"],
    ]


def test_an_arm_that_changes_the_course_alone_answers_what_upskilling_adds(tmp_path):
    path = tmp_path / "light.toml"
    path.write_text(
        'cities = ["belfast", "sejong"]\nmonths = 12\nwarmup = 3\n'
        'contrasts = ["twin-baseline", "light-twin", "dear-twin"]\n'
        '[programme]\nlinks = [["belfast", "sejong"]]\n'
        "[arms.light.programme.upskilling]\nhours = 24\nintensive = false\n"
        "[arms.dear.programme]\naward = 60\n[arms.dear.programme.upskilling]\nhours = 24\n",
        "utf-8",
    )
    case = Case.of(run(load(path), replicates=3, out=tmp_path / "results"))
    told = alone(case, "upskilling")
    assert "light" in told.said[0]
    assert "dear" not in told.said[0], "it changes the award too"
    assert alone(case, "pairing").said[0].startswith("Not known: no contrast here compares")


def test_a_discovery_of_too_few_cases_says_so(whole):
    case = Case.of(whole)
    found = analyses(case)
    few = replace(found.explored, questions=(), left_out=(("net_value", "it takes 24 points"),))
    one = {q.id: q for q in questions(case, replace(found, explored=few), COMMAND)}["turns"]
    assert one.said[0] == "The parameters were varied, but too little to be asked this."
    assert "it takes 24 points" in one.sure[0]
    assert one.command == COMMAND


def test_a_claim_has_its_interval_and_cities_that_lose_are_named(whole):
    case = Case.of(whole)
    lost = [
        row
        for city in case.owners
        for row in case.of_contrast("twin-baseline", city)
        if row.resolved == "yes" and row.difference < 0
    ]
    assert lost
    told = {one.id: one for one in questions(case, Analyses(), COMMAND)}["works"]
    said = " ".join(told.sure)
    for row in lost:
        assert f"{row.indicator.replace('_', ' ')} in {case.city(row.scope)} " in said
    for row in case.of_contrast("twin-baseline"):
        if row.resolved == "yes":
            assert f"{row.indicator.replace('_', ' ')} {wording.interval(row)}" in said
