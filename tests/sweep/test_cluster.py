"""Dask workers make what threads make; what cannot be is one clear line, and costs no tile."""

import math
import os
import pickle
import signal
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest

from tests.sweep.conftest import Dosed
from twinsim.errors import ExperimentError, RunError
from twinsim.sweep import Interrupted, Results, cluster, cluster_address, cluster_worker
from twinsim.sweep.cluster_address import Address

distributed = pytest.importorskip("distributed")


def bytes_of(results: Results) -> dict[str, bytes]:
    paths = sorted(results.folder.rglob("*.parquet"))
    return {path.relative_to(results.folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def workers(monkeypatch):
    """Stand in for processes: as many workers as asked for, as threads of this process."""

    def workers(count: int = 2, build=Dosed) -> None:
        @contextmanager
        def connected(self):
            with (
                distributed.LocalCluster(
                    n_workers=count,
                    threads_per_worker=1,
                    processes=False,
                    dashboard_address="127.0.0.1:0",
                    scheduler_kwargs={"dashboard": False},
                ) as here,
                distributed.Client(here, set_as_default=False) as client,
            ):
                yield client

        monkeypatch.setattr(Address, "connected", connected)
        monkeypatch.setattr(cluster, "crew", partial(cluster.crew, build=build))
        monkeypatch.setattr(cluster_worker, "_compiling", contextmanager(lambda: (yield)))

    return workers


def test_workers_make_the_bytes_of_threads(designed, workers):
    workers()
    done = []
    over = designed(
        "over", replicates=60, cluster="local:2", progress=lambda *now: done.append(now)
    )
    here = designed("here", replicates=60)
    assert bytes_of(over) == bytes_of(here)
    assert over.manifest.content == here.manifest.content
    assert done[-1] == (7 * 60 * 3, 7 * 60 * 3)
    assert len(done) == len(over.manifest.tiles())


def test_a_manifest_counts_the_workers_and_not_the_threads_here(designed, workers):
    workers(3)
    assert designed(workers=2, cluster="local:3").manifest.made["workers"] == 3


def test_workers_make_what_is_missing_and_nothing_else(designed, workers):
    workers()
    before = bytes_of(designed(replicates=4))
    grown = designed(replicates=6, cluster="local:2")
    assert before.items() <= bytes_of(grown).items()
    assert grown.manifest.content == designed("whole", replicates=6).manifest.content


class Failing(Dosed):
    """The known engine, in which some runs fail."""

    def __init__(self, *what) -> None:
        super().__init__(*what, bad={("solo", 1): math.nan, ("twin", 2): ValueError("no root")})


def test_a_run_that_fails_is_the_same_row_from_a_worker(designed, workers):
    workers(build=Failing)
    over = designed("over", cluster="local:2")
    here = designed("here", build=Failing)
    assert bytes_of(over) == bytes_of(here)
    assert (over.runs().status == "failed").sum() == 7 * 2


def test_an_interruption_keeps_whole_tiles(designed, workers):
    workers(1)
    sent = []

    def stop(done: int, total: int) -> None:
        if not sent:
            sent.append(done)
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted, match=r"of 1400 worlds are kept in"):
        designed(replicates=200, workers=1, cluster="local:1", progress=stop)
    resumed = designed(replicates=60)
    assert resumed.manifest.done
    assert sent[0] > 0


class Broken(Dosed):
    """An engine that raises what no run may raise."""

    def simulate(self, design: int, arm: str, first: int, count: int) -> SimpleNamespace:
        raise MemoryError("too\nlarge")


def test_an_error_in_a_worker_names_the_tile(designed, workers):
    workers(build=Broken)
    tile = r"tile d00000\d-00000\d_r000000-000003"
    with pytest.raises(
        RunError, match=f"^a worker of local:2 failed at {tile}: MemoryError: too large$"
    ):
        designed(cluster="local:2")


def test_a_tile_under_which_workers_keep_dying_is_named(designed, workers, monkeypatch):
    workers()

    killed = distributed.KilledWorker("make_tile-1", None, 3)
    real = cluster.Team._gave_up

    def gave_up(self, future, task, times):
        dead = SimpleNamespace(status="error", exception=lambda: killed)
        return real(self, dead if task else future, task, times)

    monkeypatch.setattr(cluster.Team, "_gave_up", gave_up)
    with pytest.raises(
        RunError, match=r"workers died 12 times under tile d0.*finished tiles are kept"
    ):
        designed(cluster="local:2")


def test_a_worker_of_another_model_is_refused_and_named(designed, workers, monkeypatch):
    workers()
    job = cluster_worker.Job.of

    def other(*what):
        made = job(*what)
        return replace(made, name="other", model={**made.model, "sources": "0123456789ab"})

    monkeypatch.setattr(cluster.Job, "of", other)
    wanted = r"^worker inproc://\S+ runs another model: sources \w{12} instead of 0123456789ab$"
    with pytest.raises(RunError, match=wanted):
        designed(cluster="local:2")
    monkeypatch.setattr(cluster.Team, "_check_models", lambda *_: None)  # one that came later
    with pytest.raises(RunError, match=wanted):
        designed(cluster="local:2")


def test_no_worker_is_said_after_a_while(designed, workers, monkeypatch):
    workers(0)
    monkeypatch.setattr(cluster, "PATIENCE", 0.0)
    with pytest.raises(RunError, match="no worker at local:2"):
        designed(cluster="local:2")


def test_no_scheduler_is_said_and_the_folder_goes_on_elsewhere(designed, monkeypatch):
    monkeypatch.setattr(cluster_address, "CONNECTING", 0.2)
    with pytest.raises(
        RunError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"
    ) as caught:
        designed(cluster="tcp://127.0.0.1:9")
    assert "\n" not in str(caught.value)
    assert designed().manifest.done


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("local", "local:2"),
        ("local:0", "local:2"),
        ("local:4 ", "local:4"),
        ("local:999", ""),
        ("node7:8786", "tcp://node7:8786"),
        ("http://node7:8786", "tcp://node7:8786"),
        ("tcp://node7", ""),
        ("tcp://node7:123456", ""),
        ("tcp://\x1b[2J:1", ""),
        ("", ""),
    ],
)
def test_what_is_no_address_is_a_fault(address, nearest):
    with pytest.raises(ExperimentError) as caught:
        Address.parse(address)
    (fault,) = caught.value.faults
    assert fault.key == "cluster"
    assert "tcp://HOST:PORT" in fault.expected
    if nearest:
        assert fault.nearest == nearest


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.7:8786", "tls://node-7.hpc:8786", "tcp://[::1]:1"]
)
def test_addresses_of_schedulers_are_taken_as_they_are(address):
    assert Address.parse(address) == Address(address, 0)
    assert Address.parse("local:12") == Address("local:12", 12)


def test_an_address_is_judged_before_anything_is_made(designed, tmp_path):
    with pytest.raises(ExperimentError, match="cluster"):
        designed(cluster="nowhere")
    assert not (tmp_path / "sweep").exists()


def test_without_dask_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(cluster_address, "find_spec", lambda name: None)
    with pytest.raises(RunError, match=r"pip install '\.\[cluster\]'"):
        Address.parse("local:2")


@pytest.mark.parametrize("which", ["listed", "sampled"])
def test_points_are_the_same_after_a_journey(experiments, which):
    from twinsim.scenario import load_experiment
    from twinsim.sweep.designed import Designed
    from twinsim.sweep.designs import Design

    experiment = load_experiment(experiments[which])
    points = Designed(experiment, Design.of(experiment))
    last = points.count - 1
    points.values(last)  # a sequence that has begun travels as one that has not
    there = pickle.loads(pickle.dumps(points))
    assert [there.values(d) for d in range(last)] == [points.values(d) for d in range(last)]
    assert there.scenario(last).sha256() == points.scenario(last).sha256()
