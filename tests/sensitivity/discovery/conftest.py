"""The sweep whose truth is known, made once."""

from __future__ import annotations

import pytest

from twinsim.sweep import sweep

from .turning import EXPERIMENT, Turning


@pytest.fixture(scope="session")
def turned(tmp_path_factory):
    """Make such a sweep, with lines of the experiment changed."""

    def turned(*changed):
        folder, text = tmp_path_factory.mktemp("turning"), EXPERIMENT
        for old, new in changed:
            assert old in text
            text = text.replace(old, new)
        (folder / "turning.toml").write_text(text)
        return sweep(folder / "turning.toml", out=folder / "results", build=Turning, workers=1)

    return turned


@pytest.fixture(scope="session")
def results(turned):
    return turned()
