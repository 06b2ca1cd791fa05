"""What is explained: differences between arms, their sign, which arm or option is best.

    job_years:twin-solo             the difference, in the indicator's unit
    job_years:twin-solo:gain        1 where a world gains, 0 where it loses, ½ where it does neither
    net_value:best=twin             1 where no arm has more in this world (equals share it)
    job_years:twin-baseline:hours=60        what an option adds to the mean of all options
    job_years:twin-baseline:best hours=60   1 where no option has more

Means over worlds of those with 0 and 1 are shares of worlds. Raw levels of an arm, as
`jobs:twin`, are read only where they are asked for: most of what moves them moves all arms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twinsim.errors import Fault, ResultsError
from twinsim.registry import indicators, nearest
from twinsim.scenario.experiment import Value
from twinsim.sensitivity.worlds import Floats
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.reading import read_tile, windows
from twinsim.text import number

_MOST_TOLD = 3
MOST_DROPPED = 0.05


@dataclass(frozen=True)
class Output:
    """One output: its name, unit, indicator, and what of it is taken (see the module)."""

    name: str
    unit: str
    indicator: str
    kind: str  # difference, gain, best, option, best option, level
    contrast: str = ""
    arm: str = ""
    option: int = -1

    @property
    def decision(self) -> bool:
        """Whether it is a choice or a sign, and no amount."""
        return self.kind in ("gain", "best", "best option")


@dataclass(frozen=True)
class Read:
    """Indicators of every run, shape (arms, worlds, rows, options, indicators); `dropped` are the
    numbers of blocks with a failed run, with what is said of them."""

    values: Floats
    indicators: tuple[str, ...]
    arms: tuple[str, ...]
    dropped: tuple[int, ...]
    said: str = ""

    def output(self, wanted: Output) -> Floats:
        """An output, shape (worlds, rows)."""
        whole = self.values[..., self.indicators.index(wanted.indicator)]
        if wanted.kind == "level":
            level: Floats = whole[self.arms.index(wanted.arm), :, :, 0]
            return level
        if wanted.kind == "best":
            return _best(np.moveaxis(whole[..., 0], 0, -1), self.arms.index(wanted.arm))
        arm, reference = (self.arms.index(id) for id in wanted.contrast.split("-"))
        apart: Floats = whole[arm] - whole[reference]
        if wanted.kind == "option":
            added: Floats = apart[..., wanted.option] - apart.mean(axis=-1)
            return added
        if wanted.kind == "best option":
            return _best(apart, wanted.option)
        difference: Floats = apart[..., 0]
        return 0.5 + 0.5 * np.sign(difference) if wanted.kind == "gain" else difference


def _best(values: Floats, which: int) -> Floats:
    """1 where `which` of the last axis is the largest, a share of 1 where others equal it."""
    top = values == values.max(axis=-1, keepdims=True)
    found: Floats = np.where(top[..., which], 1.0 / np.maximum(top.sum(axis=-1), 1), 0.0)
    found[np.isnan(values).any(axis=-1)] = np.nan
    return found


def outputs_of(
    chosen: Sequence[str],
    contrasts: Sequence[str],
    arms: Sequence[str],
    decided: str = "",
    options: Sequence[Value] = (),
    *,
    levels: bool = False,
) -> tuple[Output, ...]:
    """The outputs for some indicators and contrasts. Raises :class:`ResultsError` for unknown."""
    found: list[Output] = []
    for id in chosen:
        if id not in indicators():
            near = nearest(id, indicators()) or ""
            raise ResultsError(Fault("", 0, "indicator", id, "expected an indicator", near))
        unit = indicators()[id].unit
        for contrast in contrasts:
            name = f"{id}:{contrast}"
            if decided:
                for at, option in enumerate(options):
                    word = f"{decided}={_word(option)}"
                    found.append(Output(f"{name}:{word}", unit, id, "option", contrast, "", at))
                    found.append(
                        Output(f"{name}:best {word}", "share", id, "best option", contrast, "", at)
                    )
                continue
            found.append(Output(name, unit, id, "difference", contrast))
            found.append(Output(f"{name}:gain", "share", id, "gain", contrast))
        if not decided and contrasts and len(arms) > 1:
            best = contrasts[0].split("-")[0]
            found.append(Output(f"{id}:best={best}", "share", id, "best", arm=best))
        if levels and not decided:
            found += [Output(f"{id}:{arm}", unit, id, "level", arm=arm) for arm in arms]
    return tuple(found)


def _word(value: Value) -> str:
    return number(value, 6).rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def read(
    folder: Path, manifest: Manifest, chosen: Sequence[str], worlds: int, block: int, options: int
) -> Read:
    """Read the runs of a sample of blocks of `block` rows, each run at `options` points.

    A block with a failed run is dropped as a whole: without one of its rows it says nothing.
    What the others say then holds where the model runs. Raises :class:`ResultsError` where more
    than one block in twenty would be dropped, naming the first design points.
    """
    names, arms = list(dict.fromkeys(chosen)), manifest.arms
    values = np.full((len(arms), worlds, manifest.points, len(names)), np.nan)
    reasons: dict[int, str] = {}
    for _, tiles in windows(manifest):
        for tile in tiles:
            if tile.first >= worlds or tile.design_first >= manifest.points:
                continue
            rows = read_tile(folder, manifest, "runs", tile, names)
            for design in range(tile.design_first, min(tile.design_last + 1, manifest.points)):
                parts = rows.of_design(design).by_arm(arms)
                last = min(tile.last + 1, worlds) - tile.first
                for at, part in enumerate(parts):
                    good = part.good[:last]
                    cells = np.where(good[:, None], part.values[:last], np.nan)
                    values[at, tile.first : tile.first + last, design] = cells
                    if not good.all():
                        bad = int(np.flatnonzero(~good)[0])
                        reasons.setdefault(design, str(part.keys["reason"][bad]))
    shaped = values.reshape(len(arms), worlds, -1, options, len(names))
    dropped, said = _dropped(reasons, manifest.points, block * options, str(folder))
    return Read(shaped, tuple(names), arms, dropped, said)


def _dropped(
    reasons: dict[int, str], points: int, each: int, folder: str
) -> tuple[tuple[int, ...], str]:
    if not reasons:
        return (), ""
    blocks = points // each
    dropped = tuple(sorted({design // each for design in reasons}))
    first = sorted(reasons)[:_MOST_TOLD]
    more = f" and {len(reasons) - len(first):,} more" if len(reasons) > len(first) else ""
    told = f"design points {', '.join(map(str, first))}{more}"
    if len(dropped) > MOST_DROPPED * blocks:
        expected = (
            f"expected runs that do not fail ({reasons[first[0]]}); {len(dropped):,} of "
            f"{blocks:,} blocks of the sample hold a failed one, more than one in twenty: what is "
            "left would be another question"
        )
        raise ResultsError(Fault(folder, 0, "runs", told, expected))
    said = (
        f"{len(dropped):,} of {blocks:,} blocks of the sample hold a failed run ({told}: "
        f"{reasons[first[0]]}) and are dropped as a whole: results hold where the model runs"
    )
    return dropped, said
