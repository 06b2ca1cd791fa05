"""The figures: whatever was found, text is neither small nor off the page nor on other text."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from twinsim.report.sensitivity.figures import draw
from twinsim.sensitivity.worlds import Interval


def boxes(figure):
    """The places of all text of a figure, in dots, by what it says."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    texts = list(figure.texts)
    for axes in figure.axes:
        if axes.axison:
            texts += [*axes.get_xticklabels(), *axes.get_yticklabels()]
    return [(t.get_text(), t.get_window_extent(renderer)) for t in texts if t.get_text().strip()]


@pytest.fixture(scope="module")
def figures(analysis):
    from twinsim.report.style import look

    with look():
        return {id: figure for id, (_, figure) in draw(analysis).items()}


def test_there_is_one_of_each_kind_for_every_contrast(figures):
    for contrast in ("twin-solo", "twin-baseline"):
        assert f"morris-groups-{contrast}" in figures
        assert f"sobol-{contrast}" in figures
        assert f"convergence-{contrast}" in figures


def test_no_text_is_small_or_off_the_page_or_on_other_text(figures):
    for id, figure in figures.items():
        wide, high = figure.canvas.get_width_height()
        found = boxes(figure)
        for text, box in found:
            assert box.x0 >= 0, (id, text)
            assert box.y0 >= 0, (id, text)
            assert box.x1 <= wide, (id, text)
            assert box.y1 <= high, (id, text)
        for at, (one, a) in enumerate(found):
            for other, b in found[at + 1 :]:
                apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
                assert apart, (id, one, other)
        assert all(text.get_size() >= 8 for text in figure.texts)


def test_what_luck_hides_gets_no_bars(analysis):
    stage = analysis.stages["sobol"]
    hidden = {}
    for name, found in stage.found.items():
        nothing = replace(found.luck, inputs=replace(found.luck.inputs, lo95=-0.1))
        hidden[name] = replace(found, luck=nothing)
    stages = {**analysis.stages, "sobol": replace(stage, found=hidden)}
    _, figure = draw(replace(analysis, stages=stages))["sobol-twin-solo"]
    assert figure.axes == []
    assert any("not resolved at this size" in text.get_text() for text in figure.texts)


def drawn_again(analysis, id, total):
    """A figure where the strongest input of every output has this total index at the first size."""
    stage = analysis.stages["sobol"]
    smaller = {}
    for name, steps in stage.smaller.items():
        whole = list(steps.values())[-1]
        group = max(whole.indices, key=lambda index: (index.total.value, index.group)).group
        size, first = next(iter(steps.items()))
        indices = tuple(
            replace(index, total=total) if index.group == group else index
            for index in first.indices
        )
        smaller[name] = {**steps, size: replace(first, indices=indices)}
    stages = {**analysis.stages, "sobol": replace(stage, smaller=smaller)}
    _, figure = draw(replace(analysis, stages=stages))[id]
    panels = [axes for axes in figure.axes if axes.axison]
    assert panels
    return panels


def test_an_index_without_an_interval_is_an_open_mark(analysis):
    for axes in drawn_again(analysis, "convergence-twin-solo", Interval(0.4, nan, nan)):
        (mark,) = [line for line in axes.lines if list(line.get_ydata()) == [40.0]]
        assert mark.get_markerfacecolor() == "white"


def test_what_goes_on_beyond_the_panel_ends_in_an_arrow(analysis):
    for axes in drawn_again(analysis, "convergence-twin-solo", Interval(0.4, -0.2, 3.0)):
        assert next(text.xy[1] for text in axes.texts if text.arrow_patch) == 150.0
    for axes in drawn_again(analysis, "convergence-twin-solo", Interval(2.0, nan, nan)):
        assert next(text.xy[1] for text in axes.texts if text.arrow_patch) == 150.0
        assert not any(list(line.get_ydata()) == [200.0] for line in axes.lines)


def test_scales_of_shares_are_in_per_cent_like_what_is_printed_beside_them(figures):
    for kind in ("sobol", "convergence"):
        figure = figures[f"{kind}-twin-solo"]
        assert any("% of the variance" in text.get_text() for text in figure.texts)
        for axes in (axes for axes in figure.axes if axes.axison):
            assert (axes.get_xlim() if kind == "sobol" else axes.get_ylim())[1] >= 100
