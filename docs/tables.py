"""Write what documents hold of the registry and the source anew: tables, glossary, schema.

    python docs/tables.py

A table of docs/odd.md stands between `<!-- table: name -->` and `<!-- end -->`; all else of it is
written by hand. Tests hold the documents to what this would write. It runs no simulation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from odd import city_tables, code_tables, entry_tables, glossary, registry_tables

from twinsim.scenario import json_schema
from twinsim.scenario.experiment import json_schema as experiment_schema

DOCS = Path(__file__).resolve().parent
DOCUMENT = DOCS / "odd.md"
WHOLE: dict[str, Callable[[], str]] = {
    "glossary.md": glossary.text,
    "schemas/scenario.schema.json": json_schema.text,
    "schemas/experiment.schema.json": experiment_schema.text,
}
TABLES: dict[str, Callable[[], list[str]]] = {
    "patterns": registry_tables.pattern_table,
    "state": registry_tables.state_tables,
    "schedule": code_tables.schedule_table,
    "luck": code_tables.luck_table,
    "cities": city_tables.city_table,
    "facts": city_tables.fact_table,
    "mechanisms": registry_tables.mechanism_table,
    "rules": code_tables.rule_tables,
    "parameters": registry_tables.parameter_tables,
    "indicators": registry_tables.indicator_tables,
    "entries": entry_tables.state_entries,
    "setup entries": entry_tables.setup_entries,
    "world entries": entry_tables.world_entries,
    "standing": entry_tables.standing,
    "silent": entry_tables.silent_table,
    "evidence": registry_tables.evidence_table,
}
_BLOCK = re.compile(r"^<!-- table: (.*?) -->\n(.*?)^<!-- end -->$", re.DOTALL | re.MULTILINE)


def filled(document: str) -> str:
    """The document with every table written anew. Raises LookupError for an unknown one."""

    def block(found: re.Match[str]) -> str:
        name = found[1]
        if name not in TABLES:
            raise LookupError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
        return "\n".join([f"<!-- table: {name} -->", "", *TABLES[name](), "", "<!-- end -->"])

    return _BLOCK.sub(block, document)


def main() -> None:
    """Rewrite the tables of the document, and what is made as a whole."""
    DOCUMENT.write_text(filled(DOCUMENT.read_text("utf-8")), "utf-8")
    for name, text in WHOLE.items():
        (DOCS / name).write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
