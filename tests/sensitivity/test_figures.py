"""The figures: whatever was found, text is neither small nor off the page nor on other text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from twinsim.report.sensitivity.figures import draw


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
