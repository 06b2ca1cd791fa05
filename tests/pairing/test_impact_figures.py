"""Figures and text of simulated candidates: legible whatever the names, nothing steers."""

from __future__ import annotations

import pytest

from twinsim.cli.impact_text import impact_text
from twinsim.pairing.tables import records
from twinsim.report.cells.pairing import pairing_html
from twinsim.report.pairing import SIMULATED, figures_of
from twinsim.report.style import PAGE, SMALL, svg

from .engine import simulated
from .made import rows_of, table_of
from .test_figures import HOSTILE, _texts


def by_size(anchor, partner):
    return partner.population / 1e6


@pytest.fixture(scope="module", params=[2, 14, 31])
def anyone(request, tmp_path_factory):
    rows = rows_of(11, request.param, 0.1)
    for row, name in zip(rows, HOSTILE, strict=False):
        row["name"] = name
    return simulated(table_of(rows), by_size, replicates=12, out=tmp_path_factory.mktemp("out"))


@pytest.mark.parametrize("figure", SIMULATED, ids=lambda figure: figure.id)
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


@pytest.mark.parametrize("figure", SIMULATED, ids=lambda figure: figure.id)
def test_a_figure_says_what_was_run_and_is_the_same_each_time(anyone, figure):
    drawn = figure.draw(anyone)
    said = " ".join(text.get_text() for text in drawn.texts).replace("\n", " ")
    assert "12 worlds of each candidate" in said
    assert "seed 1" in said
    assert svg(figure.draw(anyone), figure.title) == svg(drawn, figure.title)


def test_they_stand_on_axes_of_their_own(anyone):
    from matplotlib import pyplot

    for id in ("impact", "best"):
        axes = anyone.plot(id)
        assert axes.get_title(loc="left")
        pyplot.close(axes.figure)
    assert {"impact", "best"} <= {figure.id for figure in figures_of(anyone)}


def test_text_tables_and_cells_hold_names_inert(anyone):
    said = impact_text(anyone)
    assert max(map(len, said.splitlines())) <= 100
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert "<script>" not in str(pairing_html(anyone))
    rows = records(anyone)
    assert all(isinstance(value, str | float | int) for row in rows for value in row.values())
    assert {"impact_difference", "impact_anchor_lo95", "impact_per_100k_value"} <= rows[0].keys()
