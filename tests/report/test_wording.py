"""One wording for uncertainty: what the words claim is what the numbers say."""

import math
from dataclasses import replace

import pytest

from twinsim.registry import indicators, mechanisms
from twinsim.report import wording
from twinsim.sweep.effects import Effect
from twinsim.sweep.stats import Tail

NAN = math.nan
ROW = Effect(
    *("adoptions", "adoptions", "outcome", "total", "twin-baseline", 0, 200, 0),
    *(1.0, 3.2, 2.2, 2.0, 2.4, NAN, NAN, 0.0, 2.0, 5.0, 0.88, "yes"),
)
LOWER = replace(ROW, indicator="net_value", difference=-5.0, mc_lo95=-7.0, mc_hi95=-3.0)
OPEN = replace(ROW, indicator="jobs", difference=1.0, mc_lo95=-1.0, mc_hi95=3.0, resolved="no")
ZERO = replace(ROW, indicator="bids", difference=0.0, mc_lo95=0.0, mc_hi95=0.0, resolved="zero")


def test_sentences_say_what_is_higher_lower_equal_and_open():
    assert wording.headline_sentences([ROW, LOWER, OPEN, ZERO]) == [
        "Higher: adoptions.",
        "Lower: net_value.",
        "Exactly the same in every world: bids.",
        "Not resolved with 200 worlds: jobs (about 800 would do).",
    ]
    assert wording.headline_sentences([]) == []


def test_no_number_of_worlds_is_named_where_none_would_do():
    assert wording.enough(replace(OPEN, difference=0.0, mc_hi95=2.0)) == ""
    tiny = replace(OPEN, difference=1e-4, mc_hi95=2.0 + 1e-4)
    assert wording.enough(tiny) == " (over a million would do)"
    one = replace(OPEN, n=1, mc_lo95=NAN, mc_hi95=NAN)
    assert wording.headline_sentences([one]) == ["Not resolved with 1 world: jobs."]


def test_numbers_come_with_their_interval_and_the_median_of_worlds():
    assert wording.interval(ROW) == "+2.20 ± 0.20"
    assert wording.interval(LOWER) == "−5 ± 2"
    assert wording.of_worlds(ROW) == "0.00 [2.00] 5.00"
    assert wording.of_worlds(replace(ROW, world_p05=NAN)) == "–"
    assert wording.gained(Tail(4, *[0.0] * 4, 0.75, 0.25)) == "75/25"
    assert wording.gained(Tail(0, *[NAN] * 6)) == "–"


@pytest.mark.parametrize("id", [id for id, row in indicators().items() if row.headline])
def test_the_evidence_of_a_headline_counts_every_arrow_once(id):
    basis = wording.evidence_of(id)
    assert 0 < basis.sourced < basis.arrows <= len(mechanisms())
    assert basis.short == f"{basis.sourced}/{basis.arrows}"
    assert f"of {basis.arrows} arrows" in str(basis)
    assert wording.evidence_note(id).startswith(basis.short)


def test_what_no_arrow_leads_to_has_no_evidence():
    assert wording.evidence_of("spend").short == "–"
    assert "no arrow" in str(wording.evidence_of("spend"))


def test_contrasts_are_named_and_the_usual_explained():
    assert wording.heading("twin-solo").startswith("twin − solo: what pairing adds")
    assert wording.heading("a-b") == ("a − b: what a has more (+) or less (−) of than b")


def test_an_arm_that_nothing_compares_is_named_with_the_remedy():
    arms = ("baseline", "solo", "twin", "light")
    assert wording.uncompared(arms, ("twin-baseline", "light-solo"), "baseline") == ""
    assert wording.uncompared(arms, ("twin-baseline", "twin-solo"), "baseline") == (
        'light is in no contrast; write "light-baseline" into `contrasts`'
    )
