"""With a friction set strong, the core shows the direction that was designed; with sectors alone,
dealing tags anew takes it away. Candidates are alike in everything else."""

from __future__ import annotations

import pytest

from twinsim.pairing import pair
from twinsim.pairing.impact import simulate

from .made import rows_of, table_of

COUNT = 8


def found(column: str, values: list[str], weights: dict, settings: list[str], **options: object):
    """Candidates that differ in one column, simulated by the core with small populations."""
    like = rows_of(4, 1)[0] | {"population": "120000", "prior_links": "", "networks": "n0"}
    like |= {"sectors": "digital_ai;mobility;clean_energy", "gov_level": "1"}
    rows = [like | {"id": "c0", "name": "Anchor"}]
    rows += [
        like | {"id": f"c{n}", "name": f"City {n}", column: value}
        for n, value in enumerate(values, start=1)
    ]
    cities = table_of(rows)
    alone = {"knowledge": 0, "capacity": 0, "ambition": 0} | weights
    ranking = pair("c0", cities=cities, weights=alone, draws=50)
    base = ["months=48", "warmup=12", *settings]
    given = {"replicates": 100, "believe": "none", "indicator": "adoptions"} | options
    return simulate(ranking, cities=cities, set=base, **given).simulation


@pytest.mark.slow
def test_strong_friction_of_governance_makes_like_governments_better_partners():
    levels = ["1", "1", "2", "2", "3", "3", "4", "4"]
    told = found("gov_level", levels, {"capacity": 1}, ["parameters.friction_governance=0.95"])
    for seen in (told.score, told.score_premium):
        assert seen.told
        assert seen.spearman_lo95 > 0


@pytest.mark.slow
def test_strong_friction_of_size_makes_cities_of_like_size_better_partners():
    """In what pairing adds; impact in both cities rises with a partner's size all the same."""
    sizes = ["120000", "130000", "60000", "240000", "40000", "400000", "20000", "700000"]
    told = found("population", sizes, {"capacity": 1}, ["parameters.friction_size=0.95"])
    assert told.score_premium.spearman > 0.5
    assert told.score_anchor.spearman > 0.5
    assert told.size.spearman > 0.5


@pytest.mark.slow
def test_scored_with_each_others_sectors_the_correlation_is_gone():
    tags = [
        "digital_ai;mobility;clean_energy",
        "digital_ai;mobility",
        "digital_ai;mobility;maritime",
        "digital_ai",
        "maritime;mobility;agri_food",
        "maritime;agri_food",
        "agri_food",
        "maritime;circular;agri_food",
    ]
    told = found("sectors", tags, {"ambition": 1}, [])
    assert told.permuted.lo95 < 0 < told.permuted.hi95
    assert abs(told.permuted.mean) < 0.1
