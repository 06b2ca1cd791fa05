"""The address of a cluster, and the Dask client that works there.

Dask runs whatever reaches its ports: an address is trusted like a shell. `local:N` listens on
the loopback interface alone.
"""

from __future__ import annotations

import logging
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from twinsim.errors import ExperimentError, Fault, RunError

if TYPE_CHECKING:
    from distributed import Client

CONNECTING = 15.0
"""Seconds for a scheduler to answer."""
MOST_PROCESSES = 256

_LOCAL = re.compile(r"local:([1-9][0-9]{0,2})")
_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})")
_BARE = re.compile(r"(?:[a-z]+://)?([A-Za-z0-9._-]+:[0-9]{1,5})")


@dataclass(frozen=True)
class Address:
    """Where a sweep is made: a Dask scheduler, or `processes` of this machine."""

    text: str
    processes: int = 0

    @staticmethod
    def parse(text: str) -> Address:
        """Raises :class:`ExperimentError` for what is no address, :class:`RunError` where Dask is
        not installed."""
        local, scheduler = _LOCAL.fullmatch(text), _SCHEDULER.fullmatch(text)
        if local and int(local[1]) <= MOST_PROCESSES:
            address = Address(text, int(local[1]))
        elif scheduler and 0 < int(scheduler[1]) < 65536:
            address = Address(text)
        else:
            raise ExperimentError(
                Fault(
                    "",
                    0,
                    "cluster",
                    repr(text),
                    "expected tcp://HOST:PORT (or tls://) of a Dask scheduler, or local:N for N "
                    f"processes of this machine, 1 to {MOST_PROCESSES}",
                    _nearest(text),
                )
            )
        if find_spec("distributed") is None:
            raise RunError("--cluster needs Dask, which is not installed: pip install '.[cluster]'")
        return address

    @contextmanager
    def connected(self) -> Iterator[Client]:
        """A client there; processes of this machine start and end with it.

        Raises :class:`RunError`.
        """
        with ExitStack() as stack:
            stack.enter_context(_quiet())
            at: Any = stack.enter_context(_processes(self.processes)) if self.processes else None
            yield stack.enter_context(_client(at.scheduler_address if at else self.text))


def _nearest(text: str) -> str:
    bare = _BARE.fullmatch(text)
    if text.startswith("local"):
        digits = "".join(re.findall("[0-9]", text)).lstrip("0")[:2]
        return f"local:{digits or 2}"
    return f"tcp://{bare[1]}" if bare and int(bare[1].rpartition(":")[2]) < 65536 else ""


@contextmanager
def _client(address: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECTING, set_as_default=False, name="twinsim")
    except (OSError, ValueError, TypeError) as error:  # timeouts, names, certificates, strangers
        reason = " ".join(str(error).split()) or type(error).__name__
        raise RunError(f"no Dask scheduler answers at {address}: {reason}") from error
    try:
        yield client
    finally:
        with suppress(TimeoutError):
            client.close(timeout=2)


@contextmanager
def _processes(count: int) -> Iterator[Any]:
    from distributed import LocalCluster

    cluster: Any = None
    try:
        with _leaving_interruptions_to_us():
            cluster = LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",  # of None, Dask makes port 8787
                scheduler_kwargs={"dashboard": False},
                memory_limit=0,
                silence_logs=logging.CRITICAL,
            )
        yield cluster
    except RuntimeError as error:
        if cluster is not None:
            raise
        raise RunError(
            f"cannot start {count} processes here ({error}); a script that calls sweep() does so "
            'under `if __name__ == "__main__":`'
        ) from error
    finally:
        if cluster is not None:
            with suppress(TimeoutError):  # what is left ends with this process
                cluster.close(timeout=10)


@contextmanager
def _leaving_interruptions_to_us() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: those that are started inside do not see it."""
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it lifts the block, where it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Dask's own lines on stderr: what goes wrong is said by an error."""
    import distributed  # it sets up its log when it is first imported

    handlers = logging.getLogger(distributed.__name__).handlers
    before = [handler.level for handler in handlers]
    for handler in handlers:
        handler.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for handler, level in zip(handlers, before, strict=True):
            handler.setLevel(level)
