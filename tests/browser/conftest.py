"""Chromium without a screen and without a network, and pages to look at in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from twinsim.scenario import load
from twinsim.sweep import Results, run

from ..report.page.whole import whole

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory) -> Iterator[Any]:
    """A browser that is offline, with an empty profile."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="no playwright: pip install '.[browser]'"
    )
    found = filter(None, map(shutil.which, (os.environ.get("TWINSIM_CHROMIUM", ""), *NAMES)))
    browser = next(found, None)
    if browser is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=browser,
            headless=True,
            offline=True,
            args=[*SWITCHES],
        )
        yield context
        context.close()


@pytest.fixture(scope="session", params=["run", "whole", "sweep"])
def report(request, tmp_path_factory) -> Path:
    """A report of the packaged scenario with every figure; one that holds every analysis; one of
    the sweep among these."""
    if request.param == "run":
        folder = tmp_path_factory.mktemp("browser") / "results"
        scenario = load("belfast-sejong", set=["months=36"])
        return run(scenario, replicates=20, out=folder).report()
    results = request.getfixturevalue("everything")
    if request.param == "whole":
        return results.report()
    place = results.folder / "analysis" / "sweep"
    left = shutil.ignore_patterns("sweep-*")
    own = results.folder / "analysis" / "sensitivity"
    shutil.copytree(own, place / "analysis" / "sensitivity", ignore=left, dirs_exist_ok=True)
    return Results.open(place).report()


@pytest.fixture(scope="session")
def everything(tmp_path_factory) -> Results:
    """Results with every analysis."""
    return whole(tmp_path_factory.mktemp("everything") / "results")


@pytest.fixture(scope="session")
def shots(tmp_path_factory) -> Path:
    """Where pictures of pages go; TWINSIM_SHOTS keeps them."""
    kept = os.environ.get("TWINSIM_SHOTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
