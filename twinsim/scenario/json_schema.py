"""The JSON Schema of a scenario file, for editors that complete and check TOML.

It is derived from the types that read the file and from the registry, so it cannot say anything
else. What must hold between keys is beyond it: `twinsim check` tells.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ValidationError

from twinsim.registry import SECTORS, mechanisms, parameters
from twinsim.scenario.domains import domain, key_of_lever
from twinsim.scenario.kinds import ID, LONGEST_ID
from twinsim.scenario.model import DESIGNS
from twinsim.scenario.programme import Focus, Lines, Programme, Upskilling
from twinsim.scenario.schema import File

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NUMBERS = {"mechanisms": {"$ref": "#/$defs/Gains"}, "parameters": {"$ref": "#/$defs/Numbers"}}
_DERIVING = (Programme, Lines, Focus, Upskilling)


def json_schema() -> dict[str, Any]:
    """The schema as plain values."""
    schema: dict[str, Any] = File.model_json_schema(by_alias=True)
    tables = schema["$defs"]
    for model in _DERIVING:  # keys that follow from others are required of no file
        if _may_be_empty(model):
            tables[model.__name__].pop("required", None)
    sector = {"enum": list(SECTORS)}
    tables["Theme"]["properties"]["sectors"]["items"] = sector
    tables["Step"]["properties"]["sector"] |= sector
    tables |= {"Gains": _gains(), "Numbers": _numbers(), "Arm": _arm(tables["Programme"])}
    properties = schema["properties"]
    properties |= _NUMBERS
    properties["arms"] = {
        "type": "object",
        "description": properties["arms"]["description"],
        "propertyNames": {"pattern": ID, "maxLength": LONGEST_ID},
        "additionalProperties": {"$ref": "#/$defs/Arm"},
    }
    head = {"$schema": DIALECT, "title": "A twinsim scenario"}
    whole: dict[str, Any] = without_titles(
        {**schema, "description": "explained by twinsim explain"}
    )
    return {**head, **whole}


def text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _arm(whole: dict[str, Any]) -> dict[str, Any]:
    """What an arm may change: keys of the programme, its design, gains and parameters."""
    programme = dict(whole)
    design = {"enum": list(DESIGNS.values()), "description": "what the arm runs"}
    programme["properties"] = {"design": design, **programme["properties"]}
    programme["description"] = "what of the programme the arm changes"
    return {
        "type": "object",
        "additionalProperties": False,
        "description": "an arm, by what it changes",
        "properties": {"programme": programme, **_NUMBERS},
    }


def _gains() -> dict[str, Any]:
    properties = {
        id: {"type": "number", "minimum": 0, "maximum": 1, "description": arrow.assumption}
        for id, arrow in mechanisms().items()
    }
    about = "gains of the arrows of the theory of change: 0 cuts one, 1 leaves it"
    return _table(properties, about)


def _numbers() -> dict[str, Any]:
    properties = {}
    for id, row in parameters().items():
        if not key_of_lever(id):
            allowed = domain(id)
            low = "exclusiveMinimum" if allowed.above else "minimum"
            properties[id] = {
                "type": "integer" if allowed.whole else "number",
                low: allowed.low,
                "maximum": allowed.high,
                "default": row.central,
                "description": f"{row.meaning} ({row.unit})",
            }
    return _table(properties, "parameters that are not at their central value")


def _table(properties: dict[str, Any], about: str) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "description": about,
        "properties": properties,
    }


def _may_be_empty(model: type[BaseModel]) -> bool:
    try:
        model.model_validate({})
    except ValidationError:
        return False
    return True


def without_titles(value: Any) -> Any:
    """A schema without the titles that only repeat the keys' names."""
    if isinstance(value, dict):
        return {
            key: without_titles(item)
            for key, item in value.items()
            if not (key == "title" and isinstance(item, str))
        }
    return [without_titles(item) for item in value] if isinstance(value, list) else value
