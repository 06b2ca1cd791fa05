"""Lines of keys are found in every way that TOML writes them, and no text is too much."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.scenario.places import TooDeep, places

TEXT = '''\
# a remark
plain = 1
"quoted key" = "= # ["
many = [
  "a", # b = 3
  ["c", "d]"],
]
dotted.key = """
inside = 1
"""
after = { x = 1, y.z = [2] }

[table.inner]
a = 'lit # eral'
[[rows]]
id = 1
[[rows]]
id = 2
[rows.sub]
k = 1
'''

LINES = {
    ("plain",): 2,
    ("quoted key",): 3,
    ("many",): 4,
    ("many", 0): 5,
    ("many", 1): 6,
    ("many", 1, 1): 6,
    ("dotted", "key"): 8,
    ("after",): 11,
    ("after", "x"): 11,
    ("after", "y", "z"): 11,
    ("table", "inner"): 13,
    ("table", "inner", "a"): 14,
    ("rows",): 15,
    ("rows", 0, "id"): 16,
    ("rows", 1): 17,
    ("rows", 1, "id"): 18,
    ("rows", 1, "sub", "k"): 20,
}


@pytest.mark.parametrize("path", LINES, ids=str)
def test_a_key_is_found_at_its_line(path: tuple[str | int, ...]) -> None:
    tomllib.loads(TEXT)
    assert places(TEXT)[path] == LINES[path]


def test_what_stands_in_a_text_or_remark_is_no_key() -> None:
    assert ("inside",) not in places(TEXT)
    assert ("b",) not in places(TEXT)


@given(st.text(alphabet="ab.=[]{}\"'#\\, \n1", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for line in places(text).values())


@pytest.mark.parametrize("text", ["a = " + "[" * 9999, "a" + ".a" * 9999 + " = 1", "a={a=" * 999])
def test_bottomless_nesting_is_refused(text: str) -> None:
    with pytest.raises(TooDeep) as error:
        places("x = 1\n" + text)
    assert error.value.line == 2
