"""The JSON Schema of an experiment file, for editors that complete and check TOML.

Derived from the types that read the file and from the registry, like that of a scenario. What a
factor's key allows is beyond it: `twinsim check` tries each value out.
"""

from __future__ import annotations

import json
from typing import Any

from twinsim.registry import parameters
from twinsim.scenario.domains import domain, key_of_lever
from twinsim.scenario.experiment.schema import ExperimentFile, LeverTable, RangeTable
from twinsim.scenario.json_schema import DIALECT, without_titles
from twinsim.scenario.kinds import ID, LONGEST_ID

_LEVEL = {"type": ["number", "boolean", "string"]}
_IDS = {"pattern": ID, "maxLength": LONGEST_ID}


def json_schema() -> dict[str, Any]:
    """The schema as plain values."""
    schema: dict[str, Any] = ExperimentFile.model_json_schema(by_alias=True)
    tables = schema["$defs"]
    tables["Lever"] = LeverTable.model_json_schema()
    tables["Range"] = RangeTable.model_json_schema()
    for name in ("Lever", "Range"):
        _of_levels(tables[name]["properties"]["values"])
    tables["Lever"]["properties"]["options"] |= {"propertyNames": _IDS}
    tables["Lever"]["description"] = "a lever, what a designer chooses"
    tables["Range"]["description"] = "a range or a list of values of a parameter"
    _of_levels(tables["DesignTable"]["properties"]["points"], deep=True)
    properties = schema["properties"]
    properties["scenario"] |= {"type": ["string", "object"]}
    properties["levers"] |= {
        "propertyNames": _IDS,
        "additionalProperties": {"$ref": "#/$defs/Lever"},
    }
    properties["uncertainties"] |= _uncertainties()
    head = {"$schema": DIALECT, "title": "A twinsim experiment"}
    about = {"description": "a scenario, and what is varied in it"}
    whole: dict[str, Any] = without_titles({**schema, **about})
    return {**head, **whole}


def text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _of_levels(about: dict[str, Any], *, deep: bool = False) -> None:
    """Says of a list (of lists) what its items are."""
    for kind in about.get("anyOf", ()):
        if kind.get("type") == "array":
            if deep:
                kind["items"]["items"] = _LEVEL
            else:
                kind["items"] = _LEVEL


def _uncertainties() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "all": {"enum": ["prior"], "description": "every parameter with a prior that nothing sets"},
        "except": {
            "type": "array",
            "items": {"enum": list(parameters())},
            "description": "of all, those left at their central values",
        },
    }
    for id, row in parameters().items():
        if not key_of_lever(id):
            prior = [{"enum": ["prior"]}] if row.prior is not None else []
            properties[id] = {
                "anyOf": [*prior, {"$ref": "#/$defs/Range"}],
                "description": f"{row.meaning} ({row.unit}); {domain(id)}",
            }
    return {"properties": properties, "additionalProperties": False}
