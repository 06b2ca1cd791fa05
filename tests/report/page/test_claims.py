"""The first paragraph claims what the intervals allow, and says when there is no effect."""

from dataclasses import replace

import numpy as np
import pytest

from twinsim.report.page import summary, write_report
from twinsim.report.page.case import Case

from .reading import Page

WAVES = {"solo": (1, -1), "twin": (1, 1, -1, -1)}  # both sum to 0 over 40 worlds


def shifted(results, by, spread=1.0):
    """The results with every indicator 0 but in the arms of `by`, where it goes up and down by
    `spread` around the value there, which so is its exact mean."""
    worlds = results.worlds
    values = {scope: np.zeros((3, 40, old.shape[2])) for scope, old in worlds.values.items()}
    for arm, mean in by.items():
        wave = np.resize(WAVES[arm], 40)[:, None]
        for new in values.values():
            new[worlds.arms.index(arm)] = mean + spread * wave
    changed = replace(results)
    vars(changed)["worlds"] = replace(worlds, values=values)
    return Case(changed, None)


def test_a_programme_without_effect_says_so_in_its_first_paragraph(without, tmp_path, plain):
    page = Page(write_report(without, tmp_path / "page.html").page.read_text("utf-8"))
    assert page.lead.startswith("This programme has no effect in the model: in each of 3 worlds, ")
    assert page.lead.endswith("Its planned cost is 0 k£: no programme runs.")
    assert "raises" not in page.lead
    assert "No arm has a programme" in page.texts["summary"]


def test_an_effect_of_exactly_zero_is_said_though_money_is_paid(results):
    assert summary.lead(shifted(results, {}, spread=0.0)).startswith(
        "This programme has no effect in the model: in each of 40 worlds, all 6 headlines"
    )


def test_an_effect_that_is_not_resolved_is_not_claimed(results):
    said = summary.lead(shifted(results, {"twin": 0.1, "solo": -0.1}))
    assert said.startswith(
        "No effect is shown. With 40 worlds, no headline of the paired programme"
    )
    assert said.endswith("That is no evidence that there is none.")
    assert "raises" not in said


def test_what_is_raised_and_lowered_is_told_with_its_interval(results):
    said = summary.lead(shifted(results, {"twin": 5.0, "solo": 8.0}))
    first, second = said.split(" Compared with ")
    assert "the paired programme (twin) raises adoptions by 5.00 ± 0.32, need relieved by" in first
    assert first.count(" ± ") == 6
    assert "lowers" not in first
    assert second.startswith("each city's programme apart (solo), it lowers adoptions by 3.00 ± ")
    assert "raises" not in second


def test_a_pairing_that_adds_nothing_is_not_said_to_add(results):
    said = summary.lead(shifted(results, {"twin": 5.0, "solo": 5.0}))
    assert "Compared with each city's programme apart (solo), it" not in said
    assert "no headline of the paired programme (twin) can be told from that of each" in said


@pytest.mark.parametrize("count", [0, 1])
def test_no_world_and_one_world_claim_nothing(results, tmp_path, count):
    worlds = results.worlds
    few = replace(results)
    values = {scope: old[:, :count] for scope, old in worlds.values.items()}
    vars(few)["worlds"] = replace(worlds, values=values, failed=worlds.count - count)
    case = Case(few, None)
    said = summary.lead(case)
    assert "raises" not in said
    assert any("failed run" in note for note in summary.warnings(case))
    if not count:
        assert said.startswith("These results say nothing")


def test_the_weightiest_caveat_comes_first(results):
    first, *_ = summary.caveats(Case.of(results))
    assert first.startswith("Doubt about the model's parameters is in no interval")


def test_results_of_another_source_of_the_model_are_said_to_be(results):
    other = replace(results.manifest.identity, sources="0" * 64)
    changed = replace(results, manifest=replace(results.manifest, identity=other))
    assert any("another source of the model" in said for said in summary.warnings(Case.of(changed)))
