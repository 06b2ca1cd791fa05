"""A figure as SVG inside a page: no prolog, no namespaces, ids of its own, a title and a text.

Two figures of Matplotlib use the same ids (`figure_1`, glyphs such as `DejaVuSans-41`), and its
style sheet would reach every element of the page; so ids get a prefix and the sheet becomes
attributes of the figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from twinsim.report.style import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SHEET = {"stroke-linejoin": "round", "stroke-linecap": "butt"}  # Matplotlib's `*{…}`
_DROPPED = ("metadata", "style", "title", "desc")
_LONG = re.compile(r"(\d\.\d\d)\d+")  # hundredths of a point are finer than any screen
_OWN_URL = re.compile(r"url\(#([^)]+)\)")


def inline(figure: Figure, id: str, title: str, text: str) -> str:
    """The figure as an `svg` element, named for those who do not see it.

    `id` (of a–z, 0–9, _ and -) goes before every id inside. `title` and `text` are untrusted.
    """
    root = ElementTree.fromstring(svg(figure, title))
    for element in root.iter():
        _plain(element, f"{id}-")
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in _DROPPED]:
            parent.remove(child)
    named = {"role": "img", "aria-labelledby": f"{id}-title {id}-desc"}
    for key, value in {**_SHEET, **named}.items():
        root.set(key, value)
    for place, (tag, words) in enumerate((("title", title), ("desc", text))):
        child = ElementTree.Element(tag, {"id": f"{id}-{tag}"})
        child.text = words
        root.insert(place, child)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _plain(element: ElementTree.Element, prefix: str) -> None:
    """Names without namespaces, ids and what refers to them with the prefix, short numbers."""
    element.tag = _local(element.tag)
    found = {_local(key): value for key, value in element.attrib.items()}
    element.attrib.clear()
    for key, value in found.items():
        if key == "id":
            value = prefix + value
        elif key == "href" and value.startswith("#"):
            value = f"#{prefix}{value[1:]}"
        elif key == "href":
            continue  # nothing outside the page is ever loaded
        elif key == "d":
            value = _LONG.sub(r"\1", value)
        else:
            value = _OWN_URL.sub(rf"url(#{prefix}\1)", value)
        element.set(key, value)
    # Lines in the markup of a path are of no use.
    element.text = (element.text or "").strip() or None
    element.tail = None


def _local(name: str) -> str:
    return name.rpartition("}")[2]
