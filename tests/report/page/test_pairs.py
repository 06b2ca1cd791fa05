"""The pairing section: a ranking by score, by simulated impact, or a portfolio, as it was saved."""

import json

import pytest

from twinsim.pairing import portfolio
from twinsim.report.page.analysis import pairs
from twinsim.report.page.analysis import portfolio as of_portfolio
from twinsim.report.pairing import save

from ...pairing.engine import simulated, table
from .reading import number


def by_size(anchor, partner):
    return partner.population / 1e6


@pytest.fixture(scope="module")
def ranked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ranked")
    found = simulated(table(6), by_size, replicates=12, out=folder / "runs")
    save(found, folder, figures=False)
    return found, folder


def test_simulated_impact_is_told_with_its_interval_and_its_sentences(ranked):
    found, folder = ranked
    made = pairs.section(pairs.pairs(folder))
    score, impact, *_ = made.parts
    assert impact.said == found.simulation.sentences
    (shown,) = impact.tables
    assert len(shown.rows) == len(found.candidates)
    for row, one in zip(shown.rows, found.candidates, strict=True):
        assert row[0].text == one.name
        mean, _, half = row[1].text.partition(" ± ")
        assert number(mean) == pytest.approx(one.impact.difference, abs=0.0501)
        width = one.impact.mc_hi95 - one.impact.difference
        assert number(half) == pytest.approx(width, abs=0.0501)
    assert "at central values" in made.conditional
    assert made.files["pairing_ranking"][0]["impact_difference"] == pytest.approx(
        found.candidates[0].impact.difference
    )
    assert score.tables[0].id == "pairing-ranking"


def test_a_first_place_that_hangs_on_weights_is_said_to(ranked):
    found, folder = ranked
    share = found.best.acceptability[0]
    said = pairs.section(pairs.pairs(folder)).parts[0].said
    (told,) = [one for one in said if "weightings" in one]
    assert told.startswith("That is a matter of weights") == (share < 0.9)
    assert f"{100 * share:.0f} % of all weightings" in told


def test_a_portfolio_has_its_pairs_and_total(tmp_path):
    found = portfolio("South Korea", ["belfast", "birmingham", "glasgow"])
    save(found, tmp_path)
    made = of_portfolio.section(pairs.pairs(tmp_path))
    (part, *_) = made.parts
    rows = part.tables[0].rows
    assert [(row[0].text, row[1].text) for row in rows] == [
        (match.name_a, match.name_b) for match in found.matches
    ]
    assert f"{len(found.matches)} pairs with a total of {found.total:.2f}" in part.said[0]


def test_heads_of_a_portfolio_are_what_they_are_whatever_it_went_by(tmp_path):
    save(portfolio("South Korea", ["belfast", "glasgow"]), tmp_path)
    path = tmp_path / "analysis" / "pair" / "pair.json"
    document = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**document, "by": "a | b | c"}), "utf-8")
    shown = of_portfolio.section(pairs.pairs(tmp_path)).parts[0].tables[0]
    assert len(shown.heads) == len(shown.rows[0]) == 6


def test_a_portfolio_by_impact_says_what_its_document_says(tmp_path):
    save(portfolio("South Korea", ["belfast", "glasgow"]), tmp_path)
    path = tmp_path / "analysis" / "pair" / "pair.json"
    document = json.loads(path.read_text("utf-8"))
    said = ["These runs cannot tell the best set of pairs from the next."]
    told = {"indicator": "net_value", "unit": "k£", "sentences": said}
    path.write_text(json.dumps({**document, "by": "impact", "simulation": told}), "utf-8")
    made = of_portfolio.section(pairs.pairs(tmp_path))
    assert made.parts[0].tables[0].heads[2].text == "net_value (k£)"
    assert list(made.parts[1].said) == said
    assert "at central values" in made.conditional
