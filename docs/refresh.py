"""Write anew what documents show of the model: outputs, a picture and tables.

    python docs/refresh.py

The outputs that README.md, tutorial.md, pairing.md and sensitivity.md show, and the README's
picture, come from real runs; the tables of odd.md, the glossary and the schema from the registry
and the source (`python docs/tables.py` writes these alone, and runs nothing).

A block of output is an excerpt: pieces of what a command prints (in the README always `twinsim run
belfast-sejong`), with a line `…` wherever lines are left out. Each piece is found again by its
first line and by the first word of its last one, so only what stands between them changes. A test
holds the documents to what this would write.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "tutorial.md"
GUIDES = (TUTORIAL, ROOT / "docs" / "pairing.md", ROOT / "docs" / "sensitivity.md")
PICTURE = ROOT / "docs" / "images" / "adoptions.png"
BEGIN, END, GAP = "```text", "```", "…"


def refreshed(readme: str, output: str) -> str:
    """The README with every excerpt of `output` taken anew. Raises LookupError for a piece
    that the output does not hold."""
    blocks = re.compile(f"^{BEGIN}\\n(.*?)^{END}$", re.DOTALL | re.MULTILINE)
    return blocks.sub(lambda found: f"{BEGIN}\n{excerpt(output, found[1])}{END}", readme)


def excerpt(output: str, shown: str) -> str:
    """The pieces that `shown` holds of an output, taken anew."""
    printed = [line.rstrip() for line in output.splitlines()]
    lines: list[str] = []
    piece: list[str] = []
    for line in [*shown.splitlines(), None]:
        if line in (GAP, None):
            lines += taken(printed, piece) if piece else []
            piece = []
            lines += [GAP] if line else []
        elif line is not None:
            piece.append(line)
    return "".join(f"{line}\n" for line in lines)


def taken(printed: list[str], piece: list[str]) -> list[str]:
    """The lines printed from the one where a piece begins to the one where it ends."""
    word = piece[-1].split(maxsplit=1)[:1]
    starts = [line if len(piece) > 1 else line.split(maxsplit=1)[:1] for line in printed]
    start = piece[0] if len(piece) > 1 else word
    if start not in starts:
        raise LookupError(f"the output has no line {piece[0]!r}")
    first = starts.index(start)
    for last in range(first, len(printed)):
        if printed[last].split(maxsplit=1)[:1] == word:
            return printed[first : last + 1]
    raise LookupError(f"the output has no line that begins as {piece[-1]!r} after {piece[0]!r}")


def main() -> None:
    """Rewrite the tables, run the lighthouse and the guides, and rewrite what shows of them."""
    import tables
    import walk
    from PIL import Image

    tables.main()

    with TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "twinsim", "run", "belfast-sejong", "--out", folder]
        output = subprocess.run(line, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
        with Image.open(Path(folder) / "figures" / "fan_adoptions.png") as figure:
            small = figure.convert("RGB").quantize(64)
        PICTURE.parent.mkdir(exist_ok=True)
        small.save(PICTURE, optimize=True)
    readme = ROOT / "README.md"
    readme.write_text(refreshed(readme.read_text("utf-8"), output), "utf-8")
    for guide in GUIDES:
        with TemporaryDirectory() as folder:
            text = guide.read_text("utf-8")
            text = walk.walked(text, Path(folder), walk.typed, lambda line: True)
        guide.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
