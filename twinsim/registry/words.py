"""The nearest valid word to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word of `words` most like `word`, in any case, or None when none is like it."""
    by_lower = {candidate.lower(): candidate for candidate in words}
    found = get_close_matches(word[:100].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None
