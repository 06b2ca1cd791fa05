"""Everything that has a name, explained from where it is declared; the glossary is made from it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from twinsim.registry import (
    Parameter,
    evidence,
    indicators,
    mechanisms,
    parameters,
    patterns,
)
from twinsim.registry.chain import GRADES, MEANINGS, arrows_to, grade_of, grades_of
from twinsim.report.entry import Entry as Entry
from twinsim.report.experiments import experiment_entries, experiment_key_entries
from twinsim.scenario.columns import COLUMNS
from twinsim.scenario.domains import domain, key_of_lever
from twinsim.scenario.keys import keys
from twinsim.text import listed

KINDS = (
    *("term", "grade", "indicator", "mechanism", "parameter", "key", "column", "result"),
    *("evidence", "pattern", "experiment", "experiment key"),
)
PLURALS = {kind: f"{kind}s" for kind in KINDS} | {"evidence": "evidence"}
_PATHS = ("key", "experiment key")  # kinds whose words are dotted paths

_ROLES = {
    "fit": "informed by a pattern",
    "sample": "uncertain",
    "fixed": "changed only in tests of structure",
    "lever": "a designer's choice",
}
_GRADES = {
    "R": "read in a source that is named",
    "R*": "derived from one that was read",
    "C": "recalled, with no source at hand",
    "A": "assumed: it rests on nothing that was read or recalled",
}
_TOTALS = {"sum": "summed", "mean": "their mean"}


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry, kind by kind, in the order of declaration."""
    return (
        *_terms(),
        *(Entry("grade", grade, f"A grade of evidence: {_GRADES[grade]}.") for grade in GRADES),
        *_indicators(),
        *_mechanisms(),
        *(_parameter(row) for row in parameters().values()),
        *_keys(),
        *_columns(),
        *_results(),
        *_evidence(),
        *_patterns(),
        *experiment_entries(),
        *experiment_key_entries(),
    )


def of_kind(word: str) -> list[Entry]:
    """All entries of a kind, by its name in one or many; empty for another word."""
    sought = _plain(word)
    kinds = [kind for kind in KINDS if sought in (_plain(kind), _plain(PLURALS[kind]))]
    return [entry for entry in entries() if entry.kind in kinds]


def find(word: str) -> list[Entry]:
    """The entries that a word names; a key also by its last parts. A word that names none is taken
    without its hyphens and plural. Empty for an unknown word."""
    sought = _plain(word)
    sought = re.sub(r"^(g_|mechanisms\.|parameters\.|arms\.[a-z0-9_]+\.(?=programme))", "", sought)
    found = [entry for entry in entries() if _plain(entry.word) == sought]
    if sought:
        ends = (f".{sought}", f"].{sought}")
        found += [e for e in entries() if e.kind in _PATHS and _plain(e.word).endswith(ends)]
    return found or [e for e in entries() if _loose(e.word) == _loose(sought) != ""]


def _loose(word: str) -> str:
    return _plain(word).replace("_", "").removesuffix("s")


def near(word: str, most: int = 5) -> list[str]:
    """Words like an unknown one, nearest first: by spelling, then those that hold it."""
    names = {_plain(name): entry.word for entry in entries() for name in _names(entry)}
    names |= {plural: plural for plural in PLURALS.values()}
    sought = _plain(word)[:100]
    found = [names[name] for name in get_close_matches(sought, names, n=most, cutoff=0.6)]
    if len(sought) >= 3:
        found += [word for name, word in names.items() if sought in name]
    return list(dict.fromkeys(found))[:most]


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.word, entry.word.rpartition(".")[2]) if entry.kind in _PATHS else (entry.word,)


def _plain(word: str) -> str:
    return re.sub(r"[\s-]+", "_", word.strip().casefold())


def _terms() -> Iterator[Entry]:
    for word, meaning in _declared("terms.toml"):
        yield Entry("term", word, meaning)


def _results() -> Iterator[Entry]:
    for word, meaning in _declared("effects.toml"):
        yield Entry("result", word, meaning, (("column of", "effects.csv"),))


def _declared(table: str) -> Iterator[tuple[str, str]]:
    """Words and meanings of a table of the registry."""
    text = files("twinsim.registry").joinpath(table).read_text("utf-8")
    for word, row in tomllib.loads(text).items():
        yield word, row["meaning"]


def _indicators() -> Iterator[Entry]:
    for row in indicators().values():
        arrows = [arrow.id for arrow in arrows_to(row.id)]
        grades = listed([f"{n} {MEANINGS[g]} ({g})" for g, n in grades_of(row.id).items()])
        yield Entry(
            "indicator",
            row.id,
            row.meaning,
            (
                ("unit", row.unit),
                ("level", row.level + (", a headline" if row.headline else "")),
                ("over time", "its value at the horizon" if row.stock else "total of the months"),
                ("over cities", _TOTALS.get(row.total, row.total)),
                (
                    "evidence",
                    f"of {len(arrows)} arrows that lead there, {grades}" if arrows else "",
                ),
                ("arrows", ", ".join(arrows)),
            ),
        )


def _mechanisms() -> Iterator[Entry]:
    for row in mechanisms().values():
        leads = [i for i, about in indicators().items() if about.headline and row in arrows_to(i)]
        yield Entry(
            "mechanism",
            row.id,
            row.assumption,
            (
                ("arrow", f"{row.source} → {row.target}"),
                ("gain", f"mechanisms.{row.id} = 1; 0 cuts it"),
                ("leads to", ", ".join(leads)),
                *_grounds(row.evidence),
            ),
        )


def _parameter(row: Parameter) -> Entry:
    lever = key_of_lever(row.id)
    return Entry(
        "parameter",
        row.id,
        row.meaning,
        (
            ("unit", row.unit),
            ("default", f"{row.central:g}, the central value"),
            ("prior", str(row.prior) if row.prior else "none: taken as known"),
            ("role", f"{row.role}: {_ROLES.get(row.role, '')}".rstrip(": ")),
            ("set by", lever or f"parameters.{row.id}, {domain(row.id)}"),
            ("note", row.note),
            *_grounds(row.evidence),
        ),
    )


def _keys() -> Iterator[Entry]:
    for key in keys().values():
        levers = [row for id, row in parameters().items() if key_of_lever(id) == key.path]
        values = ", ".join(f"{row.central:g} ({row.id})" for row in levers)
        rows = tuple(dict.fromkeys(id for row in levers for id in row.evidence))
        yield Entry(
            "key",
            key.path,
            key.meaning,
            (
                ("allows", key.allows),
                ("default", values or key.default or "none: it has to be written"),
                ("unit", levers[0].unit if levers else ""),
                *(_grounds(rows) if levers else ()),
            ),
        )


def _columns() -> Iterator[Entry]:
    for column in COLUMNS.values():
        needed = "required" if column.required else "may be empty: a missing fact stays missing"
        beside = f"{column.id}_source, {column.id}_year, {column.id}_grade" if column.fact else ""
        facts = (("allows", column.expected), ("needed", needed), ("beside it", beside))
        yield Entry("column", column.id, f"{column.meaning} (of a city table)", facts)


def _evidence() -> Iterator[Entry]:
    for row in evidence().values():
        facts = (("unit", row.unit), ("value", row.value), ("source", row.source))
        yield Entry(
            "evidence", row.id, row.effect, (*facts, ("grade", row.grade), ("use", row.use))
        )


def _patterns() -> Iterator[Entry]:
    for row in patterns().values():
        facts = (("target", row.target), ("read off by", row.read_off_by), ("kind", row.kind))
        yield Entry("pattern", row.id, row.fact, facts)


def _grounds(rows: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The grade of what rests on rows of evidence, then each row with its source."""
    grade = grade_of(rows)
    said = "that of the weakest row" if len(rows) > 1 else "no row of evidence" if not rows else ""
    yield "grade", f"{grade}, {MEANINGS[grade]}" + (f" ({said})" if said else "")
    for id in rows:
        if id in evidence():
            row = evidence()[id]
            yield "source", f"{id}, {row.grade}: {row.effect}: {row.value}. {row.source}"
        elif id in patterns():
            yield "pattern", f"{id}: {patterns()[id].fact}"
