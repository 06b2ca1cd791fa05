"""The package as it is built: what the wheel carries, and that it needs nothing beside it."""

import subprocess
import sys
import tomllib
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

import twinsim

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel built from the tree, open for reading."""
    folder = tmp_path_factory.mktemp("dist")
    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(line, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    with ZipFile(built) as opened:
        yield opened


def test_it_carries_every_source_and_table_of_the_package(wheel):
    endings = {".py", ".csv", ".toml", ".typed", ".html", ".css"}
    files = (path for path in (ROOT / "twinsim").rglob("*") if path.suffix in endings)
    wanted = {path.relative_to(ROOT).as_posix() for path in files}
    assert {"twinsim/py.typed", "twinsim/data/cities.csv"} <= wanted
    assert wanted - set(wheel.namelist()) == set()


def test_it_carries_the_packaged_scenarios_byte_for_byte(wheel):
    scenarios = sorted((ROOT / "scenarios").glob("*.toml"))
    assert scenarios
    for path in scenarios:
        assert wheel.read(f"twinsim/_scenarios/{path.name}") == path.read_bytes()


def test_it_carries_nothing_else(wheel):
    inside = {name.split("/")[0] for name in wheel.namelist()}
    assert inside == {"twinsim", f"twinsim-{twinsim.__version__}.dist-info"}
    assert [name for name in wheel.namelist() if "__pycache__" in name or "/tests/" in name] == []


def test_its_metadata_are_those_of_the_project(wheel):
    dist = f"twinsim-{twinsim.__version__}.dist-info"
    said = Parser().parsestr(wheel.read(f"{dist}/METADATA").decode())
    assert said["Version"] == twinsim.__version__
    assert said["Requires-Python"] == ">=3.11"
    assert said.get_payload() == (ROOT / "README.md").read_text("utf-8")
    assert "twinsim = twinsim.cli:main" in wheel.read(f"{dist}/entry_points.txt").decode()
    assert any(name.endswith("/LICENSE") for name in wheel.namelist())


def test_it_loads_its_scenario_and_cities_outside_the_tree(wheel, tmp_path):
    wheel.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "import twinsim\n"
        "from twinsim.scenario import packaged, packaged_experiments\n"
        "print(twinsim.__file__, *packaged().values(), *packaged_experiments().values())\n"
        "print(twinsim.load('belfast-sejong').cities)"
    )
    line = [sys.executable, "-P", "-c", code]
    ran = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert str(ROOT) not in ran.stdout
    assert "('belfast', 'sejong')" in ran.stdout
    assert ran.stdout.count(str(tmp_path)) == 1 + sum(
        len(list((ROOT / folder).glob("*.toml"))) for folder in ("scenarios", "experiments")
    )


def test_the_version_is_written_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert "version" not in project["project"]
    written = f'"{twinsim.__version__}"'
    sources = (ROOT / "twinsim").rglob("*.py")
    holders = [path.name for path in sources if written in path.read_text("utf-8")]
    assert holders == ["_version.py"]
    assert f"## [{twinsim.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_dependency_has_a_tested_version_that_it_allows():
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name as name_of

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = (ROOT / "requirements" / "ci.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    locked = {name_of(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}
    del extras["notebooks"]  # an editor to read in, of whatever version: no test runs it
    ours = (line for extra in extras.values() for line in extra if "twinsim[" not in line)
    for line in [*project["dependencies"], *ours]:
        wanted = Requirement(line)
        assert locked[name_of(wanted.name)] in wanted.specifier, line
    assert all(str(pin.specifier).startswith("==") and pin.url is None for pin in pins)


def test_the_public_names_are_those_that_are_there():
    code = "import twinsim; print(*(getattr(twinsim, name) is not None for name in dir(twinsim)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == {"True"}
    with pytest.raises(AttributeError, match="no attribute 'forecast'"):
        _ = twinsim.forecast
