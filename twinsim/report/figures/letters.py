"""How wide text is on paper, and text broken or cut so that it fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from twinsim.report.style import FONT, SMALL

LOST = "\N{REPLACEMENT CHARACTER}"
LINE = SMALL * 1.36 / 72  # inches from one line of text to the next


_ROUNDED = 1.01  # letters of a PNG stand on whole dots
_MOST = 400  # letters: more never fit on a line of the page


def plain(text: str) -> str:
    """The text with a sign of its own for each letter that the font lacks, or that is no letter
    to be seen; lines stay lines."""
    return "".join(
        c if c == "\n" or (c.isprintable() and ord(c) in _known()) else LOST for c in text
    )


def width(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """Width of a line of plain text in inches, kerning apart."""
    return _ROUNDED * size * sum(_letter(letter, weight) for letter in text) / 72


@cache
def _letter(letter: str, weight: str) -> float:
    """Width of a letter in text sizes."""
    from matplotlib.textpath import TextToPath

    large = 100
    wide, _, _ = TextToPath().get_text_width_height_descent(
        letter, _properties(weight, large), ismath=False
    )
    return float(wide) / large


@cache
def _known() -> frozenset[int]:
    """The letters that the font of figures has."""
    from matplotlib.font_manager import findfont
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(findfont(_properties("normal", SMALL))).get_charmap())


def _properties(weight: str, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FONT, weight=weight, size=size)


def widest(texts: Iterable[str], size: float = SMALL, weight: str = "normal") -> float:
    """Width in inches of the widest line of several texts, 0 for none."""
    lines = (line for text in texts for line in text.split("\n"))
    return max((width(line, size, weight) for line in lines), default=0.0)


def wrap(text: str, room: float, size: float = SMALL, weight: str = "normal") -> list[str]:
    """The text in lines no wider than `room` inches, broken after spaces, else after `_` or `-`,
    else anywhere."""
    lines: list[str] = []
    for part in plain(text).split("\n"):
        lines += _wrapped(part, room, size, weight)
    return lines


def _wrapped(text: str, room: float, size: float, weight: str) -> list[str]:
    lines, line = [], ""
    for word in re.findall(r"\S+\s*|\s+", text):
        if width((line + word)[:_MOST].rstrip(), size, weight) <= room:
            line += word
            continue
        if line and width(word[:_MOST].rstrip(), size, weight) <= room:
            lines.append(line.rstrip())
            line = word
        else:  # too long for any line: it may as well begin on this one
            line += word
        while width(line[:_MOST].rstrip(), size, weight) > room and len(line.rstrip()) > 1:
            head = _head(line, room, size, weight)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()]


def _head(word: str, room: float, size: float, weight: str) -> str:
    """As much of a word as fits, up to its last joint where there is one."""
    fits, over = 1, min(len(word), _MOST)
    while over - fits > 1:
        middle = (fits + over) // 2
        if width(word[:middle], size, weight) <= room:
            fits = middle
        else:
            over = middle
    joint = max(word.rfind("_", 0, fits), word.rfind("-", 0, fits)) + 1
    return word[: joint if joint > 1 else fits]


def cut(text: str, room: float, lines: int, size: float = SMALL, weight: str = "normal") -> str:
    """The text in at most so many lines of `room` inches, with an ellipsis where more is lost."""
    made = wrap(text, room, size, weight)
    if len(made) > lines:
        last = made[lines - 1]
        while last and width(last + "…", size, weight) > room:
            last = last[:-1]
        made = [*made[: lines - 1], last + "…"]
    return "\n".join(made)
