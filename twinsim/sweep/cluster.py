"""Tiles of a sweep made by Dask workers: the points go out as bytes, shards come back as bytes.

A task is a tile. This process alone writes the results folder, so that no shared disk is needed
and the bytes are those that threads make. Dask gives the tiles of a worker that died to others;
a tile under which workers keep dying ends the sweep, by its name.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, Queue
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from twinsim.errors import RunError
from twinsim.sweep import session
from twinsim.sweep.cluster_address import Address
from twinsim.sweep.cluster_worker import Job, given, make_tile, model, prepare, unlike
from twinsim.sweep.engine import CoreEngine, Keep
from twinsim.sweep.making import Progress, runs_in
from twinsim.sweep.points import Points
from twinsim.sweep.pool import interruptible
from twinsim.sweep.session import Build
from twinsim.sweep.store import Store
from twinsim.sweep.tiles import Tile

if TYPE_CHECKING:
    from distributed import Client, Future

Task = tuple[Tile, ...]  # what `make_tile` takes; nothing for `prepare`

PATIENCE = 60.0
"""Seconds to go on without any worker."""

_AHEAD = 2  # tiles handed out per thread: enough to keep it busy, few enough for memory
_LOOK = 0.2  # seconds between looks at the flag and the workers
_TRIES = 2  # times that Dask may give a tile up, each time after several workers died under it


@contextmanager
def crew(
    address: Address, points: Points, seed: int, keep: Keep, build: Build = CoreEngine.build
) -> Iterator[session.Crew]:
    """What makes tiles at `address`; it connects when there is something to make.

    Making raises :class:`RunError` where there is no scheduler, no worker, a worker of another
    model, or a tile that cannot be made.
    """
    with ExitStack() as stack:
        yield Crew(stack, address, points, partial(Job.of, points, seed, keep, build))


@dataclass
class Crew:
    """Workers at an address, who are called when there is something to make."""

    stack: ExitStack
    address: Address
    points: Points
    job: Callable[[], Job]
    team: Team | None = None

    @property
    def workers(self) -> int:
        """How many workers there were, at most; 0 before any was called."""
        return self.team.workers if self.team else 0

    def __call__(self, store: Store, tiles: Sequence[Tile], progress: Progress | None) -> bool:
        """Make the tiles; False when interrupted."""
        if self.team is None:
            client = self.stack.enter_context(self.address.connected())
            self.team = Team(client, self.address.text, self.job())
        return self.team.make(store, self.points, tiles, progress)


class Team:
    """The workers behind a Dask client, and the job they were given."""

    def __init__(self, client: Client, address: str, job: Job) -> None:
        """Raises :class:`RunError` where there is no worker, or one of another model."""
        self.client = client
        self.address = address
        self.workers = 0
        self._seen = monotonic()
        with self._reaching():
            self._wait_for_a_worker()
            self._check_models(job)
            # A task, and not scattered: it is computed again where all that held it have died.
            self._job = client.submit(given, job, key=f"twinsim-{job.name}")

    def make(
        self, store: Store, points: Points, tiles: Sequence[Tile], progress: Progress | None
    ) -> bool:
        """Make the tiles and keep each as it comes; False when interrupted."""
        total, done, written = runs_in(tiles, points), 0, 0
        with interruptible() as stop:
            with closing(self._answers(prepare, [()], stop)) as ready:
                list(ready)  # one worker first: those that share its disk find the model compiled
            with closing(self._answers(make_tile, [(tile,) for tile in tiles], stop)) as answers:
                for (tile,), files in answers:
                    store.add(tile, files)
                    written += 1
                    done += runs_in([tile], points)
                    if progress is not None:
                        progress(done, total)
        return written == len(tiles)

    def _answers(
        self, work: Callable[..., Any], tasks: Sequence[Task], stop: Event
    ) -> Generator[tuple[Task, Any], None, None]:
        """Each task with its answer as it comes; none after `stop`."""
        waiting, given_up = deque(tasks), Counter[Task]()
        under_way: dict[Any, tuple[Future, Task]] = {}
        finished: Queue[Future] = Queue()
        try:
            while (waiting or under_way) and not stop.is_set():
                room = _AHEAD * self._threads() - len(under_way)
                for _ in range(min(room, len(waiting))):
                    task = waiting.popleft()
                    future = self.client.submit(work, self._job, *task, pure=False)
                    under_way[future.key] = (future, task)
                    future.add_done_callback(finished.put)
                with suppress(Empty):
                    future, task = under_way.pop(finished.get(timeout=_LOOK).key)
                    if self._gave_up(future, task, given_up):
                        waiting.appendleft(task)
                    else:
                        yield task, self._result(future, task)
        finally:
            if under_way:
                with suppress(Exception):  # of a scheduler that has gone
                    self.client.cancel([future for future, _ in under_way.values()])

    def _gave_up(self, future: Future, task: Task, times: Counter[Task]) -> bool:
        """Whether the workers died under a task, which is then to be tried again.

        Raises :class:`RunError` for one that has been often enough.
        """
        from distributed import KilledWorker

        error = future.exception() if future.status == "error" else None
        if not isinstance(error, KilledWorker):
            return False
        times[task] += 1
        if times[task] > _TRIES:
            raise RunError(
                f"workers died {times[task] * (error.allowed_failures + 1)} times under "
                f"{_name(task)}, too little memory perhaps; finished tiles are kept"
            )
        return True

    def _result(self, future: Future, task: Task) -> Any:
        from concurrent.futures import CancelledError

        try:
            return future.result()
        except CancelledError as error:
            raise self._gone() from error
        except RunError:
            raise
        except Exception as error:  # whatever was raised, far away
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            raise RunError(
                f"a worker of {self.address} failed at {_name(task)}: {reason}"
            ) from error

    def _threads(self) -> int:
        """Threads of all workers. Raises :class:`RunError` where there have been none for long."""
        with self._reaching():
            found = [*map(int, self.client.nthreads().values())]
        threads, self.workers = sum(found), max(self.workers, len(found))
        now = monotonic()
        if threads:
            self._seen = now
        elif now - self._seen > PATIENCE:
            raise RunError(
                f"no worker at {self.address} for {PATIENCE:.0f} s: start some with `dask worker "
                f"{self.address}`; finished tiles are kept"
            )
        return threads

    def _wait_for_a_worker(self) -> None:
        while not self._threads():
            with suppress(TimeoutError):
                self.client.wait_for_workers(1, timeout=1)

    def _check_models(self, job: Job) -> None:
        for worker, there in sorted(self.client.run(model, on_error="return").items()):
            if isinstance(there, Exception):
                raise RunError(
                    f"worker {worker} cannot run twinsim {job.model['twinsim']}: {there}"
                )
            if found := unlike(job.model, there):
                raise RunError(f"worker {worker} runs another model: {found}")

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:  # Dask's errors of a connection are such
            raise self._gone() from error

    def _gone(self) -> RunError:
        return RunError(f"the Dask scheduler at {self.address} has gone; finished tiles are kept")


def _name(task: Task) -> str:
    return f"tile {task[0].name}" if task else "the preparation of the model"
