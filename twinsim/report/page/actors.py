"""Parameters by actor: read off the source, from the first module that uses each."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from twinsim.registry import parameters

# An actor, and the modules that are its own: its rules first, then where else it lives.
ACTORS = {
    "Firms": ("rules/firm", "core/firms", "core/training", "core/market"),
    "The call: awareness, bids, selection": ("rules/call", "core/selection"),
    "Pilots, adoptions and sales": ("rules/pilot", "core/trials", "core/orders"),
    "Cities": ("rules/city", "core/context"),
    "The programme: time, money, training": (
        *("rules/programme", "world/money", "world/programmes", "world/timetable", "core/fund"),
    ),
    "Links between cities": ("rules/link",),
    "Universities": ("rules/university",),
    "Investors": ("rules/investor", "core/deals"),
    "Clusters": ("rules/cluster", "core/clusters"),
    "The world at the start": ("world/start", "world/build", "world/parameters", "core/start"),
}
_DEFAULTS = "The programme: time, money, training"  # where a parameter is but a key's default
_READ = re.compile(r"""\bp(?:\[0\])?(?:\.|\[")([a-z]\w*)""")


@cache
def by_actor() -> dict[str, tuple[str, ...]]:
    """Ids of parameters by actor, in the registry's order; every parameter once."""
    home: dict[str, str] = {}
    for room in ("rules", "world", "core"):
        for actor, modules in ACTORS.items():
            for module in (m for m in modules if m.startswith(f"{room}/")):
                for id in _reads(module):
                    home.setdefault(id, actor)
    groups: dict[str, list[str]] = {actor: [] for actor in ACTORS}
    for id in parameters():
        groups[home.get(id, _DEFAULTS)].append(id)
    return {actor: tuple(ids) for actor, ids in groups.items() if ids}


def _reads(module: str) -> set[str]:
    source = files("twinsim").joinpath(f"{module}.py").read_text("utf-8")
    return set(_READ.findall(source)) & set(parameters())
