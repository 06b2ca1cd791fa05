"""Figures: legible whatever the names and numbers, in grey too, and the same every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import pytest
from matplotlib.colors import to_rgb

from twinsim.report import draw, drawings
from twinsim.report.figures import FIGURES
from twinsim.report.figures.scales import written
from twinsim.report.style import arm_marks, city_marks, contrast_marks, png, svg

NAMES = [f"{letter}_wide_name_of_forty_letters_mmmmmmm_{n}" for n, letter in enumerate("abcdef")]
LONG = [name.ljust(40, "w") for name in NAMES]
PAIRS = tuple(f"{arm}-{LONG[0]}" for arm in LONG[1:])
DRAWN = [d for d in FIGURES if d.id not in ("network", "fan_need_relieved", "fan_job_years")]
KINDS = {
    "two arms": {"arms": ("baseline", "twin"), "contrasts": ("twin-baseline",)},
    "six arms and six cities of forty letters": {
        "arms": tuple(LONG),
        "cities": tuple(name.replace("_", "x") for name in LONG),
        "contrasts": (*PAIRS, f"{LONG[2]}-{LONG[1]}"),
    },
    "no effect": {"effect": 0.0},
    "one world": {"worlds": 1},
    "hostile": {
        "arms": ("base", '<script>"$x^2$', "../../..", "=1+1", "r\u202etl", "a\x00b"),
        "cities": ("$\\frac{", "<b>&"),
        "contrasts": ('<script>"$x^2$-base', "=1+1-../../.."),
        "title": "<script>$\\alpha</script>\u202e \x1b[31m 벨파스트 " + "x" * 5000,
    },
}


@pytest.fixture(scope="module", params=KINDS)
def anyone(request, make):
    """Results of every kind that a figure must bear."""
    return make(**KINDS[request.param])


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda drawing: drawing.id)
@pytest.mark.filterwarnings("error")
def test_text_is_large_enough_and_touches_nothing(anyone, drawing, legible):
    assert drawing.applies(anyone)
    words = legible(drawing.draw(anyone))
    assert words[0].startswith(drawing.title[:30])
    assert any("Seed 1, twinsim" in word for word in words)
    assert any(re.match(rf"{anyone.replicates} worlds?\.", word) for word in words)


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda drawing: drawing.id)
def test_a_caption_says_how_many_worlds_and_in_which_unit(results, drawing):
    said = drawing.caption(results)
    assert "40 worlds" in said
    assert re.search(r"unit|k£|per cent|adoptions|job-years|% of need|firms", said)
    assert said.endswith(".")


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda drawing: drawing.id)
def test_a_figure_has_the_same_bytes_each_time(results, drawing):
    first = svg(drawing.draw(results), drawing.title)
    assert svg(drawing.draw(results), drawing.title) == first
    assert b"<dc:date>" not in first


def test_all_figures_are_written_as_svg_and_png(make):
    made = draw(make(worlds=3, contrasts=(), paid=False))
    ids = {"fan_adoptions", "fan_need_relieved", "fan_job_years", "zones"}
    assert {path.name for path in made} == {f"{id}.{form}" for id in ids for form in ("png", "svg")}
    assert all(path.stat().st_size > 10_000 for path in made)


def test_an_svg_says_its_title_to_those_who_cannot_see_it(results):
    hostile = "<script>alert(1)</script>\u202e\x1b & more"
    root = ET.fromstring(svg(DRAWN[0].draw(results), hostile))
    assert root.get("role") == "img"
    titles = [node.text for node in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["<script>alert(1)</script>\\u202e\\x1b & more"]
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


def test_a_png_is_as_wide_as_the_page_at_its_resolution(results):
    data = png(DRAWN[0].draw(results))
    assert int.from_bytes(data[16:20], "big") == 1380


def test_arms_contrasts_and_cities_are_told_apart_without_colour():
    contrasts = [f"{a}-{b}" for a, b in combinations("uvwx", 2)]
    families = (arm_marks(LONG), contrast_marks(contrasts, "uvwx", "u"), city_marks(LONG))
    for marks in families:
        for one, other in combinations(marks.values(), 2):
            forms = [(mark.marker, mark.dashes, mark.hatch) for mark in (one, other)]
            assert all(a != b for a, b in zip(*forms, strict=True))


def test_every_arm_has_a_colour_of_its_own_that_shows_on_white():
    marks = arm_marks(["baseline", "solo", "twin", *LONG[:3]])
    assert len({mark.colour for mark in marks.values()}) == len(marks)
    assert marks["twin"].colour == arm_marks(["twin"])["twin"].colour
    for mark in marks.values():
        assert _luminance(mark.colour) < 0.75


def test_two_contrasts_between_programmes_have_two_colours():
    arms = ("baseline", "solo", "twin", "light", "long", "short")
    between = ("twin-solo", "light-twin", "long-twin", "short-light")
    marks = contrast_marks(("twin-baseline", "solo-baseline", *between), arms, "baseline")
    assert len({mark.colour for mark in marks.values()}) == len(marks)
    assert marks["twin-baseline"].colour == arm_marks(arms)["twin"].colour
    alone = contrast_marks(("twin-baseline", "solo-baseline", "twin-solo"), arms[:3], "baseline")
    assert marks["twin-solo"].colour == alone["twin-solo"].colour


def test_the_key_of_a_figure_shows_the_mark_of_every_row(results):
    marks = arm_marks(results.manifest.arms)
    funnel = next(drawing for drawing in FIGURES if drawing.id == "funnel").draw(results)
    first = funnel.axes[0]  # the key's first line
    shown = {line.get_marker() for line in first.lines} - {"None"}
    assert shown == {marks[arm].marker for arm in results.manifest.arms[1:]}


def _luminance(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_without_contrasts_there_are_no_effects_to_draw(results):
    alone = replace(results, manifest=replace(results.manifest, contrasts=()))
    assert "effects" not in {drawing.id for drawing in drawings(alone)}


def test_without_a_programme_there_is_no_funnel_and_no_spending(make):
    idle = make(paid=False, worlds=2)
    assert {"funnel", "spending"}.isdisjoint({drawing.id for drawing in drawings(idle)})


def test_where_every_world_failed_nothing_is_drawn(results):
    empty = {scope: values[:, :0] for scope, values in results.worlds.values.items()}
    failed = replace(results)
    vars(failed)["worlds"] = replace(results.worlds, values=empty)
    assert drawings(failed) == []
    assert draw(failed) == []


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (12.5, "12.5"),
        (-17.5, "−17.5"),
        (250.0, "250"),
        (102.5, "102.5"),
        (1234.5, "1,234.5"),
        (0.25, "0.25"),
        (-0.0, "0"),
    ],
)
def test_a_mark_is_written_as_the_number_at_which_it_stands(mark: float, said: str) -> None:
    assert written(mark) == said
