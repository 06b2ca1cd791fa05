"""The figures of a box: its scale has values, and no number of the path stands on a mark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twinsim.report.discovery import box, peeling
from twinsim.sensitivity.discovery import discover
from twinsim.sensitivity.discovery.shares import Step
from twinsim.sensitivity.discovery.space import Limits

from .turning import SMALL


@pytest.fixture(scope="module")
def premium(results):
    return discover(results, "twin_beats_solo", indicator="adoptions", **SMALL)


def test_a_bar_has_the_values_of_its_input_below_it(results, premium):
    said = [text.get_text() for text in box.figure(results, premium).texts]
    kappa = next(one for one in premium.cases.inputs if one.id == "kappa")
    for value in (kappa.values.min(), kappa.values.max()):
        assert f"{value:.3g}" in said
    (one,) = premium.found.box.restrictions
    assert f"{one.limits.high:.3g}" in said, "half of the cases lie below the limit"


def test_a_bar_of_choices_has_their_names_below_it(results, premium):
    own = premium.found.box
    course = next(at for at, one in enumerate(premium.cases.inputs) if one.id == "course")
    on = replace(own.restrictions[0], input=course, limits=Limits(choices=frozenset({1})))
    chosen = replace(premium.found, box=replace(own, restrictions=(on,)))
    said = [text.get_text() for text in box.figure(results, replace(premium, found=chosen)).texts]
    assert {"short", "long"} <= set(said)


@pytest.mark.parametrize("coverage", [0.6, 0.95, 1.0])
@pytest.mark.parametrize("density", [0.05, 0.55, 1.0])
def test_a_number_of_the_path_stands_on_no_mark(results, premium, coverage, density):
    steps = (
        Step(1.0, 0.5, 1.0, 0),
        Step(coverage, density, 0.5, 1),
        Step(coverage - 0.01, density, 0.4, 2),
        Step(coverage - 0.3, density, 0.3, 3),
    )
    own = premium.found.box
    told = replace(
        own,
        coverage=own.coverage._replace(value=coverage, lo95=coverage - 0.1, hi95=coverage),
        density=own.density._replace(value=density, lo95=density - 0.05, hi95=density),
        held_coverage=coverage - 0.02,
        held_density=density,
    )
    found = replace(premium, found=replace(premium.found, path=steps, box=told))
    figure = peeling.figure(results, found)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    marks = [
        point
        for line in axes.lines
        if line.get_marker() in ("o", "D", "s")
        for point in axes.transData.transform(np.column_stack(line.get_data()))
    ]
    assert {text.get_text() for text in axes.texts} == {"1", "2", "3"}
    for text in axes.texts:
        place = text.get_window_extent()
        assert not any(place.contains(*mark) for mark in marks), text.get_text()
