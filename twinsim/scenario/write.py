"""A resolved scenario as TOML, annotated with what each key means."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from twinsim.registry import mechanisms, parameters
from twinsim.scenario.model import Scenario
from twinsim.scenario.programme import Focus, Lines, Programme, Step, Theme, Upskilling
from twinsim.scenario.schema import File

_WIDTH = 100
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TABLES = ("programme", "mechanisms", "parameters", "arms")


def to_toml(scenario: Scenario) -> str:
    """The text of a file that loads as an equal scenario."""
    values = scenario.resolved()
    head = {key: value for key, value in values.items() if key not in _TABLES}
    lines = [f"# {comment(scenario.title or scenario.name)}: every default written out."]
    lines += _keys(head, _meanings(File))
    lines += _programme(values["programme"], "programme")
    lines += ["", "# Gains of the arrows of the theory of change: 0 cuts one, 1 leaves it."]
    lines += _table("mechanisms", values["mechanisms"], _gains())
    lines += ["", "# Parameters that are not at their central value."]
    lines += _table("parameters", values["parameters"], _units())
    lines += ["", "# Arms: the programme above with these keys changed."]
    for id, arm in values["arms"].items():
        lines += _programme(arm["programme"], f"arms.{id}.programme")
        for key, notes in (("mechanisms", _gains()), ("parameters", _units())):
            if key in arm:
                lines += ["", *_table(f"arms.{id}.{key}", arm[key], notes)]
    return "\n".join(lines) + "\n"


def _programme(values: Mapping[str, Any], at: str) -> list[str]:
    inner = {
        "payers": {},
        "lines": _meanings(Lines),
        "focus": _meanings(Focus),
        "upskilling": _meanings(Upskilling),
    }
    listed = {"themes": _meanings(Theme), "steps": _meanings(Step)}
    plain = {k: v for k, v in values.items() if k not in inner and (k not in listed or v == [])}
    notes = {"design": "none, solo or twin", **_meanings(Programme)}
    lines = ["", *_table(at, plain, notes)]
    for key, meanings in inner.items():
        if key in values:
            lines += [
                "",
                f"# {comment(notes[key])}",
                *_table(f"{at}.{key}", values[key], meanings),
            ]
    for key, meanings in listed.items():
        for row in values.get(key, ()):
            lines += ["", f"[[{at}.{key}]]", *_keys(row, meanings)]
    return lines


def _table(name: str, values: Mapping[str, Any], notes: Mapping[str, str]) -> list[str]:
    return [f"[{name}]", *_keys(values, notes)]


def _keys(values: Mapping[str, Any], notes: Mapping[str, str]) -> list[str]:
    """Lines `key = value  # meaning`; the meaning goes above where the line grows too long."""
    lines = []
    for key, value in values.items():
        text = f"{key} = {toml_value(value)}"
        note = f"# {comment(notes[key])}" if notes.get(key) else ""
        whole = f"{text:<33}  {note}".rstrip()
        lines += [whole] if len(whole) <= _WIDTH else [note, text]
    return lines


def toml_value(value: Any) -> str:
    """A plain value as TOML has it in one line; a whole number without its decimal point."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, dict):
        inner = (f"{toml_key(key)} = {toml_value(item)}" for key, item in value.items())
        return "{ " + ", ".join(inner) + " }" if value else "{}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value)


def toml_key(key: str) -> str:
    """A key, in quotes where TOML asks for them."""
    return key if _BARE.fullmatch(key) else toml_value(key)


def _meanings(model: type[BaseModel]) -> dict[str, str]:
    fields = model.model_fields.items()
    return {field.alias or key: field.description or "" for key, field in fields}


def _gains() -> dict[str, str]:
    return {id: f"{arrow.source} → {arrow.target}" for id, arrow in mechanisms().items()}


def _units() -> dict[str, str]:
    return {id: f"{row.meaning}, {row.unit}" for id, row in parameters().items()}


def comment(text: str) -> str:
    """A text that may stand behind #: one line, nothing that steers a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
