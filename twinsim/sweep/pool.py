"""Runs over threads, in pieces, ending cleanly when interrupted.

The kernels release the interpreter's lock, so threads use all cores. Ctrl-C and SIGTERM
only set a flag: the pieces under way end, what is whole is written, and then the
interruption is raised. A second Ctrl-C does not wait.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

_AHEAD = 3  # pieces handed out per worker: enough to keep them busy, few enough for memory
_LOOK = 0.2  # seconds between looks at the flag


class Interrupted(KeyboardInterrupt):
    """Work was stopped by Ctrl-C or SIGTERM after whole parts of it had been kept."""


def answers(
    pieces: Sequence[Piece],
    work: Callable[[Piece], Answer],
    workers: int,
    stop: threading.Event,
) -> Generator[tuple[Piece, Answer], None, None]:
    """Yield each piece with its answer as it comes; after `stop`, only those under way."""
    queue = iter(pieces)
    with ThreadPoolExecutor(workers, thread_name_prefix="twinsim") as pool:
        under_way: dict[Future[Answer], Piece] = {}
        try:
            while True:
                while not stop.is_set() and len(under_way) < workers * _AHEAD:
                    piece = next(queue, None)
                    if piece is None:
                        break
                    under_way[pool.submit(work, piece)] = piece
                if stop.is_set():
                    under_way = {f: piece for f, piece in under_way.items() if not f.cancel()}
                if not under_way:
                    return
                done, _ = wait(under_way, timeout=_LOOK, return_when=FIRST_COMPLETED)
                for future in done:
                    yield under_way.pop(future), future.result()
        finally:
            for future in under_way:
                future.cancel()


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """While inside, the first Ctrl-C or SIGTERM sets the flag and a second one raises.

    Signals reach only the main thread of a program; elsewhere the flag is never set.
    """
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(number: int, frame: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
