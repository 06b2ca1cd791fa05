"""Figures of a ranking: legible whatever the names, the same every time, nothing hidden."""

from __future__ import annotations

import pytest

from twinsim.errors import ScenarioError
from twinsim.pairing import pair
from twinsim.report.pairing import FIGURES
from twinsim.report.style import PAGE, SMALL, svg

from .made import rows_of, table_of

HOSTILE = ("<script>$x^2$", "벨파스트 \\frac{", "w" * 300, "../..")


def _hostile(count: int, gaps: float):
    rows = rows_of(11, count, gaps)
    for row, name in zip(rows, HOSTILE, strict=False):
        row["name"] = name
    return pair("c0", cities=table_of(rows), draws=200)


@pytest.fixture(scope="module", params=["korean", "one", "forty", "gaps"])
def anyone(request):
    if request.param == "korean":
        return request.getfixturevalue("korean")
    return _hostile(*{"one": (2, 0.0), "forty": (41, 0.1), "gaps": (5, 0.8)}[request.param])


def _texts(figure):
    yield from figure.texts
    for axes in figure.axes:
        yield from axes.texts
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                if min(low, high) <= tick.get_loc() <= max(low, high):
                    yield from (tick.label1, tick.label2)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
@pytest.mark.filterwarnings("error")
def test_text_is_large_enough_and_touches_nothing(anyone, figure):
    drawn = figure.draw(anyone)
    drawn.draw_without_rendering()
    page = drawn.bbox.padded(1)
    texts = [text for text in _texts(drawn) if text.get_text().strip() and text.get_visible()]
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in texts]
    assert drawn.get_figwidth() == PAGE
    for at, (word, box) in enumerate(boxes):
        assert texts[at].get_fontsize() >= SMALL, word
        assert page.contains(box.x0, box.y0), word
        assert page.contains(box.x1, box.y1), word
        for other, there in boxes[at + 1 :]:
            assert not box.overlaps(there), (word, other)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_figure_says_unit_weights_and_that_it_is_no_estimate_of_impact(korean, figure):
    said = " ".join(text.get_text() for text in figure.draw(korean).texts).replace("\n", " ")
    assert "Unit: cities. Weights of pillars: alike. Left out for all: strategy" in said
    assert "assumed (A)" in said
    assert "no estimate of what a programme would achieve" in said


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_figure_has_the_same_bytes_each_time(korean, figure):
    first = svg(figure.draw(korean), figure.title)
    assert svg(figure.draw(korean), figure.title) == first


@pytest.mark.parametrize("kind", [figure.id for figure in FIGURES])
def test_each_stands_on_axes_of_its_own(korean, kind):
    from matplotlib import pyplot

    axes = korean.plot(kind, "sejong")
    assert axes.get_title(loc="left")
    pyplot.close(axes.figure)


def test_an_unknown_kind_or_city_is_told_with_the_nearest(korean):
    with pytest.raises(ScenarioError, match="Did you mean bars"):
        korean.plot("bar")
    with pytest.raises(ScenarioError, match="Did you mean sejong"):
        korean.plot("profile", "sejon")
