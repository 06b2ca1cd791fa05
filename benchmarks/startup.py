"""How long it takes to start: imports, the first answer of the command, the kernel.

Each is a process of its own. The kernel is compiled once, into an empty cache; else it is loaded.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from time import perf_counter

from benchmarks.timing import Took, tell, title

LOAD = "from twinsim.core import compile_kernels; compile_kernels()"
ROUGHLY_IDLE = "compile time was set a limit of 20 s on two quiet cores"


def started(arguments: list[str], cache: str = "") -> Took:
    """What a process of Python with these arguments takes, all of its own processes included."""
    environment = {**os.environ, **({"NUMBA_CACHE_DIR": cache} if cache else {})}
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment
    )
    clock, after = perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(clock, spent)


def told(label: str, times: list[Took], most: float | None = None) -> None:
    """Print both kinds of time."""
    tell(f"{label}: clock", [t.clock for t in times], "s", most=most)
    tell(f"{label}: processor", [t.processor for t in times], "s")


def measure(repeats: int, *, compile_: bool) -> None:
    """Print the times."""
    title(f"Start: processes of their own ({ROUGHLY_IDLE})")
    for label, arguments in (
        ("import twinsim", ["-c", "import twinsim"]),
        ("twinsim --help", ["-m", "twinsim", "--help"]),
        ("kernel loaded, imports included", ["-c", LOAD]),
    ):
        told(label, [started(arguments) for _ in range(repeats)])
    if compile_:
        with tempfile.TemporaryDirectory(prefix="twinsim-") as cache:
            told("kernel compiled, imports included", [started(["-c", LOAD], cache)], most=20.0)
