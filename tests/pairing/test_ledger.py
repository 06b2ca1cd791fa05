"""Runs beside the sweep are kept: the same question makes none again, and no damage is read."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from twinsim.errors import ResultsError
from twinsim.pairing.impact.missing import with_cities
from twinsim.sweep.pool import Interrupted

from .engine import simulated, table


def by_size(anchor, partner):
    return math.log(partner.population)


def lacking():
    """A table in which two cities lack a fact that is drawn."""
    cities = table(4, networks="n0", prior_links="elsewhere")
    fresh = [replace(city, universities=2.0) for city in cities]
    hidden = [replace(city, gov_level=math.nan) for city in fresh if city.id in ("c1", "c2")]
    return with_cities(with_cities(cities, fresh), hidden)


def lines_of(folder):
    text = (folder / "further" / "ledger.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


OPTIONS = {"believe": "any", "missing": 3, "replicates": 20}


def test_beliefs_and_draws_are_kept_whatever_indicator_is_asked(tmp_path):
    cities, calls = lacking(), []
    first = simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    made = len(calls)
    again = simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    assert len(calls) == made
    assert again.to_json() == first.to_json()
    changed = [own for row in lines_of(tmp_path / "out") for own in row["changed"].values()]
    facts = {fact for own in changed for fact in own}
    assert {"population", "gov_level", "tags"} <= facts
    other = simulated(
        cities,
        by_size,
        calls=calls,
        out=tmp_path / "out",
        indicator="adoptions",
        missing=3,
        replicates=20,
    )
    assert len(calls) == made
    assert other.simulation.missing.draws == 3


def test_more_replicates_are_added_to_what_is_kept(tmp_path):
    cities = lacking()
    place = tmp_path / "out" / "further"
    simulated(cities, by_size, out=tmp_path / "out", **OPTIONS)
    before = {path.name: path.read_bytes() for path in place.glob("*.parquet")}
    simulated(cities, by_size, out=tmp_path / "out", **(OPTIONS | {"replicates": 30}))
    after = {path.name: path.read_bytes() for path in place.glob("*.parquet")}
    assert before.items() <= after.items()
    assert any(name.endswith("r000020-000029.parquet") for name in after)


def test_a_draw_that_changes_nothing_of_a_candidate_is_not_run_again(tmp_path):
    cities, calls = lacking(), []
    simulated(cities, by_size, calls=calls, out=tmp_path / "out", missing=6, replicates=20)
    pairs = [tuple(row["cities"]) for row in lines_of(tmp_path / "out")]
    assert pairs.count(("c0", "c4")) == 1


def test_an_interruption_keeps_what_was_made(tmp_path, monkeypatch):
    from twinsim.pairing.impact import direct

    cities, calls, made = lacking(), [], []
    usual = direct.make

    def stops(*given):
        made.append(given)
        return usual(*given) if len(made) < 4 else False

    monkeypatch.setattr(direct, "make", stops)
    with pytest.raises(Interrupted, match="goes on from there"):
        simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    monkeypatch.setattr(direct, "make", usual)
    before = {path.name for path in (tmp_path / "out" / "further").glob("*.parquet")}
    assert len(before) == 3
    so_far = len(calls)
    resumed = simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    whole = []
    apart = simulated(cities, by_size, calls=whole, out=tmp_path / "other", **OPTIONS)
    assert resumed.to_json() == apart.to_json()
    assert len(calls) < so_far + len(whole)


def test_a_damaged_file_is_refused_by_its_name_and_one_that_is_gone_is_made_again(tmp_path):
    cities, calls = lacking(), []
    first = simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    some = min((tmp_path / "out" / "further").glob("*.parquet"))
    some.write_bytes(some.read_bytes()[:-1] + b"!")
    with pytest.raises(ResultsError, match=rf"{some.name}.*is damaged"):
        simulated(cities, by_size, out=tmp_path / "out", **OPTIONS)
    some.unlink()
    made = len(calls)
    again = simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    assert again.to_json() == first.to_json()
    assert 0 < len(calls) - made < made / 4
    ledger = tmp_path / "out" / "further" / "ledger.jsonl"
    ledger.write_text(ledger.read_text("utf-8").replace('"tile"', '"tale"', 1), "utf-8")
    with pytest.raises(ResultsError, match=r"ledger\.jsonl.*is damaged"):
        simulated(cities, by_size, out=tmp_path / "out", **OPTIONS)


def test_a_line_that_a_killed_run_did_not_end_costs_its_own_runs_alone(tmp_path):
    cities, calls = lacking(), []
    first = simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    made, ledger = len(calls), tmp_path / "out" / "further" / "ledger.jsonl"
    ledger.write_text(ledger.read_text("utf-8")[:-20], "utf-8")
    again = simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    assert again.to_json() == first.to_json()
    assert 0 < len(calls) - made < made / 4
    assert ledger.read_text("utf-8").endswith("}\n")
    simulated(cities, by_size, calls=calls, out=tmp_path / "out", **OPTIONS)
    assert len(calls) - made < made / 4
