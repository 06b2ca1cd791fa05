"""A sweep, or a worker of it, is killed without warning; the same command again ends as if not."""

import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest

psutil = pytest.importorskip("psutil")

pytestmark = pytest.mark.slow

LEVERS = """
[levers.hours]
key = "programme.upskilling.hours"
values = [20, 40, 60, 80, 100, 120, 140, 160]
[levers.customisation]
key = "programme.upskilling.customisation"
values = [0, 1, 2, 3]
[levers.cohort]
key = "programme.upskilling.cohort"
values = [true, false]
[levers.intensive]
key = "programme.upskilling.intensive"
values = [true, false]
"""
LEFT = 20.0  # seconds for processes whose parent was killed to end


@dataclass
class Command:
    """`twinsim sweep` of 128 points in 26 tiles, into a folder, in a process of its own."""

    experiment: Path
    folder: Path
    cluster: str = ""

    def start(self) -> psutil.Popen:
        where = ["--cluster", self.cluster] if self.cluster else []
        line = [sys.executable, "-m", "twinsim", "sweep", self.experiment, "--replicates", "10"]
        return psutil.Popen(
            [*line, *where, "--quiet", "--out", self.folder], stderr=subprocess.PIPE
        )

    def finish(self) -> None:
        process = self.start()
        said = process.stderr.read().decode()
        assert process.wait() == 0, said

    def kill(self, delay: float, *, listed: bool) -> list:
        """Start it, kill it so many seconds after its first new shard is there, or is listed in
        the manifest, and give the processes that it had started."""
        count = (lambda: len(self.listed())) if listed else (lambda: len(self.shards()))
        before, process = count(), self.start()
        while process.poll() is None and count() <= before:
            sleep(0.01)
        sleep(delay)
        assert process.poll() is None, "it ended before it was killed"
        below = process.children(recursive=True)
        process.kill()
        process.wait()
        return below

    def shards(self) -> list[Path]:
        return sorted(self.folder.glob("*/*.parquet"))

    def listed(self) -> dict[str, tuple[int, int]]:
        """Inode and time of every shard that the manifest lists."""
        manifest = self.folder / "manifest.json"
        shards = json.loads(manifest.read_text())["shards"] if manifest.exists() else []
        stats = {shard["path"]: (self.folder / shard["path"]).stat() for shard in shards}
        return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in stats.items()}

    def content(self) -> tuple[str, dict[str, bytes]]:
        manifest = json.loads((self.folder / "manifest.json").read_text())
        assert manifest["done"]
        files = {p.relative_to(self.folder).as_posix(): p.read_bytes() for p in self.shards()}
        return manifest["content"], files


@pytest.fixture(scope="module")
def experiment(tmp_path_factory) -> Path:
    """The path of the experiment."""
    path = tmp_path_factory.mktemp("killed") / "small.toml"
    head = 'schema = 1\nname = "small"\ntitle = "Small"\nquestion = "Dose?"\nreplicates = 50\n'
    where = 'scenario = "belfast-sejong"\n[set]\nmonths = 96\nwarmup = 24\n'
    path.write_text(head + where + LEVERS)
    return path


@pytest.fixture(scope="module")
def alone(experiment, tmp_path_factory):
    """What threads make when nobody kills them."""
    command = Command(experiment, tmp_path_factory.mktemp("alone") / "results")
    command.finish()
    return command.content()


@pytest.mark.parametrize(("cluster", "times"), [("", 10), ("local:2", 3)])
def test_killed_at_any_moment_it_ends_as_one_left_alone(
    experiment, alone, tmp_path, cluster, times
):
    command = Command(experiment, tmp_path / "results", cluster)
    moments = random.Random(times)
    kept: dict[str, tuple[int, int]] = {}
    for kill in range(times):
        below = command.kill(moments.uniform(0.0, 0.5), listed=kill % 3 == 2)
        assert bool(below) == bool(cluster)
        _, orphans = psutil.wait_procs(below, timeout=LEFT)
        assert orphans == []
        now = command.listed()
        assert kept.items() <= now.items()
        kept = now
    assert kept
    command.finish()
    assert kept.items() <= command.listed().items()
    assert command.content() == alone
    assert not list(command.folder.rglob(".tmp-*"))


@pytest.fixture
def daemons():
    """Start a part of Dask in a process of its own, and end it after the test."""
    started = []

    def start(part: str, *options: str) -> psutil.Popen:
        line = [sys.executable, "-m", f"distributed.cli.dask_{part}", *options, "--no-dashboard"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started.append(psutil.Popen(line, **quiet))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_that_is_killed_halfway_loses_nothing(experiment, alone, tmp_path, daemons):
    place = tmp_path / "scheduler.json"
    daemons("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(place))
    while not place.exists():
        sleep(0.1)
    address = json.loads(place.read_text())["address"]
    one, _ = (daemons("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2))
    command = Command(experiment, tmp_path / "results", address)
    process = command.start()
    while process.poll() is None and len(command.shards()) < 20:  # of 52
        sleep(0.01)
    assert process.poll() is None
    one.kill()
    said = process.stderr.read().decode()
    assert process.wait() == 0, said
    assert command.content() == alone
