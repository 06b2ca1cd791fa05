"""Scores: within their ends, symmetric, and never better for what is not known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinsim.pairing import pair
from twinsim.pairing.criteria import FORMS, criteria, pillars
from twinsim.registry import evidence
from twinsim.scenario import cities_table

from .made import FACTS, rows_of, table_of

SEEDS = st.integers(0, 10_000)
GAPS = st.sampled_from([0.0, 0.2, 0.5, 0.8])
FEW = settings(max_examples=60, deadline=None)


def ranked(rows, anchor="c0", **how):
    return pair(anchor, cities=table_of(rows), draws=1, **how)


@FEW
@given(SEEDS, GAPS, st.integers(2, 7))
def test_every_score_lies_between_its_ends(seed, gaps, count):
    for one in ranked(rows_of(seed, count, gaps)).candidates:
        assert 0 <= one.score_lo <= one.score_hi <= 1
        assert math.isnan(one.score) or one.score_lo <= one.score <= one.score_hi
        assert 0 <= one.coverage <= 1
        for row in one.criteria:
            assert 0 <= row.lo <= row.hi <= 1
            assert math.isnan(row.score) or row.lo == row.score == row.hi


@FEW
@given(SEEDS, GAPS, st.integers(3, 7), st.data())
def test_a_city_never_gains_rank_by_missing_facts(seed, gaps, count, data):
    rows = rows_of(seed, count, gaps)
    loser = data.draw(st.integers(1, count - 1))
    lost = data.draw(st.sets(st.sampled_from(FACTS), min_size=1))
    before = ranked(rows).candidate(f"c{loser}")
    rows[loser] |= dict.fromkeys(lost, "")
    after = ranked(rows).candidate(f"c{loser}")
    assert after.rank >= before.rank
    assert after.coverage <= before.coverage


def test_nor_by_hiding_the_one_fact_that_only_it_has():
    """Its fact is the worst there is, and the rest of the pillar speaks for it: left to the pillar
    alone, the weight of what is left out for all would lift it above the other."""
    heads = ("id", "name", "country", "iso2", "lat", "lon", "population", "population_year")
    start = {"country": "Land", "iso2": "GB", "lat": "50", "lon": "0", "population_year": "2024"}
    facts = {
        "c0": {"population": "100000", "gov_level": "1", "sectors": "hydrogen;mobility;fintech"},
        "c1": {"population": "100000", "gov_level": "4", "sectors": "hydrogen;creative;circular"},
        "c2": {"population": "200000", "gov_level": "", "sectors": "hydrogen;mobility"},
    }
    rows = [{"id": id, "name": id, **start, **own} for id, own in facts.items()]
    for level, left_out in (("4", False), ("", True)):
        rows[1]["gov_level"] = level
        table = table_of(rows, (*heads, "gov_level", "sectors"))
        found = pair("c0", cities=table, weights={"economies": 0}, draws=1)
        assert ("governance" in found.left_out) is left_out
        assert [one.city for one in found.candidates] == ["c2", "c1"]


@FEW
@given(SEEDS, st.integers(2, 6), st.data())
def test_the_ends_hold_the_score_of_whatever_the_missing_fact_turns_out_to_be(seed, count, data):
    known = rows_of(seed, count)
    hidden = [dict(row) for row in known]
    for row in hidden[1:]:
        row |= dict.fromkeys(data.draw(st.sets(st.sampled_from(FACTS))), "")
    found, truth = ranked(hidden), ranked(known)
    for one in found.candidates:
        for row in one.criteria:
            true = truth.candidate(one.city).criterion(row.id).score
            assert row.lo - 1e-12 <= true <= row.hi + 1e-12, row.id
        if found.left_out == truth.left_out:
            true = truth.candidate(one.city).score_lo
            assert one.score_lo - 1e-12 <= true <= one.score_hi + 1e-12


@FEW
@given(SEEDS, GAPS)
def test_a_pair_scores_the_same_from_either_side(seed, gaps):
    rows = rows_of(seed, 2, gaps)
    there, back = ranked(rows, "c0").best, ranked(rows, "c1").best
    assert (there.score_lo, there.score_hi, there.coverage) == pytest.approx(
        (back.score_lo, back.score_hi, back.coverage)
    )
    assert there.score == pytest.approx(back.score, nan_ok=True)
    assert [row.score for row in there.criteria] == pytest.approx(
        [row.score for row in back.criteria], nan_ok=True
    )


@FEW
@given(SEEDS, GAPS, st.randoms())
def test_the_order_of_rows_changes_nothing(seed, gaps, luck):
    rows = rows_of(seed, 6, gaps)
    first = ranked(rows).to_json()
    luck.shuffle(rows)
    assert ranked(rows).to_json() == first


def test_where_nothing_is_known_of_a_pair_it_comes_last_without_a_score():
    rows = rows_of(3, 4)
    rows[2] |= dict.fromkeys(FACTS, "")
    only = {"size": 0.0, "capacity": 1.0}
    one = ranked(rows, weights=only).candidates[-1]
    assert (one.city, one.rank_by_score) == ("c2", 0)
    assert math.isnan(one.score)
    assert one.coverage == 0


def test_a_criterion_that_no_candidate_has_is_left_out_for_all():
    rows = rows_of(5, 5)
    for row in rows[1:]:
        row["gov_level"] = ""
    found = ranked(rows)
    assert found.left_out == {"governance": "not known of any pair"}
    assert all(one.criterion("governance").weight == 0 for one in found.candidates)
    assert all(one.score_lo == pytest.approx(one.score_hi) for one in found.candidates)


def test_a_criterion_without_a_column_leaves_its_weight_to_its_pillar():
    heads = tuple(head for head in rows_of(1, 1)[0] if head not in ("strategy", "prior_links"))
    found = pair("c0", cities=table_of(rows_of(1, 4), heads), draws=1)
    assert set(found.left_out) == {"strategy", "ties"}
    assert found.best.criterion("networks").weight == pytest.approx(1 / 3)


def test_pillars_weigh_alike_unless_told_otherwise():
    rows = rows_of(2, 5)
    for weights, shares in (({}, (1, 1, 1)), ({"knowledge": 2, "ambition": 0}, (2, 1, 0))):
        one = ranked(rows, weights=weights).best
        told = [sum(r.weight for r in one.criteria if r.pillar == p) for p in pillars()]
        assert told == pytest.approx([share / sum(shares) for share in shares])
        mean = sum(s * one.pillars[p].score for p, s in zip(pillars(), told, strict=True) if s)
        assert one.score == pytest.approx(mean)
        assert one.score_lo == pytest.approx(sum(r.weight * r.lo for r in one.criteria))


def test_each_form_scores_as_it_is_declared():
    rows = rows_of(1, 2)
    rows[0] |= {"population": "100000", "gov_level": "2", "networks": "a;b", "strategy": "0.4"}
    rows[1] |= {"population": "271828", "gov_level": "4", "networks": "b;c;d", "strategy": "0.9"}
    rows[0] |= {"sectors": "hydrogen;mobility;fintech;creative", "prior_links": "c9"}
    rows[1] |= {"sectors": "hydrogen", "prior_links": "c8"}
    told = {row.id: row.score for row in ranked(rows).best.criteria}
    assert told["size"] == pytest.approx(math.exp(-1), rel=1e-4)
    assert told["governance"] == pytest.approx(math.exp(-2))
    assert told["networks"] == pytest.approx(math.sqrt((1 - math.exp(-1)) * (1 - math.exp(-1.5))))
    assert told["strategy"] == pytest.approx(0.6)
    assert told["sectors"] == pytest.approx(0.5)
    assert told["economies"] == pytest.approx(1.0)  # half way between the same and strangers
    assert told["ties"] == 0


@pytest.mark.parametrize(
    ("links", "score"), [("c1", 1.0), ("c2", 0.5), ("elsewhere", 0.0), ("", math.nan)]
)
def test_ties_count_fully_with_the_other_and_half_in_its_country(links, score):
    rows = rows_of(4, 3)
    rows[1]["iso2"], rows[2]["iso2"] = "KR", "KR"
    rows[0]["iso2"] = "GB"
    rows[1]["prior_links"] = "nobody"
    rows[0]["prior_links"] = links
    told = ranked(rows).candidate("c1").criterion("ties").score
    assert told == pytest.approx(score, nan_ok=True)


def test_a_tie_that_one_city_tells_of_counts_whatever_the_other_does_not_tell():
    """Candidates are in KR, the anchor in GB, and the anchor's own ties are not known."""
    rows = rows_of(4, 5)
    links = {"c0": "", "c1": "c0", "c2": "c4", "c3": "elsewhere", "c4": "elsewhere"}
    for row in rows:
        row |= {"iso2": "GB" if row["id"] in ("c0", "c4") else "KR"}
        row["prior_links"] = links[row["id"]]
    ends = {one.city: one.criterion("ties") for one in ranked(rows).candidates}
    assert [(ends[id].lo, ends[id].hi) for id in ("c1", "c2", "c3")] == [(1, 1), (0.5, 1), (0, 1)]
    assert "City 2 has worked with c4; not known for City 0" in ends["c2"].why
    rows[0]["prior_links"] = "elsewhere"  # the least that the anchor can turn out to have
    worst = {one.city: one.criterion("ties").score for one in ranked(rows).candidates}
    assert [worst[id] for id in ("c1", "c2", "c3")] == [1, 0.5, 0]


def test_nor_by_hiding_the_only_ties_that_are_known_of_a_pair():
    """The anchor has a partner in KR, which tells half of c1's ties and no more: were ties left
    out where no pair is known, c2 could hide that it has none, and pass c1 by its size."""
    alike = {key: value for key, value in rows_of(4, 1)[0].items() if key not in ("id", "name")}
    own = {
        "c0": {"iso2": "GB", "population": "100000", "prior_links": "c3"},
        "c1": {"iso2": "KR", "population": "150000", "prior_links": ""},
        "c2": {"iso2": "GB", "population": "110000", "prior_links": "elsewhere"},
        "c3": {"iso2": "KR", "population": "100000", "prior_links": "elsewhere"},
    }
    rows = [{**alike, "id": id, "name": id, **facts} for id, facts in own.items()]
    for ties in ("elsewhere", ""):
        rows[2]["prior_links"] = ties
        found = ranked(rows, group="c1,c2")
        assert [one.city for one in found.candidates] == ["c1", "c2"]
    assert "ties" not in found.left_out
    no_ties = ranked(rows, group="c1,c2", weights={"ties": 0})
    assert [one.city for one in no_ties.candidates] == ["c2", "c1"]


def test_a_city_region_is_no_city_and_the_choice_is_told():
    cities = pair("belfast", "greater_manchester", draws=1)
    regions = pair("belfast", "greater_manchester", unit="region", draws=1)
    assert math.isnan(cities.best.criterion("size").score)
    assert "greater_manchester" in " ".join(cities.notes)
    assert regions.best.criterion("size").score == pytest.approx(794773 / 3009664)
    assert (cities.unit, regions.unit, regions.notes) == ("city", "region", cities.notes[:-1])


def test_every_criterion_is_declared_with_what_it_takes():
    for row in criteria().values():
        assert row.form in FORMS
        assert row.asks
        assert row.unit
        assert row.why
        assert set(row.evidence) <= set(evidence())
    assert criteria()["economies"].grade == "R"
    assert criteria()["size"].grade == "A"


def test_it_reads_only_facts_of_cities():
    read = {row.column for row in criteria().values()} | {row.region for row in criteria().values()}
    assert read <= {*cities_table().columns, *FACTS, "rank_share", ""}


def test_the_packaged_korean_cities_are_explained(korean):
    assert len(korean.candidates) == 12
    for one in korean.candidates:
        assert one.coverage < 1
        for row in one.criteria:
            assert row.why
            if math.isnan(row.score):
                assert "not known for" in row.why
                assert "missing" in row.grades
            else:
                assert "missing" not in row.grades
