"""What figures show is what the results hold."""

from __future__ import annotations

import re

import numpy as np
import pytest

from twinsim.errors import ResultsError
from twinsim.report import outcome_fan, wording
from twinsim.report.figures.effects import headline_effects
from twinsim.report.figures.fan import band_ends
from twinsim.report.figures.funnel import STEPS, funnel
from twinsim.report.figures.planned import planned_lines
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.spending import EACH, lines_spent, spending
from twinsim.report.figures.zones import zones, zones_of
from twinsim.report.wording import interval
from twinsim.scenario import load


def _words(figure):
    return [text.get_text() for text in figure.texts]


@pytest.fixture(scope="module")
def apart(make):
    """Four arms that lie far apart."""
    return make(effect=60.0, worlds=20)


class TestOutcome:
    def test_the_difference_leads_and_the_arms_come_below(self, apart):
        results = apart
        words = _words(outcome_fan(results, "job_years"))
        heads = [word.split("\n")[0] for word in words if " − " in word]
        assert heads == [
            *("twin − baseline", "solo − baseline", "twin − solo"),
            "twin − no_upskilling",
        ]
        arms = [words.index(arm) for arm in results.manifest.arms]
        assert min(arms) > max(i for i, word in enumerate(words) if word.split("\n")[0] in heads)

    def test_the_middle_line_is_the_median_of_the_paired_difference(self, results):
        values = results.months_of("job_years")
        drawn = outcome_fan(results, "job_years").axes[0].get_lines()[0].get_ydata()
        np.testing.assert_allclose(drawn, np.median(values[2] - values[0], axis=0))

    def test_arms_are_drawn_as_means_of_their_worlds(self, apart):
        levels = outcome_fan(apart, "job_years").axes[6]
        drawn = [line.get_ydata() for line in levels.get_lines()]
        np.testing.assert_allclose(drawn, apart.months_of("job_years").mean(axis=1))

    def test_arms_that_one_scale_cannot_tell_apart_are_told_in_words(self, make):
        alike = make(effect=0.001, worlds=20)
        figure = outcome_fan(alike, "job_years")
        said = " ".join(" ".join(_words(figure)).split())
        means = alike.months_of("job_years").mean(axis=1)[:, -1]
        assert "on one scale are a single line" in said
        for arm, mean in zip(alike.manifest.arms, means, strict=True):
            assert f"{arm} {mean:,.0f}" in said
        assert len(figure.axes) == len(alike.manifest.contrasts) * 2 - 2

    def test_the_bands_end_where_tables_of_worlds_do(self, results):
        row = next(
            r
            for r in results.contrasts()
            if (r.indicator, r.contrast, r.scope) == ("adoptions", "twin-baseline", "total")
        )
        worlds = results.worlds.differences("twin-baseline")
        last = worlds[:, results.worlds.indicators.index("adoptions")]
        outer = band_ends(last[:, None])[-1]
        assert outer.name == "90 %"
        assert outer.value == pytest.approx(row.world_p95)

    def test_what_is_said_is_the_row_of_effects(self, results):
        rows = results.contrasts()
        row = next(r for r in rows if (r.indicator, r.scope) == ("adoptions", "total"))
        assert f"mean {interval(row)}" in " ".join(_words(outcome_fan(results, "adoptions"))[3:6])

    def test_a_scenario_without_contrasts_has_its_arms_alone(self, make):
        alone = make(contrasts=(), worlds=3)
        assert "difference" not in " ".join(_words(outcome_fan(alone, "job_years")))
        with pytest.raises(ResultsError, match="expected a known contrast"):
            alone.plot("job_years")


class TestEffects:
    def test_every_headline_has_a_row_for_every_contrast(self, results):
        words = _words(headline_effects(results))
        for contrast in ("twin − baseline", "solo − baseline", "twin − solo"):
            assert words.count(contrast) == 6
        for row in results.contrasts():
            if row.indicator in ("jobs", "net_value") and row.scope == "total":
                assert interval(row) in words

    def test_the_interval_over_parameters_is_said_to_be_missing_or_drawn(self, results):
        assert any("they stand at central values" in w for w in _words(headline_effects(results)))

    def test_no_effect_is_said_in_words(self, make):
        words = _words(headline_effects(make(effect=0.0, worlds=3)))
        assert words.count("0 in every world") == 24


class TestFunnel:
    def test_each_step_has_the_mean_of_each_arm_that_pays(self, results):
        words = _words(funnel(results))
        assert "baseline" not in words
        assert words.count("twin") == len(STEPS)
        mean = results.worlds.mean("twin", "bids")
        assert any(word.startswith(f"{mean:,.1f} ±") for word in words)

    def test_its_steps_are_those_of_the_table_and_hold_those_of_the_terminal(self):
        assert tuple(STEPS.items()) == wording.STEPS
        assert [step for step in wording.STEPS if step in wording.FUNNEL] == list(wording.FUNNEL)

    def test_it_says_why_headlines_count_more_and_the_parts_add_up(self, results):
        said = wording.beside_funnel(results)
        assert said in " ".join(" ".join(_words(funnel(results))).split())
        sums = re.findall(r"twin (\S+) = (\S+) \+ (\S+) \+ (\S+?),", said)
        whole, *parts = (float(text.replace("−", "-")) for text in sums[0])
        assert whole == pytest.approx(results.worlds.mean("twin", "adoptions"), abs=0.006)
        assert sum(parts) == pytest.approx(whole, abs=0.016)


class TestSpending:
    def test_the_plan_by_line_adds_up_to_the_planned_cost_of_each_arm(self):
        for name in ("belfast-sejong", "birmingham-ulsan"):
            scenario = load(name)
            plans = planned_lines(scenario)
            assert not any(plans["baseline"].values())
            for arm in ("solo", "twin"):
                planned = sum(sum(payers.values()) for payers in plans[arm].values())
                assert planned == pytest.approx(scenario.programme.budget, abs=1e-9)

    def test_payers_of_a_plan_have_their_shares(self):
        scenario = load("belfast-sejong", set=["programme.payers={belfast=0.75,sejong=0.25}"])
        for payers in planned_lines(scenario)["twin"].values():
            assert payers["belfast"] == pytest.approx(3 * payers["sejong"])

    def test_lines_are_drawn_by_payer_and_arms_that_spend_alike_share_a_row(self, results):
        table = lines_spent(results)
        assert list(table)[:2] == ["spend", "spend_teams"]
        for spent in table["spend_teams"]:
            assert spent.payers == {"ayr": 500.0, "jeju": 500.0}
            assert spent.drawn == 1000.0
            assert spent.planned is None  # the folder holds no scenario
        words = _words(spending(results))
        assert EACH in words
        assert any(
            "plan of single lines is not in the results" in " ".join(w.split()) for w in words
        )


class TestZones:
    def test_shares_are_in_per_cent_of_live_firms_by_city(self, results):
        table = zones_of(results)
        assert list(table) == ["ayr", "jeju"]
        assert table["ayr"].blue.shape == (4, 40, 24)
        np.testing.assert_allclose(table["ayr"].blue[0], 10.0)
        np.testing.assert_allclose(table["ayr"].under_way[0], 30.0)

    def test_changes_are_percentage_points_against_the_reference(self, results):
        figure = zones(results)
        changed = figure.axes[6].get_lines()[1].get_ydata()  # twin, blue in the first city
        assert len(changed) == 24
        np.testing.assert_allclose(changed[-1], 2.0)


class TestPlot:
    def test_it_gives_axes_for_any_indicator(self, results):
        fan = results.plot("job_years", "twin-solo")
        assert "twin − solo" in fan.get_title(loc="left")
        with pytest.raises(ResultsError, match="Did you mean"):
            results.plot("job_year")

    def test_an_indicator_without_months_is_drawn_as_its_spread(self, results, monkeypatch):
        monkeypatch.setattr(type(results), "keeps_by_month", lambda self, indicator: False)
        bars = results.plot("trust")
        assert bars.get_yticklabels()[0].get_text() == "twin − baseline"
        assert bars.yaxis_inverted()


class TestScales:
    @pytest.mark.parametrize("values", [(0.0,), (-3e6, 1.0), (0.001, 0.002), (5.0, 1e9)])
    @pytest.mark.parametrize("room", [0.4, 1.0, 4.0])
    def test_marks_lie_on_the_scale_and_zero_is_on_it(self, values, room):
        scale = Scale.over(values, room)
        assert scale.low <= min(0.0, *values) <= max(0.0, *values) <= scale.high
        assert scale.marks
        assert all(scale.low <= mark <= scale.high for mark in scale.marks)
