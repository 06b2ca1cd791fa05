"""Tables and paragraphs, escaped by construction: plain text goes in, markup comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup, escape

from twinsim.text import inert

Cell = str | Markup

_LEFT = Markup(' style="vertical-align:top;text-align:left"')
_RIGHT = Markup(' style="vertical-align:top;text-align:right"')
_UNBROKEN = Markup(' style="vertical-align:top;text-align:right;white-space:nowrap"')
_CAPTION = Markup(' style="caption-side:top;text-align:left;font-weight:bold"')


def safe(text: Cell) -> Markup:
    """The text escaped, control characters and marks of direction shown; markup as it is."""
    return text if isinstance(text, Markup) else escape(inert(text))


def paragraph(text: Cell) -> Markup:
    """A paragraph; nothing for an empty text."""
    return Markup("<p>{}</p>\n").format(safe(text)) if text else Markup("")


def title(text: Cell) -> Markup:
    """A paragraph in bold."""
    return Markup("<p><strong>{}</strong></p>\n").format(safe(text))


def folded(text: Cell, inside: Markup) -> Markup:
    """A line that opens what is inside."""
    return Markup("<details><summary>{}</summary>\n{}</details>\n").format(safe(text), inside)


def table(
    heads: Sequence[Cell],
    rows: Iterable[Sequence[Cell]],
    *,
    caption: Cell = "",
    left: Collection[int] = (0,),
) -> Markup:
    """A table. The columns of `left` are text and stand to the left, the others to the right."""
    parts = [Markup("<table>\n")]
    if caption:
        parts.append(Markup("<caption{}>{}</caption>\n").format(_CAPTION, safe(caption)))
    heading = [_LEFT if at in left else _RIGHT for at in range(len(heads))]
    body = [_LEFT if at in left else _UNBROKEN for at in range(len(heads))]
    parts.append(Markup("<thead>{}</thead>\n<tbody>\n").format(_row("col", heads, heading)))
    parts += [_row("row", row, body) for row in rows]
    return Markup("").join([*parts, Markup("</tbody>\n</table>\n")])


def _row(scope: str, cells: Sequence[Cell], sides: Sequence[Markup]) -> Markup:
    """A row. Every cell of `col` heads a column, the first one of `row` its row."""
    head = Markup('<th scope="{}"').format(scope)
    made = []
    for at, (cell, side) in enumerate(zip(cells, sides, strict=True)):
        opened, closed = (head, "th") if scope == "col" or at == 0 else (Markup("<td"), "td")
        made.append(Markup("{}{}>{}</{}>").format(opened, side, safe(cell), closed))
    return Markup("<tr>{}</tr>\n").format(Markup("").join(made))
