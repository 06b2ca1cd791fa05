"""A study is killed twice without warning; the same command again ends as if nobody had."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from .conftest import SHORT, documents, shards

pytestmark = pytest.mark.slow

SIZE = ["--replicates", "60", "--samples", "12", "--worlds", "4", "--trajectories", "2"]
LINE = ["study", "belfast-sejong", "--out", "study", *SIZE, "--blocks", "8", "--workers", "1"]
SENSITIVITY = "analysis/sensitivity"
PATIENCE = 3000  # looks, of 0.02 s


def start(folder: Path) -> subprocess.Popen:
    settings = [word for setting in SHORT for word in ("--set", setting)]
    line = [sys.executable, "-m", "twinsim", *LINE, *settings, "--quiet"]
    return subprocess.Popen(line, cwd=folder, stderr=subprocess.PIPE)


def finish(folder: Path) -> None:
    process = start(folder)
    said = process.communicate()[1].decode()
    assert process.returncode == 0, said


def ended_at(folder: Path, number: int, moment: str) -> int:
    """Start it, send it a signal as soon as something is there, and give its exit code."""
    process = start(folder)
    for _ in range(PATIENCE):
        if process.poll() is not None or list((folder / "study").glob(moment)):
            break
        sleep(0.02)
    assert process.poll() is None, process.stderr.read().decode()
    os.kill(process.pid, number)
    process.communicate()
    return process.returncode


def content(folder: Path) -> dict[str, str]:
    """The hash of all rows, by the folder of results that holds them."""
    found = sorted((folder / "study").rglob("manifest.json"))
    return {
        path.parent.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))["content"]
        for path in found
    }


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The folder of a study that nobody stopped."""
    folder = tmp_path_factory.mktemp("alone")
    finish(folder)
    return folder


@pytest.mark.parametrize(
    ("number", "code", "moments"),
    [
        (
            signal.SIGKILL,
            -9,
            ["analysis/sweep/runs/*", "analysis/sensitivity/sweep-sobol-*/runs/*"],
        ),
        (signal.SIGTERM, 130, ["analysis/sensitivity/sweep-*/runs/*", "analysis/pair/*.json"]),
        (signal.SIGKILL, -9, ["runs/*", "analysis/sensitivity/discovery/*"]),
    ],
)
def test_stopped_twice_at_any_moment_it_ends_as_one_left_alone(
    alone, tmp_path, number, code, moments
):
    kept: dict[str, tuple[int, int]] = {}
    for moment in moments:
        assert ended_at(tmp_path, number, moment) == code
        assert kept.items() <= shards(tmp_path / "study").items()
        kept = listed(tmp_path / "study")
    assert not (tmp_path / "study" / "report.html").exists()
    finish(tmp_path)
    assert kept.items() <= shards(tmp_path / "study").items()
    assert content(tmp_path) == content(alone)
    mine, others = documents(tmp_path / "study"), documents(alone / "study")
    assert [name for name in others if mine.get(name) != others[name]] == []
    assert mine.keys() == others.keys()
    assert not list((tmp_path / "study").rglob(".tmp-*"))


def listed(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of the files of rows that a manifest lists: they are never made again."""
    found = shards(folder)
    named = set()
    for path in folder.rglob("manifest.json"):
        place = path.parent.relative_to(folder)
        text = path.read_text("utf-8")
        named |= {(place / name).as_posix() for name in re.findall(r'"path": "([^"]+)"', text)}
    return {name: stat for name, stat in found.items() if name in named}
