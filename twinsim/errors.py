"""The one family of errors that users see.

Wrong input is reported as a list of :class:`Fault`, so that every fault of a file
is shown at once. The command line prints a fault in one to three lines and exits
with 2; what goes wrong outside the input (a full disk, a locked folder) is a
:class:`RunError` and exits with 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault in the input: where it is, what was found and what was expected.

    Every field but `expected` may be empty. `line` counts from 1; 0 means unknown.
    """

    file: str
    line: int
    key: str
    value: str
    expected: str
    nearest: str = ""

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line else "")
        found = f" = {self.value}" if self.value else ""
        head = ": ".join(part for part in (place, self.key + found) if part)
        hint = f" Did you mean {self.nearest}?" if self.nearest else ""
        return f"{head}: {self.expected}.{hint}"


class TwinsimError(Exception):
    """Base of all errors whose cause is the input."""

    def __init__(self, faults: Sequence[Fault] | Fault) -> None:
        self.faults: list[Fault] = [faults] if isinstance(faults, Fault) else list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ScenarioError(TwinsimError):
    """A scenario or city file, or an override of one, is wrong."""


class ExperimentError(TwinsimError):
    """An experiment file is wrong."""


class ResultsError(TwinsimError):
    """A results folder is not what was asked for: corrupt, or made from another input."""


class RunError(Exception):
    """The work failed for a reason outside the input: disk, permissions, another writer."""
