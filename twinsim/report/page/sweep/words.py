"""What the page of a sweep says in sentences, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator

from twinsim._version import __version__
from twinsim.report import sweeps
from twinsim.report.page.sweep.told import Sweep
from twinsim.text import inert


def lead(sweep: Sweep) -> list[str]:
    """What was run, and what its intervals hold."""
    short = sweep.short
    said = [
        f"{sweeps.opening(sweep.case.results)}. {sweeps.varied(short.about)}",
        f"{sweeps.doubt(short.draws, short.about)}.",
    ]
    return [*said, *(line for line in [failed(sweep)] if line)]


def failed(sweep: Sweep) -> str:
    """What was left out; empty for nothing."""
    short = sweep.short
    said = sweeps.failures(short.failed, short.failed_points, short.reason)
    return f"{said}." if said else ""


def verdicts(sweep: Sweep) -> Iterator[tuple[str, list[str]]]:
    """For each factor shown, a sentence for each headline."""
    for factor in sweep.asked:
        told = sweep.of_contrast(factor.id, sweep.contrast)
        yield sweeps.short(factor), [f"{one.indicator}: {sweeps.verdict(one)}" for one in told]


def facts(sweep: Sweep) -> list[tuple[str, str]]:
    """Where the numbers come from: a word and its value each."""
    manifest = sweep.case.results.manifest
    who = manifest.identity
    counts = manifest.replicates()
    return [
        ("experiment", sweep.title),
        ("seed", str(who.seed)),
        ("design points", f"{len(counts):,}"),
        ("worlds of each arm, all points together", f"{sum(counts):,}"),
        ("worlds left out", f"{sweep.short.failed:,}, for a failed run"),
        ("parameters", inert(who.parameters, 40)),
        ("model made by", f"twinsim {inert(manifest.version, 40)}"),
        ("report made by", f"twinsim {__version__}"),
        ("hash of the model's source (SHA-256)", inert(who.sources, 64)),
        ("hash of the input and the facts of cities (SHA-256)", inert(who.input_sha256, 64)),
        ("hash of all rows (SHA-256)", inert(manifest.content, 64)),
    ]


def command(sweep: Sweep) -> str:
    """The command that goes on with these results, or makes them again."""
    case = sweep.case
    return f"twinsim sweep {case.place}/experiment.toml --seed {case.seed}{case.table_option}"
