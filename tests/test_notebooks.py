"""The notebooks: articles whose outputs are what their cells give."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

import notebooks as made

PATHS = made.notebooks()
NAMES = [path.stem for path in PATHS]
ROOT = Path(made.ROOT)


@pytest.fixture(params=PATHS, ids=NAMES)
def notebook(request):
    return made.read(request.param)


@pytest.mark.slow
def test_the_outputs_stored_are_what_its_cells_give(notebook):
    stored = list(made.texts(notebook))
    assert stored
    assert list(made.texts(made.executed(notebook))) == stored, (
        "python docs/notebooks.py writes them anew"
    )


def test_they_are_seven():
    known = "inside-one-run quickstart sweep what-drives-the-answer who-should-twin"
    assert f"{known} your-own-behaviour your-own-cities".split() == NAMES


def test_it_reads_as_an_article(notebook):
    kinds = [cell.cell_type for cell in notebook.cells]
    assert notebook.cells[0].source.startswith("# ")
    assert kinds[0] == kinds[-1] == "markdown"
    between = itertools.pairwise(kinds)
    assert ("code", "code") not in between, "a cell without a word before it"
    words = sum(len(c.source.split()) for c in notebook.cells if c.cell_type == "markdown")
    assert words > 250


def test_it_is_stored_as_it_would_be_written(notebook, tmp_path):
    path = next(path for path in PATHS if made.read(path) == notebook)
    made.write(made.plainest(made.read(path)), tmp_path / "again.ipynb")
    assert (tmp_path / "again.ipynb").read_text("utf-8") == path.read_text("utf-8")


def test_every_cell_was_executed_in_order_and_has_an_id_of_its_own(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+-[a-z]+", id) for id in ids)


def test_no_output_holds_a_path_of_a_machine_a_place_in_memory_or_an_error(notebook):
    for cell, _, text in made.texts(notebook):
        assert not re.search(r"/(tmp|home|root|Users|var)/|\b0x[0-9a-f]{6,}|Traceback", text), cell


def test_it_is_small_enough_for_a_clone(notebook):
    (path,) = (path for path in PATHS if made.read(path) == notebook)
    assert path.stat().st_size < 250_000


def test_its_links_lead_somewhere(notebook):
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (made.FOLDER / link).exists()] == []


def test_readme_and_the_index_of_documents_name_each_of_them():
    for document in ("README.md", "docs/index.md"):
        text = (ROOT / document).read_text("utf-8")
        assert [name for name in NAMES if f"notebooks/{name}.ipynb" not in text] == []


# --- what the script does --------------------------------------------------------------------


def small(*sources):
    from nbformat.v4 import new_code_cell, new_notebook

    return new_notebook(cells=[new_code_cell(source) for source in sources])


@pytest.mark.slow
def test_a_cell_that_warns_or_raises_ends_it():
    from nbclient.exceptions import CellExecutionError

    with pytest.raises(RuntimeError, match="stderr: loose"):
        made.executed(small("import sys; print('loose', file=sys.stderr)"))
    with pytest.raises(CellExecutionError):
        made.executed(small("1 / 0"))


def test_what_an_editor_or_a_clock_leaves_behind_is_not_written():
    one = small("1")
    one.metadata["widgets"] = {"state": "/home/someone"}
    one.cells[0].metadata["execution"] = {"iopub.status.busy": "2026-01-01T00:00:00"}
    one.cells[0].execution_count = 7
    plain = made.plainest(one)
    assert plain.metadata == made.METADATA
    assert plain.cells[0].metadata == {}
    assert plain.cells[0].execution_count == 1


def test_what_is_printed_is_one_text_however_it_came_in():
    from nbformat.v4 import new_output

    one = small("print(1); print(2)")
    one.cells[0].outputs = [new_output("stream", text=text) for text in ("1\n", "2\n")]
    assert [text for _, _, text in made.texts(made.plainest(one))] == ["1\n2\n"]


def test_a_picture_is_stored_in_few_colours_with_no_word_of_its_maker():
    import base64
    import io

    from nbformat.v4 import new_output
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    about, data = PngInfo(), io.BytesIO()
    about.add_text("Software", "a version that changes")
    Image.linear_gradient("L").convert("RGB").save(data, "PNG", pnginfo=about)
    shown = {"image/png": base64.b64encode(data.getvalue()).decode()}
    one = small("1")
    one.cells[0].outputs = [new_output("display_data", data=shown)]
    stored = base64.b64decode(made.plainest(one).cells[0].outputs[0].data["image/png"])
    with Image.open(io.BytesIO(stored)) as picture:
        assert picture.size == (256, 256)
        assert len(picture.getcolors()) <= made.COLOURS
    assert b"Software" not in stored
