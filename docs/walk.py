"""Walk through a document as its reader would: make its files, type its commands, see its output.

A fence `sh` holds commands: those that begin with `twinsim` are run, and `cd` is followed. A fence
with a file's name, as in `csv cities.csv`, is written to that file. A fence `text` shows what the
commands of the last `sh` printed, as an excerpt with a line `…` wherever lines are left out (see
refresh.py).
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from refresh import excerpt

FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)

Run = Callable[[list[str], Path], str]


def walked(document: str, folder: Path, run: Run, only: Callable[[str], bool]) -> str:
    """The document with the excerpts of all commands that `only` wants taken anew.

    `run` gets the words of a command line after `twinsim` and the folder to run it in, and
    returns what is printed. An excerpt of a block with a command that is not wanted stays as it
    is. Raises LookupError for an excerpt that the output does not hold.
    """
    place = folder
    printed: str | None = ""

    def step(found: re.Match[str]) -> str:
        nonlocal place, printed
        language, file, text = found[1], found[2], found[3]
        if language == "sh":
            lines = text.splitlines()
            wanted = all(only(line) for line in lines if line.startswith("twinsim "))
            printed = "" if wanted else None
            for line in lines:
                words = shlex.split(line, comments=True)
                if line.startswith("cd "):
                    place = place / words[1]
                elif line.startswith("twinsim ") and printed is not None:
                    printed += run(words[1:], place)
        elif file:
            (place / file).write_text(text, "utf-8")
        elif language == "text" and printed is not None:
            return f"```text\n{excerpt(printed, text)}```"
        return found[0]

    return FENCE.sub(step, document)


def commands(document: str) -> list[str]:
    """Every line of a document's `sh` fences."""
    return [
        line
        for found in FENCE.finditer(document)
        if found[1] == "sh"
        for line in found[3].splitlines()
    ]


def typed(words: list[str], folder: Path) -> str:
    """What a command prints: the answer, or where it is refused the reason."""
    line = [sys.executable, "-m", "twinsim", *words]
    path = os.pathsep.join(
        filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")))
    )
    done = subprocess.run(
        line,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    return done.stdout + (done.stderr if done.returncode else "")
