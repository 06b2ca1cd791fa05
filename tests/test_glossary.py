"""What documents hold of the registry as a whole: the glossary and the schema."""

from pathlib import Path

import pytest
import tables

from twinsim.registry import indicators, mechanisms
from twinsim.scenario.keys import keys

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.mark.parametrize("name", tables.WHOLE)
def test_it_is_what_would_be_written(name):
    assert (DOCS / name).read_text("utf-8") == tables.WHOLE[name](), "python docs/tables.py"


def test_the_glossary_names_every_headline_arrow_and_key():
    text = (DOCS / "glossary.md").read_text("utf-8")
    heads = [id for id, row in indicators().items() if row.headline]
    named = [*heads, *mechanisms(), *keys()]
    assert [word for word in named if f"| `{word}` |" not in text] == []


def test_the_index_links_the_tutorial_the_glossary_and_the_schema():
    index = (DOCS / "index.md").read_text("utf-8")
    assert all(name in index for name in ("(tutorial.md)", "(glossary.md)", "(schemas/scenario"))
