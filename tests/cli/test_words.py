"""Words on the terminal: inert, readable, and JSON that any reader takes."""

import json
import math

import pytest

from twinsim.cli.words import describe, finite, print_json
from twinsim.errors import Fault
from twinsim.text import inert, listed, number, span, visible


def test_a_fault_reads_as_place_key_value_expectation_and_hint():
    fault = Fault("my.toml", 12, "programme.budgte", "500", "a known key", "programme.budget")
    assert describe(fault) == (
        "my.toml:12: programme.budgte = 500: a known key. Did you mean programme.budget?"
    )
    assert describe(Fault("", 0, "", "", "one thing")) == "one thing."


def test_lines_and_wide_spaces_stay_where_text_is_made_visible():
    assert visible("a\u00a0b\n–\u2009…\x1b[1m\t\ufeff") == "a\u00a0b\n–\u2009…\\x1b[1m\\t\\ufeff"


def test_text_of_others_cannot_steer_the_terminal():
    assert inert("\x1b[31mred\x07\n[bold]x[/bold]\u202e") == (
        r"\x1b[31mred\x07\n[bold]x[/bold]\u202e"
    )
    shown = describe(Fault("a\nb", 3, "k\x1b", "v" * 10_000_000, "less"))
    assert len(shown) < 1000
    assert "\n" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("value", "digits", "sign", "shown"),
    [
        (1234.56, 1, False, "1,234.6"),
        (-1234.56, 0, False, "−1,235"),
        (0.04, 1, True, "0.0"),
        (-0.04, 1, False, "0.0"),
        (3.0, 2, True, "+3.00"),
        (math.nan, 2, True, "–"),
    ],
)
def test_numbers(value, digits, sign, shown):
    assert number(value, digits, sign=sign) == shown


def test_intervals_and_lists():
    assert span(-1, 2.25, 1) == "−1.0 to 2.2"
    assert span(math.nan, math.nan, 1) == "–"
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        *("", "a", "a and b", "a, b and c")
    ]


def test_what_is_not_finite_is_null_in_json(capsys):
    print_json({"a": math.nan, "b": [1.5, (math.inf, "é")], "c": None})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [1.5, [None, "é"]], "c": None}
    assert finite(-math.inf) is None
