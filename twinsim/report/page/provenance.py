"""Where the numbers come from: seed, versions, hashes, files, and the command that remakes them."""

from __future__ import annotations

import json

from twinsim._version import __version__
from twinsim.report.page.case import Case
from twinsim.report.page.table import Cell, Table, heads
from twinsim.sweep.manifest import plain
from twinsim.text import inert

_MADE = {
    "started": "run started",
    "seconds": "seconds it took",
    "workers": "workers (threads, or of a cluster)",
    "python": "Python",
    "platform": "system",
}


def facts(case: Case) -> list[tuple[str, str]]:
    """A word and its value each."""
    manifest = case.results.manifest
    who = manifest.identity
    values = "central values" if who.parameters == "central" else "some are not central"
    said = [
        ("scenario", inert(str(case.resolved.get("name", "")), 80)),
        ("seed", str(who.seed)),
        ("worlds of each arm", f"{case.results.replicates:,}"),
        ("worlds left out", f"{case.results.worlds.failed:,}, for a failed run"),
        ("parameters", values),
        ("model made by", f"twinsim {inert(manifest.version, 40)}"),
        ("report made by", f"twinsim {__version__}"),
        ("hash of the model's source (SHA-256)", inert(who.sources, 64)),
        ("hash of the input and the facts of cities (SHA-256)", inert(who.input_sha256, 64)),
        ("hash of all rows (SHA-256)", inert(manifest.content, 64)),
    ]
    made = manifest.made
    said += [(_MADE.get(key, key), inert(str(value), 120)) for key, value in made.items()]
    return said


def command(case: Case) -> str:
    """The command that makes the numbers again."""
    size = f"--replicates {case.results.replicates} --seed {case.seed}"
    return f"twinsim run {case.place}/scenario.toml {size}{case.table_option} --out again"


def files(case: Case) -> Table:
    """The files of rows, with the hash of each."""
    shards = sorted(case.results.manifest.shards.items())
    rows = tuple(
        (Cell(inert(path, 100)), Cell(f"{shard.rows:,}"), Cell(inert(shard.sha256, 64)))
        for path, shard in shards
    )
    return Table(
        id="files",
        caption="Files of rows that this report was made from",
        heads=heads("file | rows | SHA-256", text=(0, 2)),
        rows=rows,
    )


def scenario_text(case: Case) -> str:
    """The scenario, resolved: as annotated TOML where it can be had, else as JSON."""
    if case.scenario is not None:
        text = case.scenario.to_toml()
    else:
        text = json.dumps(plain(case.resolved), indent=2, ensure_ascii=False)
    return "\n".join(inert(line, 1000) for line in text.splitlines())
