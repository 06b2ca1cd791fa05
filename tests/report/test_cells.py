"""Objects in a notebook: what their tables say, and that no name in them is markup."""

from __future__ import annotations

import math
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

import twinsim as ts
from twinsim.agents import TwinCityModel
from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.cells.markup import table
from twinsim.report.cells.strip import strip
from twinsim.scenario import CityTable, cities_table
from twinsim.sweep.effects import COLUMNS

HOSTILE = "<script>alert(1)</script>\"' =1+1 ../x \u202eevil " + "a" * 5000
VOID = {"br", "img", "meta", "path"}


class Read(HTMLParser):
    """A page's tags and its text; raises where they are not nested well."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.cells.append(data.strip())

    def said(self) -> str:
        return "\n".join(self.cells)


KNOWN = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "strong", "svg", "path"}


def test_results_say_what_was_run_how_sure_it_is_and_on_what_evidence(results):
    read = Read(results._repr_html_())
    said = read.said()
    row = next(e for e in results.contrasts() if e.indicator == "job_years")
    assert wording.opening(results) in said
    assert wording.interval(row) in said
    assert "Seed 1" in said
    assert wording.CAVEAT in said
    for contrast in results.manifest.contrasts:
        assert wording.spaced(contrast) in said
    assert {id for id in indicators() if id in read.cells} >= {"adoptions", "net_value"}
    assert "spend_teams" not in said
    assert read.tags <= KNOWN


def test_a_title_that_tries_to_be_markup_is_text(results):
    assert "<b>" not in results._repr_html_()
    assert "Four arms for $5^2$ <b>each</b>" in Read(results._repr_html_()).said()


def test_results_in_a_folder_name_it_and_others_name_none(results):
    worlds = f"{results.replicates} worlds of baseline, solo, twin, "
    assert repr(results).startswith(f"Results('four': {worlds}")
    assert repr(results).endswith(f"seed 1 in {str(results.folder)!r})")
    assert repr(replace(results, _keep=object())).endswith("no_upskilling; seed 1)")


# --- effects ---------------------------------------------------------------------------------


def test_effects_are_a_data_frame_in_use(results):
    effects = results.effects()
    assert isinstance(effects, pd.DataFrame)
    assert tuple(effects.columns) == COLUMNS
    plain = pd.DataFrame(effects)
    assert type(plain) is pd.DataFrame
    pd.testing.assert_frame_equal(plain, effects, check_frame_type=False)
    means = effects.groupby(["contrast", "scope"]).difference.mean()
    assert means.equals(plain.groupby(["contrast", "scope"]).difference.mean())
    assert pd.concat([effects, effects]).shape == (2 * len(effects), len(COLUMNS))
    assert effects.merge(effects, on=list(COLUMNS)).shape == effects.shape


def test_effects_show_their_headlines_and_what_is_chosen_of_them(results):
    effects = results.effects()
    all_of_them = Read(effects._repr_html_())
    assert f"The headlines of {len(effects):,} rows." in all_of_them.said()
    assert "trust" not in all_of_them.cells
    chosen = effects[(effects.indicator == "trust") & (effects.contrast == "twin-solo")]
    read = Read(chosen._repr_html_())
    assert read.cells.count("trust") == len(chosen) == 3
    assert {"total", "ayr", "jeju"} <= set(read.cells)
    assert "Seed 1" in read.said()


def test_a_table_that_is_no_longer_one_of_effects_looks_like_any_other(results):
    for other in (
        results.effects()[["indicator", "difference"]],
        results.effects().rename(columns={"resolved": "clear"}),
        results.effects().head(0),
        results.effects().assign(indicator="something else"),
        results.effects().describe(),
        results.effects().T,
    ):
        assert other._repr_html_() == pd.DataFrame(other)._repr_html_()


def test_pandas_may_be_told_to_show_text_only(results):
    with pd.option_context("display.notebook_repr_html", False):
        assert results.effects()._repr_html_() is None


def test_the_interval_over_parameters_has_a_column_once_it_is_known(results):
    effects = results.effects().query("contrast == 'twin-solo' and scope == 'total'").head(5)
    assert "95 % over parameters" not in Read(effects._repr_html_()).cells
    known = effects.assign(param_lo95=-1.0, param_hi95=2.5)
    assert "95 % over parameters" in Read(known._repr_html_()).cells


def test_a_drawing_puts_the_mean_where_it_lies_between_the_ends(results):
    row = next(e for e in results.contrasts() if e.indicator == "job_years")
    row = replace(row, world_p05=-1.0, world_p95=3.0, mc_lo95=0.0, mc_hi95=2.0, difference=1.0)
    # 90 pixels for -1 to 3, after a margin of 5: zero at 27.5, the mean at 50.
    assert 'd="M27.5 0V16"' in strip(row)
    assert 'd="M50.0 2V14"' in strip(row)
    assert strip(replace(row, mc_lo95=math.nan)) == ""
    nothing = replace(row, world_p05=0, world_p95=0, mc_lo95=0, mc_hi95=0, difference=0)
    assert "nan" not in strip(nothing)


# --- scenario and cities ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def scenario():
    return ts.load("belfast-sejong", set=["arms.light.programme.upskilling.intensive=false"])


def test_a_scenario_shows_its_cities_arms_money_and_what_an_arm_changes(scenario):
    read = Read(scenario._repr_html_())
    assert {"Belfast", "350,500", "baseline", "solo", "twin", "light", "1,000"} <= set(read.cells)
    (change,) = [cell for cell in read.cells if "upskilling" in cell]
    assert "upskilling.intensive = false" in change
    assert "120 months from 2021-09, after 36 of warm-up" in read.said()
    assert "twin − baseline" in read.said()


def test_a_city_shows_each_fact_with_year_source_and_grade_and_what_is_missing():
    city = cities_table().find("belfast")
    read = Read(city._repr_html_())
    at = read.cells.index("residents of the programme's unit")
    value, year, source, grade = read.cells[at + 1 : at + 5]
    assert (value, year, grade) == ("350,500", "2023", "read")
    assert source.startswith("NISRA")
    missing = [line for line in read.cells if line.startswith("Missing")]
    assert {
        word
        for line in missing
        for word in line.rstrip(".").split(": ")[1].replace(" and ", ", ").split(", ")
    } == set(city.missing)
    facts = "Belfast, United Kingdom; 350,500 residents; 9 facts missing"
    assert repr(city) == f"CityProfile('belfast': {facts})"


def test_a_fact_without_source_or_grade_says_so():
    heads = "id,name,country,iso2,lat,lon,population,population_year"
    text = f"{heads}\nleeds,Leeds,UK,GB,54,-2,8e5,2021\n"
    read = Read(CityTable.parse(text, "own.csv")[0]._repr_html_())
    at = read.cells.index("residents of the programme's unit")
    assert read.cells[at + 1 : at + 5] == ["800,000", "2021", "not named", "not graded"]


def test_a_table_of_cities_shows_the_first_and_counts_the_rest():
    read = Read(cities_table()._repr_html_())
    assert {"Belfast", "South Korea"} <= set(read.cells)
    assert f"{len(cities_table()) - 30} more" in read.said()


@pytest.mark.parametrize("kind", ["scenario", "city", "cities"])
def test_hostile_names_are_inert(kind, scenario):
    city = replace(scenario.profiles[0], name=HOSTILE, country=HOSTILE)
    shown = {
        "scenario": replace(scenario, title=HOSTILE, profiles=(city,)),
        "city": city,
        "cities": CityTable([city]),
    }[kind]
    html = shown._repr_html_()
    read = Read(html)
    assert read.tags <= KNOWN
    assert "\u202e" not in html
    assert "<script>alert(1)</script>" in read.said()
    assert len(html) < 20_000
    assert "\u202e" not in repr(shown)


# --- the model -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model(scenario):
    short = replace(scenario, warmup=1, months=2)
    model = TwinCityModel(short)
    model.step()
    model.step()
    return model


def test_a_model_shows_where_it_stands_and_that_it_is_one_world(model):
    read = Read(model._repr_html_())
    assert repr(model) in read.cells
    assert {"belfast", "sejong", "all", "jobs"} <= set(read.cells)
    assert "One world" in read.said()


@pytest.mark.parametrize("kind", ["City", "SME", "Link", "Investor", "University", "Challenge"])
def test_an_agent_shows_every_declared_variable_with_its_meaning(model, kind):
    from twinsim.registry import state

    agent = next(a for a in model.agents if type(a).__name__ == kind)
    read = Read(agent._repr_html_())
    assert f"{agent!r}, month 1" in read.said()
    for variable in state()[kind.lower()]:
        assert {variable.id, variable.meaning} <= set(read.cells)


# --- markup ----------------------------------------------------------------------------------


def test_a_table_names_its_rows_and_columns_for_those_who_hear_it():
    html = table(("who", "how many"), [("a & b", "3")], caption="<Who>")
    assert '<th scope="col"' in html
    assert '<th scope="row"' in html
    assert Read(html).cells == ["<Who>", "who", "how many", "a & b", "3"]


def test_a_row_that_does_not_fit_its_heads_is_refused():
    with pytest.raises(ValueError, match="zip"):
        table(("one", "two"), [("only",)])


def test_no_number_of_a_table_is_a_nan(results):
    effects = results.effects()
    effects["world_p05"] = np.nan
    assert "nan" not in effects._repr_html_().lower()
