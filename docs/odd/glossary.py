"""The glossary: every term, headline and arrow, and the keys of scenario and experiment files."""

from __future__ import annotations

from odd.words import code, table
from twinsim.registry import indicators
from twinsim.registry.chain import GRADES, MEANINGS
from twinsim.report.entries import Entry, entries

_HEAD = """# Glossary

What words mean here. `twinsim explain WORD` says the same on the terminal, and explains every
indicator, parameter, mechanism and piece of evidence too; the [ODD document](odd.md) holds them all
in tables. This page is written by `python docs/tables.py` from `twinsim/registry/` and from the
types that read files of scenarios and experiments.
"""


def text() -> str:
    """The whole page."""
    parts = [
        _HEAD,
        "## Terms\n",
        *(f"**{entry.word.replace('_', ' ')}**: {entry.meaning}\n" for entry in _of("term")),
        "## Grades of evidence\n",
        _joined(table("grade | meaning", ((grade, MEANINGS[grade]) for grade in GRADES))),
        "## Headlines\n",
        _joined(
            table("headline | unit | what it is | arrows that lead there", map(_headline, _heads()))
        ),
        "## Arrows of the theory of change\n",
        _joined(
            table("mechanism | arrow | what is assumed | grade", map(_arrow, _of("mechanism")))
        ),
        "## Columns of effects.csv\n",
        _joined(table("column | meaning", ((code([e.word]), e.meaning) for e in _of("result")))),
        "## Keys of a scenario file\n",
        _joined(table("key | what it is | allows | default", map(_key, _of("key")))),
        "## Keys of an experiment file\n",
        _joined(table("key | what it is | allows | default", map(_key, _of("experiment key")))),
    ]
    return "\n".join(parts)


def _of(kind: str) -> list[Entry]:
    return [entry for entry in entries() if entry.kind == kind]


def _heads() -> list[Entry]:
    return [entry for entry in _of("indicator") if indicators()[entry.word].headline]


def _headline(entry: Entry) -> tuple[str, ...]:
    facts = dict(entry.facts)
    return code([entry.word]), facts["unit"], entry.meaning, facts["evidence"]


def _arrow(entry: Entry) -> tuple[str, ...]:
    facts = dict(entry.facts)
    return code([entry.word]), facts["arrow"], entry.meaning, facts["grade"]


def _key(entry: Entry) -> tuple[str, ...]:
    facts = dict(entry.facts)
    meaning = entry.meaning.removesuffix(" (of an experiment file)")
    return code([entry.word]), meaning, facts["allows"], facts["default"]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
