"""Names that try to be markup, formulas, paths or commands stay names."""

import csv
import json
import re
import shlex
import shutil

import pytest

from twinsim.report.figures.naming import since
from twinsim.report.page import write_report
from twinsim.report.page.files import to_csv
from twinsim.sweep import Results
from twinsim.sweep.manifest import seal

from .conftest import HOSTILE, TITLE
from .reading import Page

STEERS = "\x1b\x07\x9b\u202e"


@pytest.fixture(scope="module")
def made(hostile):
    return write_report(hostile)


@pytest.fixture(scope="module")
def page(made):
    return Page(made.page.read_text("utf-8"))


def test_no_name_becomes_an_element_an_attribute_or_a_template(page):
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "object", "b"}
    for _, known in page.elements:
        assert not [key for key in known if key.startswith("on")]
    assert "{{ 7 * 7 }}" in page.texts["title"]
    assert page.texts["title"].startswith('"><img src=x onerror=alert(1)>')


def test_nothing_steers_the_direction_of_text(made):
    for path in (made.page, *made.tables, *made.figures):
        if path.suffix in (".html", ".csv", ".svg"):
            text = path.read_text("utf-8")
            assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text), path


def test_names_are_cut_to_a_length_that_can_be_read(page):
    assert "z" * 100 not in page.html
    assert "y" * 150 not in page.html.partition("<pre")[0]
    names = [row[0][0] for row in page.tables["cities"][1:]]
    assert names[0].startswith(HOSTILE["alder"])
    assert all(len(name) <= 80 for name in names)


def test_figures_hold_no_text_of_others_as_markup(made):
    from xml.etree import ElementTree

    for path in made.figures:
        if path.suffix == ".svg":
            root = ElementTree.fromstring(path.read_bytes())
            tags = {element.tag.rpartition("}")[2] for element in root.iter()}
            assert not tags & {"script", "img", "foreignObject", "a"}, path


def test_no_cell_of_a_csv_or_workbook_is_a_formula(made, hostile):
    openpyxl = pytest.importorskip("openpyxl")
    cells = []
    for path in made.tables:
        if path.suffix == ".csv":
            with open(path, encoding="utf-8", newline="") as file:
                cells += [cell for row in csv.reader(file) for cell in row]
        else:
            book = openpyxl.load_workbook(path)
            every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert {cell.data_type for cell in every} <= {"s", "n", "inlineStr"}
            cells += [cell.value for cell in every if isinstance(cell.value, str)]
    words = [cell for cell in cells if not _number(cell)]
    assert not [word for word in words if word.lstrip().startswith(("=", "+", "-", "@", "\t"))]
    assert any(word.startswith("'=HYPERLINK") for word in words)
    assert any(word.startswith("'@country") for word in words)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "  =", "\n@", "−=", "\ufeff="])
def test_a_cell_that_begins_like_a_formula_is_text(start):
    (_, (cell,)) = csv.reader(to_csv([{"name": f"{start}cmd|' /C calc'!A0"}]).splitlines())
    assert cell.lstrip()[0] not in "=+-@"


def test_numbers_stay_numbers():
    assert to_csv([{"x": -1.5, "y": float("nan")}]) == "x,y\n-1.5,\n"


def test_files_stay_in_their_folders(made, hostile):
    for path in (made.page, *made.tables, *made.figures):
        assert path.resolve().is_relative_to(hostile.folder.resolve())
        assert re.fullmatch(r"[\w.-]+", path.name)


def test_a_hostile_folder_is_one_word_of_the_command(page, hostile):
    (line,) = [found for found in _commands(page) if " --firms" in found]
    words = shlex.split(line)
    assert words[words.index("--out") + 1] == hostile.folder.name
    assert words[words.index("--cities") + 1] == f"{hostile.folder.name}/cities.csv"


def test_the_title_alone_is_told_in_full_nowhere_it_could_act(page):
    assert TITLE not in page.html


def test_an_edited_manifest_steers_nothing(results, plain, tmp_path):
    folder = tmp_path / "edited"
    shutil.copytree(results.folder, folder)
    document = json.loads((folder / "manifest.json").read_text("utf-8"))
    forged = _steering(document)
    forged["seal"] = seal(forged)
    (folder / "manifest.json").write_text(json.dumps(forged), "utf-8")
    edited = Results.open(folder)
    assert edited.manifest.version.endswith(STEERS)
    made = write_report(edited)
    for path in (made.page, *made.tables):
        if path.suffix in (".html", ".csv"):
            assert not set(path.read_text("utf-8")) & set(STEERS), path
    assert r"\x1b\x07\x9b\u202e" in made.page.read_text("utf-8")
    assert since(edited).endswith("since the start")


def _steering(value, key=""):
    """The manifest with signs that steer after every text that names no arm, city or file."""
    if isinstance(value, dict):
        kept = ("arms", "cities", "contrasts", "shards")
        return {k: v if k in kept else _steering(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_steering(item, key) for item in value]
    return value + STEERS if isinstance(value, str) else value


def _commands(page):
    from html import unescape

    return [unescape(found) for found in re.findall(r"<code>(twinsim [^<]+)</code>", page.html)]


def _number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True
