"""Documents and figures of analyses are read as what anyone may have edited: wrong ones are one
clear error that names the file, and no text of theirs acts."""

import json
import shutil
import struct
import zlib

import pytest

from twinsim.cli import main
from twinsim.errors import ResultsError
from twinsim.report.page.analysis import found
from twinsim.report.page.analysis.image import MOST_BYTES, image
from twinsim.report.page.case import Case
from twinsim.report.page.write import write_report
from twinsim.sweep import Results

from .conftest import TITLE
from .reading import Page

SENSITIVITY = "analysis/sensitivity/sensitivity.json"
DISCOVERY = "analysis/sensitivity/discovery/discovery.json"
PAIR = "analysis/pair/pair.json"


@pytest.fixture
def copied(whole, tmp_path):
    """The folder without its sweep, which takes most of the time."""
    left = shutil.ignore_patterns("sweep", "sweep-*", "figures", "tables", "cases")
    return shutil.copytree(whole.folder, tmp_path / "copy", ignore=left)


def read(folder):
    case = Case.of(Results.open(folder))
    return found.analyses(case).sections(case, {})


def edit(folder, name, change):
    path = folder / name
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")


WRONG = {
    "no table": (SENSITIVITY, "[]"),
    "empty": (PAIR, ""),
    "no JSON": (DISCOVERY, "{"),
    "not a number": (PAIR, '{"anchor": NaN}'),
    "infinite": (PAIR, '{"schema": Infinity}'),
    "too deep": (SENSITIVITY, "[" * 200_000),
    "another schema": (PAIR, '{"schema": 2}'),
    "a number of ten thousand digits": (PAIR, '{"schema": ' + "1" * 10_000 + "}"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_is_no_document_is_named(copied, case):
    name, text = WRONG[case]
    (copied / name).write_text(text, "utf-8")
    with pytest.raises(ResultsError) as raised:
        read(copied)
    (fault,) = raised.value.faults
    assert fault.file.endswith(name)
    assert fault.expected.startswith("expected")


def lose(*keys):
    def change(document):
        *way, last = keys
        for key in way:
            document = document[key]
        del document[last]

    return change


def put(value, *keys):
    def change(document):
        *way, last = keys
        for key in way:
            document = document[key]
        document[last] = value

    return change


EDITED = {
    "a missing key": (SENSITIVITY, lose("tables", "sobol", 0, "group"), "tables.sobol[0].input"),
    "text for a number": (
        SENSITIVITY,
        put("0.5", "tables", "sobol", 1, "total"),
        "tables.sobol[1].total",
    ),
    "a truth for a number": (PAIR, put(True, "candidates", 0, "rank"), "candidates[0].rank"),
    "a huge number": (PAIR, put(10**400, "candidates", 0, "score_lo"), "candidates[0].score_lo"),
    "a table for a list": (SENSITIVITY, put({}, "tables", "inputs"), "tables.inputs"),
    "a list for text": (DISCOVERY, put([], "questions", 0, "asks"), "questions[0].asks"),
    "a list for a table": (SENSITIVITY, put([], "tables", "morris", 0), "tables.morris[0]"),
    "an unknown indicator": (
        DISCOVERY,
        put("<b>", "questions", 0, "indicator"),
        "questions[0].indicator",
    ),
    "a contrast of one arm": (
        DISCOVERY,
        put("twin", "questions", 0, "contrast"),
        "questions[0].contrast",
    ),
    "no candidates": (PAIR, put([], "candidates"), "candidates"),
    "a figure elsewhere": (DISCOVERY, put("../../x", "figures", 0, "id"), "figures[0].id"),
    "a count below 0": (SENSITIVITY, put(-1, "tables", "sobol", 0, "blocks"), "blocks"),
}


@pytest.mark.parametrize("case", EDITED)
def test_a_wrong_value_is_named_with_its_place(copied, case):
    name, change, place = EDITED[case]
    edit(copied, name, change)
    with pytest.raises(ResultsError) as raised:
        read(copied)
    (fault,) = raised.value.faults
    assert fault.file.endswith(name)
    assert place in fault.key
    assert fault.expected.startswith("expected")


def test_the_command_ends_with_one_line_and_2(copied, capsys):
    edit(copied, PAIR, put({"deep": 1}, "candidates", 0, "name"))
    assert main(["report", str(copied), "--quiet"]) == 2
    printed = capsys.readouterr()
    assert "pair.json: candidates[0].name" in printed.err
    assert printed.err.count("\n") <= 2
    assert printed.out == ""
    assert not (copied / "report.html").exists() or "Five questions" in (
        copied / "report.html"
    ).read_text("utf-8")


# --- figures ---------------------------------------------------------------------------------


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def picture(wide=4, high=4):
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (min(wide, 9) + 1) * min(high, 9))
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


BAD = {
    "a page": b"<!doctype html><script>alert(1)</script>",
    "empty": b"",
    "a signature alone": b"\x89PNG\r\n\x1a\n",
    "cut short": picture()[:-6],
    "another checksum": picture().replace(b"IDAT", b"IDAX"),
    "something after it": picture() + b"<script>",
    "too wide": picture(wide=60_000),
    "of no height": picture(high=0),
    "too large": picture() + b"\0" * MOST_BYTES,
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_sound_picture_is_named(tmp_path, case):
    path = tmp_path / "sobol-twin-solo.png"
    path.write_bytes(BAD[case])
    with pytest.raises(ResultsError, match=r"sobol-twin-solo\.png.*expected a"):
        image(path, "id", "title", "caption")


def test_a_sound_picture_is_as_large_as_it_was_drawn(tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(picture(2000, 1000))
    made = image(path, "id", "A title", "A caption.")
    assert (made.width, made.height) == (960, 480)  # at 200 dots an inch, on a page of 96
    assert made.alt == "A title. A caption."
    assert image(tmp_path / "none.png", "id", "", "") is None
    (tmp_path / "link.png").symlink_to(path)
    assert image(tmp_path / "link.png", "id", "", "") is None


def test_a_wrong_figure_of_an_analysis_is_refused(copied):
    (path, *_) = sorted((copied / "analysis" / "sensitivity").glob("sobol-*.png"))
    path.write_bytes(b"GIF89a")
    with pytest.raises(ResultsError, match="expected a PNG picture"):
        read(copied)


# --- what others typed -----------------------------------------------------------------------


def test_text_of_documents_stays_text(copied, plain):
    kept = {  # what the page looks up, and what names a file, a row or an arm
        SENSITIVITY: ("input", "scenario", "output", "resolved", "group", "kind", "stage"),
        DISCOVERY: ("sweep", "indicator", "contrast", "box", "id", "of", "name"),
        PAIR: ("anchor", "acceptability"),
    }

    def spoil(value, names):
        if isinstance(value, dict):
            return {k: v if k in names else spoil(v, names) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(one, names) for one in value]
        return f"=1+1 {TITLE}{value}" if isinstance(value, str) else value

    edit(copied, SENSITIVITY, put(1, "tables", "sobol", 0, "=1+1"))  # a column's name
    for name, names in kept.items():
        path = copied / name
        document = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(spoil(document, names)), "utf-8")
    made = write_report(Results.open(copied))
    page = Page(made.page.read_text("utf-8"))
    assert "onerror=alert" in page.texts["sensitivity"]
    assert "{{ 7 * 7 }}" in page.texts["pairing"]
    assert not [known for known in page.all("img") if not known["src"].startswith("data:image/")]
    assert not page.all("script")
    assert not [key for _, known in page.elements for key in known if key.startswith("on")]
    assert "\u202e" not in page.html
    for path in made.tables:
        if path.suffix == ".csv":
            text = path.read_text("utf-8")
            assert "\u202e" not in text
            assert ",=1+1" not in text
            assert not text.startswith("=1+1")


def test_titles_of_a_sweep_beside_a_run_stay_text(whole, plain, tmp_path):
    folder = tmp_path / "copy"
    left = shutil.ignore_patterns("sensitivity", "pair", "figures", "tables")
    shutil.copytree(whole.folder, folder, ignore=left)
    place = folder / "analysis" / "sweep" / "experiment.toml"
    text = place.read_text("utf-8")
    hostile = json.dumps(f"{TITLE} & more")
    for said in ("A small study", "Does it work", "course of a place"):
        line = next(one for one in text.splitlines() if said in one and " = " in one)
        text = text.replace(line, f"{line.partition('=')[0]}= {hostile}")
    place.write_text(text, "utf-8")
    page = Page(write_report(Results.open(folder)).page.read_text("utf-8"))
    assert "onerror=alert" in page.texts["sweep"]
    assert "onerror=alert" in page.texts["q-upskilling"]
    assert not [key for _, known in page.elements for key in known if key.startswith("on")]
    assert not page.all("script")
    assert "\u202e" not in page.html
