"""Innovation twins, simulated: what pairing two cities changes, and compared with what.

>>> import twinsim as ts
>>> scenario = ts.load("belfast-sejong")
>>> results = ts.run(scenario, replicates=1000, seed=1)
>>> results.effects()

The names below are imported when first used, so that `import twinsim` and
`twinsim --help` stay light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from twinsim._version import __version__

if TYPE_CHECKING:
    from twinsim.agents import TwinCityModel
    from twinsim.scenario import load
    from twinsim.sweep import Results, run

__all__ = ["Results", "TwinCityModel", "__version__", "load", "run"]

_HOMES = {
    "Results": "twinsim.sweep",
    "TwinCityModel": "twinsim.agents",
    "load": "twinsim.scenario",
    "run": "twinsim.sweep",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'twinsim' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
