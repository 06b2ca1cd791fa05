"""The nearest valid word to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word of `words` most like `word`, in any case, or one that holds it, else None."""
    by_lower = {candidate.lower(): candidate for candidate in words}
    sought = word[:100].lower()
    found = get_close_matches(sought, by_lower, n=1, cutoff=0.6)
    if not found and len(sought) >= 4:
        found = [candidate for candidate in by_lower if sought in candidate]
    return by_lower[found[0]] if found else None
