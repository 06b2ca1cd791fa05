"""A study small enough to be made in a test, and what of its folder may not differ."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from twinsim.study.asked import Asked
from twinsim.study.sizes import Sizes
from twinsim.study.study import carried_out

SHORT = ("months=12", "warmup=6", "parameters.smes_per_1000=0.2")
SIZES = Sizes(replicates=4, samples=8, worlds=4, trajectories=2, blocks=2)
STAMPS = re.compile(r"(<dt>(?:run started|seconds it took)</dt>\s*<dd[^>]*>)[^<]*")


FEW = """schema = 1
name = "few"
title = "Few inputs"
question = "Does it work?"
scenario = "belfast-sejong"
replicates = 4
samples = 8
[levers.course.options.none]
programme.upskilling.hours = 0
[levers.course.options.as_written]
[uncertainties]
kappa = "prior"
award_signal = "prior"
adopt_base = "prior"
"""


@pytest.fixture(scope="session")
def few(tmp_path_factory):
    """An experiment like that of a study, of few inputs."""
    path = tmp_path_factory.mktemp("few") / "few.toml"
    path.write_text(FEW, "utf-8")
    return path


@pytest.fixture(scope="session")
def asking(few):
    """What is asked, small; any of it can be changed."""

    def asking(**options) -> Asked:
        usual = {"set": SHORT, "sizes": SIZES, "figures": False, "experiment": few}
        return Asked.of("belfast-sejong", **(usual | options))

    return asking


def shards(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file of rows."""
    found = {p.relative_to(folder).as_posix(): p.stat() for p in folder.rglob("*.parquet")}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in sorted(found.items())}


def documents(folder: Path) -> dict[str, bytes]:
    """Every file but those that say when and how long: the manifests, and the page's stamps."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("manifest.json", ".lock", "tables.xlsx"):
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    page = found["report.html"].decode()
    found["report.html"] = STAMPS.sub(r"\1", page).encode()
    return found


def plain_page(making) -> Path:
    """In place of the report, whose figures take longer than all else here."""
    from twinsim.study.stages import clear

    page = making.folder / "report.html"
    clear(making.folder)
    page.write_text("<p>A page.</p>", "utf-8")
    return page


@pytest.fixture
def quick(monkeypatch):
    """Studies write a plain page in place of the report."""
    monkeypatch.setattr("twinsim.study.study.reported", plain_page)


@pytest.fixture(scope="session")
def whole(asking, tmp_path_factory):
    """A small study that nobody stopped, with a plain page; only to be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("twinsim.study.study.reported", plain_page)
        return carried_out(asking(), tmp_path_factory.mktemp("whole") / "study", workers=2)
