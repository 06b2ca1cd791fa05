"""A sweep, or a worker of it, is killed without warning; the same command again ends as if not."""

import json
import random
import subprocess
import sys
from dataclasses import dataclass, field
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
"""
LEFT = 20.0  # seconds for processes whose parent was killed to end


@dataclass
class Command:
    """`twinsim sweep` of 64 points in 13 tiles, into a folder, in a process of its own."""

    experiment: Path
    folder: Path
    cluster: str = ""
    stamps: dict[str, tuple[int, int]] = field(default_factory=dict)

    def start(self) -> psutil.Popen:
        where = ["--cluster", self.cluster] if self.cluster else []
        line = [sys.executable, "-m", "twinsim", "sweep", self.experiment, "--replicates", "8"]
        return psutil.Popen(
            [*line, *where, "--quiet", "--out", self.folder], stderr=subprocess.PIPE
        )

    def finish(self) -> None:
        process = self.start()
        said = process.stderr.read().decode()
        assert process.wait() == 0, said

    def kill(self, delay: float) -> list:
        """Start it, kill it so many seconds after its first new shard, and give what processes
        it had started; none where it had ended before."""
        before, process = len(self.shards()), self.start()
        while process.poll() is None and len(self.shards()) <= before:
            sleep(0.01)
        sleep(delay)
        below = process.children(recursive=True) if process.poll() is None else []
        process.kill()
        process.wait()
        return below

    def shards(self) -> list[Path]:
        return sorted(self.folder.glob("*/*.parquet"))

    def listed(self) -> dict[str, tuple[int, int]]:
        """Inode and time of every shard that the manifest lists."""
        shards = json.loads((self.folder / "manifest.json").read_text())["shards"]
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
    where = 'scenario = "belfast-sejong"\n[set]\nmonths = 12\nwarmup = 6\n'
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
    for _ in range(times):
        below = command.kill(moments.uniform(0.0, 3.0))
        assert bool(below) <= bool(cluster)
        _, orphans = psutil.wait_procs(below, timeout=LEFT)
        assert orphans == []
        now = command.listed()
        assert kept.items() <= now.items()
        kept = now
    command.finish()
    assert kept.items() <= command.listed().items()
    assert command.content() == alone
    assert not list(command.folder.rglob(".tmp-*"))


def test_two_processes_of_this_machine_make_the_bytes_of_threads(experiment, alone, tmp_path):
    command = Command(experiment, tmp_path / "results", "local:2")
    command.finish()
    assert command.content() == alone


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
    while process.poll() is None and len(command.shards()) < 12:  # of 26
        sleep(0.01)
    assert process.poll() is None
    one.kill()
    said = process.stderr.read().decode()
    assert process.wait() == 0, said
    assert command.content() == alone
