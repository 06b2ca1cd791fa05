"""A figure that an analysis left as a PNG file, as part of the page.

The file is data that anyone may have put there. It goes into an `img` element, which runs nothing
and loads nothing, once it is what it says it is: signature, size, every chunk with its checksum.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from pathlib import Path

from twinsim.errors import Fault, ResultsError
from twinsim.report.style import DOTS

MOST_BYTES = 4_000_000
MOST_WIDE, MOST_HIGH = 4000, 12000  # pixels

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SCREEN = 96  # pixels of a page in an inch


@dataclass(frozen=True)
class Image:
    """A picture inside the page: `data` is a data URI, `width` and `height` are in pixels of the
    page, as large as it was drawn. `alt` says it to those who do not see it."""

    id: str
    title: str
    caption: str
    alt: str
    data: str
    width: int
    height: int


def image(path: Path, id: str, title: str, caption: str, alt: str = "") -> Image | None:
    """The picture of a file; None where there is none. `id` is one of an element.

    Raises :class:`ResultsError` for a file that is no sound PNG, or too large.
    """
    if path.is_symlink() or not path.is_file():
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _wrong(path, f"expected a figure of at most {MOST_BYTES:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(path, f"expected a figure that can be read ({error.strerror})") from error
    wide, high = _size(path, data)
    text = base64.b64encode(data).decode()
    return Image(
        id=id,
        title=title,
        caption=caption,
        alt=alt or f"{title}. {caption}",
        data=f"data:image/png;base64,{text}",
        width=round(wide * _SCREEN / DOTS),
        height=round(high * _SCREEN / DOTS),
    )


def _size(path: Path, data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, all of whose chunks are sound."""
    chunks = _chunks(data) if data.startswith(_SIGNATURE) else []
    kinds = [kind for kind, _ in chunks]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise _wrong(path, "expected a PNG picture; this one is damaged or foreign")
    head = chunks[0][1]
    wide, high = (int.from_bytes(head[at : at + 4]) for at in (0, 4))
    if not (0 < wide <= MOST_WIDE and 0 < high <= MOST_HIGH):
        expected = f"expected a picture of at most {MOST_WIDE:,} × {MOST_HIGH:,} pixels"
        raise _wrong(path, expected, f"{wide:,} × {high:,}")
    return wide, high


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and content of each chunk; none where one is cut short or its checksum is wrong."""
    found, at = [], len(_SIGNATURE)
    while at < len(data):
        long = int.from_bytes(data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + long]
        told = data[at + 8 + long : at + 12 + long]
        if len(told) < 4 or int.from_bytes(told) != zlib.crc32(kind + body):
            return []
        found.append((kind, body))
        at += 12 + long
    return found


def _wrong(path: Path, expected: str, value: str = "") -> ResultsError:
    return ResultsError(Fault(str(path), 0, "", value, expected))
