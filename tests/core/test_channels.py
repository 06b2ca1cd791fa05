"""Each activity beside a call, alone: what it does, through its own channel and no other.

The alliance runs no call and no fund, so that nothing but the activity can make a firm differ.
"""

from __future__ import annotations

import numpy as np
import pytest

QUIET = (
    "months=48",
    "programme.cohorts=0",
    "programme.fund=0",
    "programme.steps=[]",
    "programme.facet=none",
    "programme.lines.connectors=0",
    "programme.lines.mission=0",
    "programme.lines.playbooks=0",
    "programme.lines.dissemination=0",
    "mechanisms.call=0",
    "parameters.export_mission=0",
)
ONE_STEP = 'programme.steps=[{{city="alder", sector="digital_ai", what="{}", month=1}}]'
CONNECTORS = ("programme.lines.connectors=60",)
EXCHANGES = ("programme.focus={research=1}",)
ACCELERATOR = (
    "programme.focus={startups=1}",
    "parameters.accelerator_share=1",
    "parameters.accelerator_additional=0.5",
)
COURSES = ("programme.focus={startups=1}", "parameters.accelerator_share=0")
MISSIONS = ("programme.focus={economic_development=1}",)
IDLE = ("programme.focus={economic_development=1}",)  # missions that bring nothing


@pytest.fixture(scope="module")
def fields(world, final):
    """Fields of firms that differ from the baseline's, in an arm of the quiet alliance: of all
    firms, or of those that live in both arms."""

    def fields(*keys: str, arm: str = "twin", living: bool = False) -> set[str]:
        setups = world(*QUIET, *keys, of="alliance").setups
        found: set[str] = set()
        for replicate in range(3):
            mine, theirs = (final(setups[a], replicate) for a in (arm, "baseline"))
            both = (mine.sme["alive"] == 1) & (theirs.sme["alive"] == 1)
            some = both if living else slice(None)
            for kind in ("sme", "pilot", "order"):
                a, b = getattr(mine, kind)[some], getattr(theirs, kind)[some]
                found |= {id for id in a.dtype.names if a[id].tobytes() != b[id].tobytes()}
        return found

    return fields


class TestNothing:
    """With its arrow cut, or nothing to carry, an activity makes no firm differ, exactly."""

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    @pytest.mark.parametrize(
        ("keys", "cut"),
        [
            (IDLE, "parameters.export_mission=0"),
            ((*CONNECTORS, *IDLE), "mechanisms.connectors=0"),
            (EXCHANGES, "mechanisms.exchange=0"),
            (ACCELERATOR, "mechanisms.accelerator=0"),
        ],
        ids=["missions", "connectors", "exchanges", "accelerator"],
    )
    def test_cut(self, fields, arm: str, keys: tuple[str, ...], cut: str) -> None:
        assert fields(*keys, cut, arm=arm) == set()


class TestChannel:
    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_connectors_give_ideas(self, fields, runs, of, arm: str) -> None:
        assert "zone" in fields(*CONNECTORS, *IDLE, arm=arm)
        mine, theirs = (
            runs(a, *QUIET, *CONNECTORS, *IDLE, of="alliance", count=40) for a in (arm, "baseline")
        )
        assert of(mine, "active_share").sum() > of(theirs, "active_share").sum()
        for id in ("readiness", "technical", "absorptive", "ties", "graduates"):
            assert np.array_equal(of(mine, id), of(theirs, id)) or id in ("readiness", "technical")

    def test_exchanges_tie_universities_and_teach_firms(self, fields, runs, of) -> None:
        alone = ("parameters.spin_base=0", "parameters.bau_pilot=0")
        taught = {"absorptive", "knowledge", "tied", "tied_since"}
        assert fields(*EXCHANGES, *alone) == taught
        mine, theirs = (runs(a, *QUIET, *EXCHANGES, of="alliance") for a in ("twin", "baseline"))
        assert of(mine, "ties").sum() > 0.0 == of(theirs, "ties").sum()
        assert (of(mine, "trust") >= of(theirs, "trust")).all()

    def test_exchanges_of_a_city_alone_make_no_tie_abroad(self, world, final) -> None:
        setup = world(*QUIET, *EXCHANGES, "parameters.exchange_tie=1", of="alliance").setups["solo"]
        state = final(setup, 1)
        assert (state.university["partner"] == -1).all()
        assert (state.sme["tied_since"][state.sme["alive"] == 1] >= 0).any()

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_an_accelerator_founds_firms_and_changes_no_other(self, world, final, arm: str) -> None:
        """But for what they lose to the new ones, and the members that these bring to clusters."""
        keys = (*QUIET, *ACCELERATOR, "parameters.displacement=0")
        setups = world(*keys, of="alliance").setups
        founded = 0
        for replicate in range(3):
            mine, theirs = (final(setups[a], replicate) for a in (arm, "baseline"))
            graduates = (mine.sme["origin"] == 2) & (mine.sme["alive"] == 1)
            founded += graduates.sum()
            a, b = mine.sme[mine.sme["alive"] == 1], theirs.sme[theirs.sme["alive"] == 1]
            assert not (b["origin"] == 2).any()
            a = a[a["origin"] != 2]
            for id in set(a.dtype.names) - {"member"}:
                assert a[id].tobytes() == b[id].tobytes(), id
        assert founded > 0

    def test_an_accelerator_shows_the_weakest_firms_that_it_founds_that_they_are_weak(
        self, world, final
    ) -> None:
        keys = (*QUIET, *ACCELERATOR, "parameters.reveal_months=99")
        state = final(world(*keys, of="alliance").setups["twin"], 1)
        graduates = state.sme[(state.sme["origin"] == 2) & (state.sme["alive"] == 1)]
        others = state.sme[state.sme["origin"] != 2]
        weak = graduates["reveal"] > 0
        assert weak.any()
        assert not weak.all()
        assert graduates["technical"][weak].max() < graduates["technical"][~weak].min()
        assert not others["reveal"].any()

    @pytest.mark.parametrize("intensive", [True, False])
    def test_an_intensive_course_reveals_who_is_weak_and_a_light_one_does_not(
        self, fields, intensive: bool
    ) -> None:
        course = f"programme.upskilling.intensive={str(intensive).lower()}"
        keys = (*COURSES, course, "parameters.reveal_months=99")
        assert ("reveal" in fields(*keys)) == intensive
        assert ("push" in fields(*keys)) != intensive

    def test_a_mission_meets_the_trust_of_the_start_without_a_twin(self, runs, of) -> None:
        """Cities that have worked together know each other, whether a programme pairs them or
        not; among strangers a city alone is a stranger."""
        known = (*MISSIONS, "parameters.export_mission=0.2")
        mine, strangers = (
            of(runs("solo", *QUIET, *known, *cut, of="alliance", count=10), "mission_sales").sum()
            for cut in ((), ("mechanisms.familiarity=0",))
        )
        assert mine > strangers > 0.0

    def test_missions_sell_abroad_and_do_nothing_at_home(self, fields, runs, of) -> None:
        keys = (*MISSIONS, "parameters.export_mission=0.2")
        assert {"mission", "revenue", "cash"} <= fields(*keys)
        grown = {
            "revenue",
            "cash",
            "runway",
            "staff",
            "trend",
            "account",
        }  # a larger firm fluctuates less
        assert fields(*keys, living=True) <= {"mission", *grown}
        mine, theirs = (runs(a, *QUIET, *keys, of="alliance") for a in ("twin", "baseline"))
        gain = of(mine, "exports") - of(theirs, "exports")
        assert (of(mine, "mission_sales") > 0.0).any()
        assert of(mine, "displaced").sum() == pytest.approx(of(theirs, "displaced").sum(), rel=0.02)
        assert gain.sum() == pytest.approx(of(mine, "mission_sales").sum(), rel=0.05)


class TestSteps:
    """Dated steps of a cluster: each changes what it names, in its own city and sector."""

    @pytest.mark.parametrize("what", ["services", "diversification", "home_market"])
    def test_firms_of_other_clusters_do_not_differ(self, world, final, busy, what: str) -> None:
        keys = (*QUIET, *busy, *IDLE, ONE_STEP.format(what), "parameters.displacement=0")
        setup = world(*keys, of="alliance").setups["twin"]
        digital = 5
        for replicate in range(3):
            mine, theirs = (
                final(world(*keys, of="alliance").setups[a], replicate)
                for a in ("twin", "baseline")
            )
            others = (mine.sme["home"] != 0) | (theirs.sme["sector"] != digital)
            for id in ("staff", "member", "sold", "alive", "born"):
                assert np.array_equal(mine.sme[id][others], theirs.sme[id][others]), id
            cluster = setup.cities["cluster_of"][0, digital]
            flag = {"diversification": "diversified", "home_market": "opened"}.get(what, what)
            assert np.flatnonzero(mine.cluster[flag]).tolist() in ([cluster], [])
            assert not theirs.cluster[flag].any()

    def test_an_open_home_market_brings_more_first_sales(self, runs, of, busy) -> None:
        keys = (*QUIET, *busy, *IDLE, "parameters.home_market=2", "parameters.sale_base=0.02")
        opened = runs("twin", *keys, ONE_STEP.format("home_market"), of="alliance", count=40)
        closed = runs("twin", *keys, of="alliance", count=40)
        assert of(opened, "first_sales")[:, 0].sum() > of(closed, "first_sales")[:, 0].sum()

    def test_a_diversified_cluster_serves_better(self, runs, of) -> None:
        keys = (*QUIET, *IDLE, "programme.lines.outreach=60")
        more = runs("twin", *keys, ONE_STEP.format("diversification"), of="alliance", count=20)
        usual = runs("twin", *keys, of="alliance", count=20)
        gain = of(more, "cluster_quality") - of(usual, "cluster_quality")
        assert gain[:, 0].mean() > 0.0
        assert np.abs(gain[:, 1]).max() == 0.0
