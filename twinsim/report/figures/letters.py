"""How wide text is on paper, and text broken or cut so that it fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from twinsim.report.style import SMALL, look

LINE = SMALL * 1.36 / 72  # inches from one line of text to the next


@cache
def width(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """Width of a line of text in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    with look():
        font = FontProperties(size=size, weight=weight)
        points, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(points) / 72


def widest(texts: Iterable[str], size: float = SMALL, weight: str = "normal") -> float:
    """Width in inches of the widest line of several texts, 0 for none."""
    lines = (line for text in texts for line in text.split("\n"))
    return max((width(line, size, weight) for line in lines), default=0.0)


def wrap(text: str, room: float, size: float = SMALL, weight: str = "normal") -> list[str]:
    """The text in lines no wider than `room` inches, broken after spaces, else after `_` or `-`,
    else anywhere."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrapped(part, room, size, weight)
    return lines


def _wrapped(text: str, room: float, size: float, weight: str) -> list[str]:
    lines, line = [], ""
    for word in re.findall(r"\S+\s*|\s+", text):
        if width((line + word).rstrip(), size, weight) <= room:
            line += word
            continue
        if line:
            lines.append(line.rstrip())
        line = word
        while width(line.rstrip(), size, weight) > room and len(line.rstrip()) > 1:
            head = _head(line, room, size, weight)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()]


def _head(word: str, room: float, size: float, weight: str) -> str:
    """As much of a word as fits, up to its last joint where there is one."""
    fits = next(
        (n for n in range(len(word) - 1, 1, -1) if width(word[:n], size, weight) <= room), 1
    )
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
