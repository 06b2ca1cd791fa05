"""A section of the page that is made from parts, whatever analysis it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from twinsim.report.page.files import Records
from twinsim.report.page.table import Table

if TYPE_CHECKING:
    from twinsim.report.page.analysis.image import Image
    from twinsim.report.page.pictures import Picture

Shown: TypeAlias = "Picture | Image"
Folded: TypeAlias = tuple[str, tuple[Table, ...], "tuple[Shown, ...]"]


@dataclass(frozen=True)
class Part:
    """Sentences, tables and figures under a heading (none where `title` is empty); one sentence is
    a paragraph, several are a list. `folded` are a name, tables and figures each, shown on
    demand. Text is plain."""

    title: str = ""
    said: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Shown, ...] = ()
    folded: tuple[Folded, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section. `lead` is what it says first, `warnings` what is amiss with it, `conditional` what
    all of it rests on, `source` the file it was made from, inside the results folder; `files` are
    its tables as records, by the name of the file."""

    id: str
    title: str
    lead: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    conditional: str = ""
    source: str = ""
    files: Mapping[str, Records] = field(default_factory=dict)
