"""A page as a test reads it: its elements, the text of its tables, sections and paragraphs."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "path", "use", "rect", "circle", "line"}


class Page(HTMLParser):
    """`elements` are (tag, attributes) in order; `tables` map an id to rows of cells, a cell
    being the text of its lines; `texts` the text of each element that has a class or an id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: dict[str, list[list[list[str]]]] = {}
        self.texts: dict[str, str] = {}
        self.sections: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self._rows: list[list[list[str]]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {key: value or "" for key, value in attrs}
        self.elements.append((tag, known))
        if tag == "table":
            self._rows = self.tables[known["id"]] = []
        elif self._rows is not None and tag == "tr":
            self._rows.append([])
        elif self._rows is not None and tag in ("th", "td"):
            self._rows[-1].append([""])
        elif self._rows is not None and tag == "small":
            self._rows[-1][-1].append("")
        if tag not in VOID:
            self._open.append((tag, known))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1]}"
        self._open.pop()
        if tag == "table":
            self._rows = None

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        for tag, known in self._open:
            for name in (known.get("id"), known.get("class"), tag if tag == "title" else None):
                if name:
                    self.texts[name] = self.texts.get(name, "") + data
        if self._rows is not None and tags[-1] in ("th", "td", "bdi", "a", "small"):
            self._rows[-1][-1][-1] += data

    @property
    def lead(self) -> str:
        """The first paragraph of the summary, in plain spaces."""
        return self.texts["lead"].replace("\N{NO-BREAK SPACE}", " ")

    def all(self, tag: str) -> list[dict[str, str]]:
        """Attributes of every element of the tag."""
        return [known for name, known in self.elements if name == tag]


def number(text: str) -> float:
    """The number that a cell shows."""
    return float(text.replace("\N{MINUS SIGN}", "-").replace(",", "").removesuffix(" %"))
