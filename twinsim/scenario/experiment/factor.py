"""One factor of an experiment: what it may be, and what it sets in a scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from twinsim.errors import ExperimentError, Fault
from twinsim.registry import Prior, nearest
from twinsim.scenario.domains import Domain
from twinsim.scenario.faults import number, shown

Value = str | float | bool
Role = Literal["lever", "uncertainty"]
Scale = Literal["linear", "log"]


@dataclass(frozen=True)
class Factor:
    """A lever or an uncertainty.

    Either `levels` lists its values (labels of options and partners are text, whole numbers are
    floats too), or `low` and `high` are the ends of a range, or `prior` is its law. `key` is the
    dotted key of the scenario that it sets, "" where each level sets several keys (`options`).
    `whole`: whole numbers only. `unit` is "" for what has none.
    """

    id: str
    title: str
    role: Role
    unit: str = ""
    key: str = ""
    levels: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    scale: Scale = "linear"
    whole: bool = False
    prior: Prior | None = None
    domain: Domain | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """Every dotted key that it sets at some level."""
        if self.key:
            return (self.key,)
        return tuple(dict.fromkeys(key for option in self.options.values() for key in option))

    @property
    def always(self) -> tuple[str, ...]:
        """Those of its keys that it sets at every level, whatever a scenario says of them."""
        each = self.options.values()
        shares = "programme.payers"  # of these a partner keeps the anchor's
        return tuple(key for key in self.keys if key != shares and all(key in o for o in each))

    def settings(self, value: Value) -> dict[str, Any]:
        """The dotted keys of the scenario that a value stands for, with what they become.

        Raises :class:`ExperimentError` for a value that the factor does not allow.
        """
        if not self.allows(value):
            raise ExperimentError(self.fault(value))
        if not self.key:
            return dict(self.options[str(value)])
        # A scenario's whole numbers are no floats.
        whole = self.whole and self.role == "lever" and not isinstance(value, str | bool)
        return {self.key: int(value) if whole else value}

    def at(self, u: float) -> Value:
        """The value that a uniform `u`, above 0 and below 1, stands for.

        Levels have equal shares of it, a range has it linearly or by its logarithm (each whole
        number the same share where `whole`), a prior by its quantile, moved to the nearest value
        of the parameter's domain.
        """
        if self.levels:
            return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)]
        if self.prior is not None:
            value = self.prior.quantile(u)
            return value if self.domain is None else self.domain.nearest(value)
        if self.low is None or self.high is None:
            raise ValueError(f"{self.id} has neither levels nor a range nor a prior")
        end = self.high + 1.0 if self.whole else self.high
        if self.scale == "log":
            value = self.low * math.exp(u * math.log(end / self.low))
        else:
            value = self.low + u * (end - self.low)
        return min(max(float(math.floor(value)) if self.whole else value, self.low), self.high)

    def allows(self, value: Value) -> bool:
        """Whether the value is one of the levels, or lies in the range or the domain."""
        if self.levels:
            return any(level == value and type(level) is type(value) for level in self.levels)
        if isinstance(value, str | bool) or not math.isfinite(value):
            return False
        if self.prior is not None:
            return self.domain is None or value in self.domain
        if self.low is None or self.high is None or (self.whole and value != math.floor(value)):
            return False
        return self.low <= value <= self.high

    @property
    def expected(self) -> str:
        """What it allows, in words."""
        if self.levels:
            listed = ", ".join(shown(plain(level)) for level in self.levels[:12])
            return f"one of {listed}" + (", …" if len(self.levels) > 12 else "")
        if self.prior is not None:
            return str(self.domain)
        what = "a whole number" if self.whole else "a number"
        low, high = (number(plain(end)) for end in (self.low or 0.0, self.high or 0.0))
        return f"{what} from {low} to {high}"

    def fault(self, value: object, file: str = "", line: int = 0) -> Fault:
        """What is wrong with a value that it does not allow."""
        words = [level for level in self.levels if isinstance(level, str)]
        near = nearest(value, words) if isinstance(value, str) and words else None
        return Fault(file, line, self.id, shown(value), f"expected {self.expected}", near or "")

    def resolved(self) -> dict[str, Any]:
        """What decides its values, as plain values."""
        about: dict[str, Any] = {"role": self.role}
        if self.key:
            about["key"] = self.key
        if self.options:
            about["options"] = {id: dict(option) for id, option in self.options.items()}
        elif self.levels:
            about["values"] = [plain(level) for level in self.levels]
        elif self.prior is not None:
            about["prior"] = str(self.prior)
        else:
            about |= {"low": self.low, "high": self.high, "scale": self.scale, "whole": self.whole}
        return about


def plain(value: Any) -> Any:
    """A level as a file writes it: a whole number without its decimal point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
