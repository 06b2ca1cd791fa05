"""The command line: words in, words out, an exit code.

Exit codes: 0 done; 1 it failed; 2 the input is wrong; 130 interrupted. What goes wrong is
said in one to three lines on stderr; a traceback would be a bug.
"""

from __future__ import annotations

import sys

try:
    import os
    import signal
except KeyboardInterrupt:  # before `main` is there to say anything
    sys.exit(130)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. `arguments` default to those of the process."""
    before: Any = signal.SIG_DFL
    _open_closed()
    try:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        from twinsim.cli.app import answer

        return answer(sys.argv[1:] if arguments is None else list(arguments))
    except KeyboardInterrupt as stopped:
        said = str(stopped) or "Nothing is half-written; the same command goes on."
        print(f"Interrupted. {said}", file=sys.stderr)
        return 130
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _open_closed() -> None:
    """Give a closed stream a place where nothing is kept.

    Python prints to stdout what it should print to a stderr that is None, and the next file that
    is opened would take the number of the stream.
    """
    if sys.stdout is not None and sys.stderr is not None:
        return
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")
