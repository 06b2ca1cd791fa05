"""Execute the notebooks and write them anew, outputs included.

    python docs/notebooks.py            # all of notebooks/
    python docs/notebooks.py quickstart # one of them

What is written depends on the cells and the model alone: no times, no paths of the machine, no
metadata of an editor; cells keep their ids. Each notebook runs in an empty folder, with this
tree's package. A cell that raises, or writes to stderr, ends it. A test (`slow`) holds the texts
that are stored to what this would write.
"""

from __future__ import annotations

import base64
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SECONDS = 600  # that a cell may take; the first one may compile
COLOURS = 64


def notebooks() -> list[Path]:
    """The notebooks, in the order of their names."""
    return sorted(FOLDER.glob("*.ipynb"))


def read(path: Path) -> Any:
    """A notebook."""
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def executed(notebook: Any) -> Any:
    """The notebook with the outputs of its cells made anew, in their plainest form.

    Raises nbclient's CellExecutionError where a cell raises, RuntimeError where one writes to
    stderr.
    """
    from nbclient import NotebookClient
    from traitlets.config import Config

    with TemporaryDirectory() as folder, TemporaryDirectory() as profile:
        paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
        environment = {
            **os.environ,
            "IPYTHONDIR": profile,  # whatever the user has configured stays out
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        }
        place = {"metadata": {"path": folder}}
        # Sockets in a folder of one's own: no port is opened.
        sockets = Config(KernelManager={"transport": "ipc", "ip": str(Path(profile, "kernel"))})
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=SECONDS,
            record_timing=False,
            resources=place,
            config=sockets,
        )
        client.execute(env=environment)
    return plainest(notebook)


def plainest(notebook: Any) -> Any:
    """The notebook without anything that its cells and the model do not decide."""
    notebook.metadata = METADATA
    count = 0
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = _joined(cell.outputs)
        for output in cell.outputs:
            if output.get("name") == "stderr":
                raise RuntimeError(f"cell {cell.id} wrote to stderr: {output.text}")
            if "execution_count" in output:
                output.execution_count = count
            if "data" in output:
                output.metadata = {}
                _shrink(output.data)
    return notebook


def texts(notebook: Any) -> Iterator[tuple[str, str, str]]:
    """Every text that the outputs hold: the id of the cell, the kind of text, the text.

    Pictures are left out: their bytes differ with the fonts of a machine.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            held = {"text/plain": output.text} if "text" in output else output.get("data", {})
            for kind, text in sorted(held.items()):
                if not kind.startswith("image/"):
                    yield cell.id, kind, text


def write(notebook: Any, path: Path) -> None:
    """Write the notebook as it is."""
    import nbformat

    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def main(names: list[str]) -> None:
    """Execute and rewrite the notebooks of these names, or all."""
    for path in notebooks():
        if not names or path.stem in names:
            write(executed(read(path)), path)


def _joined(outputs: list[Any]) -> list[Any]:
    """Outputs in which what was printed in one go is one text, however it came in."""
    joined: list[Any] = []
    for output in outputs:
        last: Any = joined[-1] if joined else {}
        if "text" in output and last.get("name") == output.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _shrink(data: Any) -> None:
    """A picture in few colours, which is all that a figure has; one that is so already stays."""
    from PIL import Image

    if "image/png" in data:
        small = io.BytesIO()
        with Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as picture:
            if picture.mode != "P":
                picture.convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
                data["image/png"] = base64.b64encode(small.getvalue()).decode()


if __name__ == "__main__":
    main(sys.argv[1:])
