"""Whether an analysis in a results folder is of these very results, and what differs if not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twinsim.report.page.case import Case
from twinsim.sweep.manifest import Manifest, plain
from twinsim.text import inert, listed

_APART = ("name", "title", "arms", "contrasts", "reference", "experiment", "schema")
_FEW = 3


def swept(case: Case, other: Manifest) -> str:
    """What of the scenario that a sweep varied differs from that of the run; empty for nothing.

    Both may have arms that the other has not.
    """
    here, there = case.results.manifest.identity, other.identity
    differing = list(_keys(here.resolved, there.resolved))
    if differing:
        more = [f"{len(differing) - _FEW} more"] * (len(differing) > _FEW)
        shown = [inert(key, 60) for key in differing[:_FEW]]
        return f"it varies another scenario: {listed([*shown, *more])} differ"
    if here.sources != there.sources:
        return "it was made by another source of the model"
    return ""


def analysed(case: Case, experiment: str, base: str, known: Mapping[str, str]) -> str:
    """The same of an analysis of an experiment, by the hashes of experiment and scenario. `known`
    says of experiments, by their hash, what differs."""
    if experiment in known:
        return known[experiment]
    if base == case.results.manifest.identity.input_sha256:
        return ""
    if base:
        return "it is of another scenario, or of other settings or facts of cities"
    return "it does not say of which scenario it is"


def _keys(here: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[str]:
    """The keys that differ, arms that only one has left out."""
    one, two = _plain(here), _plain(there)
    arms = [arm for arm in one["arms"] if arm in two["arms"]]
    for found in (one, two):
        found["arms"] = {arm: found["arms"][arm] for arm in arms}
    first, second = dict(_flat(one)), dict(_flat(two))
    for key in {**first, **second}:
        if first.get(key) != second.get(key):
            yield key


def _plain(resolved: Mapping[str, Any]) -> dict[str, Any]:
    arms = resolved.get("arms", {})
    kept = {key: value for key, value in resolved.items() if key not in _APART}
    return dict(plain({**kept, "arms": arms if isinstance(arms, Mapping) else {}}))


def _flat(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _flat(item, f"{prefix}.{key}" if prefix else str(key))
    else:
        yield prefix, value
