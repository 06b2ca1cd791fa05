"""Chromium without a screen and without a network, and pages to look at in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from twinsim.scenario import load
from twinsim.sweep import run

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


@pytest.fixture(scope="session")
def report(tmp_path_factory) -> Path:
    """A report of the packaged scenario, with every figure."""
    folder = tmp_path_factory.mktemp("browser") / "results"
    scenario = load("belfast-sejong", set=["months=36"])
    return run(scenario, replicates=20, out=folder).report()


@pytest.fixture(scope="session")
def shots(tmp_path_factory) -> Path:
    """Where pictures of pages go; TWINSIM_SHOTS keeps them."""
    kept = os.environ.get("TWINSIM_SHOTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
