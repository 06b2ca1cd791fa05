"""The hash of the model: whatever decides a run changes it, and nothing else does."""

import shutil
from pathlib import Path

import pytest

import twinsim
from twinsim.sweep.sources import ROOMS, sources_sha256


@pytest.fixture
def package(tmp_path) -> Path:
    for room in ROOMS:
        shutil.copytree(Path(twinsim.__file__).parent / room, tmp_path / "one" / room)
    return tmp_path / "one"


@pytest.mark.parametrize(
    "edited", ["rules/firm.py", "registry/parameters.toml", "data/sectors.csv"]
)
def test_an_edit_of_the_model_shows(package, edited):
    before = sources_sha256.__wrapped__(package)
    assert before == sources_sha256()
    path = package / edited
    path.write_text(path.read_text() + "\n")
    assert sources_sha256.__wrapped__(package) != before


def test_the_place_of_the_package_and_its_compiled_files_do_not_show(package, tmp_path):
    before = sources_sha256.__wrapped__(package)
    moved = package.rename(tmp_path / "two")
    (moved / "core" / "__pycache__").mkdir(exist_ok=True)
    (moved / "core" / "__pycache__" / "month.nbi").write_bytes(b"kernel")
    assert sources_sha256.__wrapped__(moved) == before
