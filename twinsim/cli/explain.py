"""`twinsim explain`: what a word means, and on what it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from twinsim.cli.options import Json, Quiet
from twinsim.cli.suggest import words

if TYPE_CHECKING:
    from twinsim.report.entries import Entry

Word = Annotated[
    str | None,
    typer.Argument(
        metavar="WORD",
        help="An indicator, parameter, mechanism, key of a file, experiment, or term.",
        show_default="what there is",
        autocompletion=words,
    ),
]


def explain(word: Word = None, quiet: Quiet = False, json: Json = False) -> None:
    """Say what a word means: unit, default, prior, source and grade of evidence.

    A key of a scenario or an experiment is found by its path or its last part. A kind, such as
    indicators or mechanisms, lists all of it.

    Example: twinsim explain need_relieved
    """
    from dataclasses import asdict

    from twinsim.cli.words import print_json
    from twinsim.report.entries import find, of_kind

    several = of_kind(word) if word else []
    found = find(word) if word else []
    if word and not several and not found:
        raise _unknown(word)
    if json:
        told = [{**asdict(entry), "facts": _facts(entry)} for entry in found + several]
        print_json({"schema": 1, "entries": told, "kinds": _counts()})
    elif quiet:
        return
    else:
        blocks = [_said(entry) for entry in found] + ([_listed(several)] if several else [])
        print("\n\n".join(blocks) or _overview())


def _said(entry: Entry) -> str:
    lines = [f"{entry.word} ({entry.kind})", _wrapped(entry.meaning, 2)]
    lines += [_wrapped(f"{label:<12}{text}", 14) for label, text in entry.facts if text]
    return "\n".join(lines)


def _wrapped(text: str, indent: int) -> str:
    from textwrap import fill

    return fill(text, 98, initial_indent="  ", subsequent_indent=" " * indent)


def _listed(several: list[Entry]) -> str:
    """A line for each entry, its meaning cut."""
    width = min(42, max(len(entry.word) for entry in several))
    room = 100 - width - 2
    rows = []
    for entry in several:
        text = entry.meaning
        rows.append(
            f"{entry.word:<{width}}  {text if len(text) <= room else text[: room - 1] + '…'}"
        )
    return "\n".join(rows)


def _overview() -> str:
    from twinsim.report.entries import PLURALS

    rows = [f"  {PLURALS[kind]:<16}{many:>4}" for kind, many in _counts().items()]
    return "\n".join(
        [
            "twinsim explain WORD explains any of these; twinsim explain indicators lists a kind.",
            *rows,
        ]
    )


def _counts() -> dict[str, int]:
    from collections import Counter

    from twinsim.report.entries import entries

    return dict(Counter(entry.kind for entry in entries()))


def _facts(entry: Entry) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in entry.facts if text]


def _unknown(word: str) -> Exception:
    from twinsim.errors import Fault, ScenarioError
    from twinsim.report.entries import near
    from twinsim.text import listed

    close = near(word)
    expected = "expected an indicator, parameter, mechanism, key of a file, experiment, or term"
    if len(close) > 1:
        expected += f"; near are {listed(close[1:])}"
    return ScenarioError(Fault("", 0, "WORD", word, expected, close[0] if close else ""))
