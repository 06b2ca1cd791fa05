"""Figures: what is drawn is what is in the results, legible, and the same every time."""

from dataclasses import replace
from itertools import pairwise

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.errors import ResultsError
from twinsim.report import draw, outcome_fan
from twinsim.report.figures.fan import spread
from twinsim.report.style import PAGE, SMALL, colours

matplotlib.use("agg")


def test_each_figure_is_written_twice_with_the_same_bytes_each_time(results):
    first = {path.name: path.read_bytes() for path in draw(results)}
    assert sorted(first) == [
        *("fan_adoptions.png", "fan_adoptions.svg", "fan_job_years.png", "fan_job_years.svg")
    ]
    assert {path.name: path.read_bytes() for path in draw(results)} == first
    assert b"<dc:date>" not in first["fan_job_years.svg"]


def test_there_is_a_fan_per_arm_and_per_contrast(results):
    figure = outcome_fan(results, "job_years")
    titles = [axes.get_title(loc="left").splitlines()[0] for axes in figure.axes]
    assert titles == [
        *("baseline", "solo", "twin", "no_upskilling"),
        *("twin − baseline", "solo − baseline", "twin − solo", "twin − no_upskilling"),
    ]


def test_the_middle_line_is_the_median_of_the_paired_difference(results):
    values = results.months_of("job_years")
    axes = outcome_fan(results, "job_years").axes[4]
    drawn = axes.get_lines()[0].get_ydata()
    np.testing.assert_allclose(drawn, np.median(values[2] - values[0], axis=0))


def test_no_text_is_small_touches_another_or_leaves_the_page(results):
    figure = outcome_fan(results, "job_years")
    figure.draw_without_rendering()
    page = figure.bbox.padded(1)
    words = [text for text in _texts(figure) if text.get_text()]
    assert len(words) > 60
    boxes = [(word.get_text(), word.get_window_extent()) for word in words]
    for index, (word, box) in enumerate(boxes):
        assert words[index].get_fontsize() >= SMALL
        assert page.contains(box.x0, box.y0), word
        assert page.contains(box.x1, box.y1), word
        for other, there in boxes[index + 1 :]:
            assert not box.overlaps(there), (word, other)
    assert figure.get_figwidth() == PAGE


def _texts(figure):
    """Every text that is drawn: tick labels beyond the end of an axis are not."""
    yield from figure.texts
    for axes in figure.axes:
        yield from (axes.xaxis.label, axes.yaxis.label, *axes.texts)
        yield from (getattr(axes, name) for name in ("title", "_left_title", "_right_title"))
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                if low <= tick.get_loc() <= high and tick.label1.get_visible():
                    yield tick.label1


def test_arms_have_colours_of_their_own(results):
    palette = colours(results.manifest.arms)
    assert len(set(palette.values())) == len(palette)
    assert palette["twin"] == colours(["twin"])["twin"]


def test_names_are_drawn_as_they_are_written(results):
    title = outcome_fan(results, "job_years").texts[0]
    assert title.get_text().startswith("Four arms for $5^2$ <b>each</b>")
    draw(results)


def test_plot_gives_axes_for_any_indicator(results):
    fan = results.plot("job_years", "twin-solo")
    assert "twin − solo" in fan.get_title(loc="left")
    bars = results.plot("trust")
    assert [label.get_text() for label in bars.get_yticklabels()][-1] == "twin − baseline"
    with pytest.raises(ResultsError, match="Did you mean"):
        results.plot("job_year")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6).map(sorted), st.floats(0.01, 0.16))
def test_labels_are_spread_apart_in_order_within_the_panel(at, gap):
    shown = spread(at, gap)
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(shown))
    assert shown[-1] <= 1 + 1e-9


def test_labels_with_room_stay_where_they_are():
    assert spread([0.1, 0.5, 0.9], 0.1) == pytest.approx([0.1, 0.5, 0.9])


def test_a_scenario_without_contrasts_has_fans_of_its_arms(results):
    alone = replace(results, manifest=replace(results.manifest, contrasts=()))
    assert len(outcome_fan(alone, "job_years").axes) == 4
    with pytest.raises(ResultsError, match="expected a known contrast"):
        alone.plot("job_years")


def test_where_every_world_failed_nothing_is_drawn(results):
    empty = {scope: values[:, :0] for scope, values in results.worlds.values.items()}
    failed = replace(results)
    vars(failed)["worlds"] = replace(results.worlds, values=empty)
    assert draw(failed) == []
