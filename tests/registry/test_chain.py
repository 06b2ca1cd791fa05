"""What leads to an indicator, and the evidence on the way."""

from twinsim.registry import indicators, mechanisms
from twinsim.registry.chain import GRADES, arrows_to, feeds, grade_of, grades_of


def test_the_chain_names_indicators_alone():
    named = {*feeds(), *(word for words in feeds().values() for word in words)}
    assert named <= set(indicators())
    assert all(len(set(words)) == len(words) for words in feeds().values())


def test_every_headline_has_arrows_and_nearly_every_arrow_leads_to_a_headline():
    heads = [id for id, row in indicators().items() if row.headline]
    assert all(arrows_to(id) for id in heads)
    reaching = {arrow.id for id in heads for arrow in arrows_to(id)}
    assert set(mechanisms()) - reaching == {"diffusion"}  # others' adoptions are no headline


def test_an_arrow_leads_to_its_target_and_to_what_the_target_enters():
    assert "acceptance" in {arrow.id for arrow in arrows_to("adoptions")}
    assert "rollout" in {arrow.id for arrow in arrows_to("adoptions")}
    assert "market" not in {arrow.id for arrow in arrows_to("adoptions")}
    assert arrows_to("spend") == ()


def test_the_grade_of_an_arrow_is_that_of_its_weakest_evidence():
    assert grade_of(()) == "A"
    assert grade_of(("E31",)) == "R"
    assert grade_of(("E26", "E30")) == "R*"
    assert grade_of(("E54",)) == "A"  # R/A
    assert grade_of(("E49", "E51")) == "A"  # A (direction R)
    assert grade_of(("P01",)) == "A"  # a pattern is no evidence of an arrow


def test_grades_are_counted_once_an_arrow_and_from_the_best():
    for id in indicators():
        grades = grades_of(id)
        assert sum(grades.values()) == len(arrows_to(id))
        assert list(grades) == [grade for grade in GRADES if grade in grades]
