"""Results made by hand, small and of any shape: arms, cities, names, effects, or none."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

from twinsim.sweep import Results, run
from twinsim.sweep.engine import layout_of

ARMS = ("baseline", "solo", "twin", "no_upskilling")
CONTRASTS = ("twin-baseline", "solo-baseline", "twin-solo", "twin-no_upskilling")
TITLE = "Four arms for $5^2$ <b>each</b>"
SHARES = {"active_share": 0.4, "implemented": 0.1}

matplotlib.use("agg")


@pytest.fixture(scope="session")
def make(tmp_path_factory) -> Callable[..., Results]:
    """A maker of results. `effect` is how much more each further arm has of everything; money is
    planned and drawn in all arms but the first, unless `paid` is false."""

    def made(
        arms=ARMS,
        cities=("ayr", "jeju"),
        contrasts=CONTRASTS,
        *,
        title=TITLE,
        effect=1.0,
        paid=True,
        worlds=12,
    ) -> Results:
        scenario = _scenario(arms, cities, contrasts, title)

        def build(points, seed, keep):
            layout = layout_of(points.scenario(0), keep)

            def simulate(design, arm, first, count):
                more = effect * arms.index(arm)
                costs = [id in ("spend", "planned", "spend_teams") for id in layout.indicators]
                over_time = np.empty((count, len(cities), 24, len(layout.monthly)))
                at_end = np.zeros((count, len(cities), len(layout.indicators)))
                for row in range(count):
                    luck = np.random.default_rng((seed, first + row))
                    steps = luck.exponential(4e4, over_time[row].shape)
                    steps += more * luck.normal(0, 1e3, steps.shape)
                    over_time[row] = steps.cumsum(axis=1)
                    at_end[row] = np.floor(luck.exponential(40, at_end[row].shape))
                    at_end[row] += more * luck.normal(1, 2, at_end[row].shape)
                at_end[:, :, costs] = 500.0 * (paid and arm != arms[0])
                for id, share in SHARES.items():
                    if id in layout.monthly:
                        over_time[..., layout.monthly.index(id)] = share + 0.01 * more
                return SimpleNamespace(cities=at_end, months=over_time, firms=None)

            return SimpleNamespace(layout=lambda design: layout, simulate=simulate)

        folder = tmp_path_factory.mktemp("report") / "results"
        return run(scenario, replicates=worlds, out=folder, build=build, months=True)

    return made


@pytest.fixture(scope="session")
def results(make) -> Results:
    """Four arms, two cities."""
    return make(worlds=40)


def _scenario(arms, cities, contrasts, title):
    resolved = {
        "name": "four",
        "title": title,
        "start": "2021-09",
        "months": 24,
        "reference": arms[0],
    }
    return SimpleNamespace(
        arms=tuple(SimpleNamespace(id=arm, parameters={}) for arm in arms),
        profiles=tuple(SimpleNamespace(id=city) for city in cities),
        table=SimpleNamespace(own=""),
        followers=(),
        contrasts=contrasts,
        months=24,
        resolved=lambda: resolved,
        to_toml=lambda: "",
        sha256=lambda: "0" * 64,
    )


@pytest.fixture
def legible():
    """Holds a figure to what print asks of it: page width, no small text, no text over another or
    off the page."""
    return _legible


def _legible(figure) -> list[str]:
    from twinsim.report.style import PAGE, SMALL

    figure.draw_without_rendering()
    page = figure.bbox.padded(1)
    texts = [text for text in _texts(figure) if text.get_text().strip() and text.get_visible()]
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in texts]
    assert figure.get_figwidth() == PAGE
    for index, (word, box) in enumerate(boxes):
        assert texts[index].get_fontsize() >= SMALL, word
        assert page.contains(box.x0, box.y0), word
        assert page.contains(box.x1, box.y1), word
        for other, there in boxes[index + 1 :]:
            assert not box.overlaps(there), (word, other)
    return [word for word, _ in boxes]


def _texts(figure):
    """Every text that is drawn: tick labels beyond the end of an axis are not."""
    yield from figure.texts
    for axes in figure.axes:
        if not axes.axison:
            continue
        yield from (axes.xaxis.label, axes.yaxis.label, *axes.texts)
        yield from (getattr(axes, name) for name in ("title", "_left_title", "_right_title"))
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                inside = min(low, high) <= tick.get_loc() <= max(low, high)
                if inside and tick.label1.get_visible():
                    yield tick.label1
