"""A results folder that is not as twinsim left it is refused in one line, never misread."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

from twinsim.errors import ResultsError
from twinsim.sweep import Results, shards
from twinsim.sweep.files import sha256
from twinsim.sweep.manifest import Shard


@pytest.fixture
def results(go):
    return go(replicates=8)


def edit(results, **changes):
    path = results.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"arms": ["twin", "solo", "baseline"]},
        {"seed": 2},
        {"seed": float("inf")},
        {"version": "\x1b[2J"},
        {"contrasts": ["twin-moon"]},
        {"arms": []},
        {"cities": ["jeju", "ayr"]},
        {"shards": [{"path": "../../etc/passwd", "rows": 1, "sha256": ""}]},
        {"input": {}},
        {"done": False},
    ],
    ids=lambda changes: f"{next(iter(changes))}",
)
def test_an_edited_manifest_is_refused(results, changes):
    edit(results, **changes)
    with pytest.raises(ResultsError, match=r"manifest\.json: expected") as caught:
        Results.open(results.folder)
    assert "\n" not in str(caught.value)


def test_what_may_differ_between_makings_may_be_edited(results):
    edit(results, made={"by": "hand"})
    assert Results.open(results.folder).contrasts() == results.contrasts()


def test_a_deeply_nested_manifest_is_refused(results):
    (results.folder / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(ResultsError, match="damaged or foreign"):
        Results.open(results.folder)


def relist(results, shard, data, rows=None):
    """Put other bytes in place of a shard, and list them as if they were made so."""
    (results.folder / shard.path).write_bytes(data)
    listed = Shard(shard.path, shard.rows if rows is None else rows, sha256(data))
    results.manifest.shards[shard.path] = listed
    (results.folder / "manifest.json").write_text(results.manifest.to_json())


@pytest.mark.parametrize("kind", ["runs", "cities"])
def test_a_listed_file_that_is_no_table_of_results_is_refused(results, kind, tmp_path):
    shard = next(s for s in results.manifest.shards.values() if s.kind == kind)
    relist(results, shard, b"no Parquet at all")
    with pytest.raises(ResultsError, match=shard.path):
        Results.open(results.folder).contrasts()
    other = tmp_path / "other.parquet"
    pq.write_table(shards.pa.table({"x": [1, 2]}), other)
    relist(results, shard, other.read_bytes(), rows=2)
    with pytest.raises(ResultsError, match=shard.path):
        Results.open(results.folder).contrasts()


def test_rows_are_read_by_their_own_arm_whatever_their_order(results):
    """Arms of a shard in another order give the same worlds."""
    shard = next(s for s in results.manifest.shards.values() if s.kind == "runs")
    table = shards.decode((results.folder / shard.path).read_bytes())
    turned = shards.pa.concat_tables([table.slice(16, 8), table.slice(0, 8), table.slice(8, 8)])
    path = results.folder / "turned.parquet"
    pq.write_table(turned, path)
    before = results.worlds.differences("twin-baseline")
    relist(results, shard, path.read_bytes())
    again = Results.open(results.folder).worlds.differences("twin-baseline")
    assert (again == before).all()


def test_missing_rows_of_cities_are_refused(results):
    shutil.rmtree(results.folder / "cities")
    with pytest.raises(ResultsError, match="cities"):
        Results.open(results.folder).contrasts()


def test_a_changed_city_table_is_refused(go, plan):
    plan.table.own = "id,name\nayr,Ayr\n"
    results = go(replicates=2)
    (results.folder / "cities.csv").write_text("id,name\nayr,Other\n")
    with pytest.raises(ResultsError, match=r"cities\.csv: expected the city table of the run"):
        Results.open(results.folder)
