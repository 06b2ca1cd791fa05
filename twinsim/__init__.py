"""Innovation twins, simulated: what pairing two cities changes, and compared with what.

>>> import twinsim as ts
>>> scenario = ts.load("belfast-sejong")
>>> results = ts.run(scenario, replicates=1000, seed=1)
>>> results.effects()

The names below are imported when first used, so that `import twinsim` and
`twinsim --help` stay light; not even typing is imported here.
"""

from __future__ import annotations

from twinsim._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from twinsim.agents import TwinCityModel
    from twinsim.pairing import Pairing, Portfolio, pair, portfolio
    from twinsim.scenario import load, load_experiment
    from twinsim.sensitivity.entry import discover, sensitivity
    from twinsim.study.study import Study, study
    from twinsim.sweep import Results, run, sweep

__all__ = [
    "Pairing",
    "Portfolio",
    "Results",
    "Study",
    "TwinCityModel",
    "__version__",
    "discover",
    "load",
    "load_experiment",
    "pair",
    "portfolio",
    "run",
    "sensitivity",
    "study",
    "sweep",
]

_HOMES = {
    "Pairing": "twinsim.pairing",
    "Portfolio": "twinsim.pairing",
    "Results": "twinsim.sweep",
    "Study": "twinsim.study.study",
    "TwinCityModel": "twinsim.agents",
    "discover": "twinsim.sensitivity.entry",
    "load": "twinsim.scenario",
    "load_experiment": "twinsim.scenario",
    "pair": "twinsim.pairing",
    "portfolio": "twinsim.pairing",
    "run": "twinsim.sweep",
    "sensitivity": "twinsim.sensitivity.entry",
    "study": "twinsim.study.study",
    "sweep": "twinsim.sweep",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'twinsim' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
