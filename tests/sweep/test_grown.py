"""A sweep that grows, by replicates or by points, ends as one that was made at once."""

import pytest


def shards(results) -> dict[str, tuple[bytes, int, int]]:
    """Bytes, inode and time of every shard, by its path."""
    found = {}
    for path in sorted(results.folder.rglob("*.parquet")):
        stat = path.stat()
        where = path.relative_to(results.folder).as_posix()
        found[where] = path.read_bytes(), stat.st_ino, stat.st_mtime_ns
    return found


@pytest.mark.parametrize(
    ("which", "steps"),
    [
        ("listed", [{"replicates": 4}, {"replicates": 60}]),
        ("sampled", [{"samples": 3}, {"samples": 11}]),
        ("sampled", [{"samples": 3, "replicates": 2}, {"samples": 9}, {"replicates": 7}]),
    ],
)
def test_a_grown_sweep_has_the_content_of_an_undivided_one(designed, which, steps):
    asked, before = {}, {}
    for step in steps:
        asked |= step
        grown = designed("grown", which, **asked)
        now = shards(grown)
        assert before.items() <= now.items()
        assert len(now) > len(before)
        before = now
    whole = designed("whole", which, **asked)
    assert grown.manifest.content == whole.manifest.content
    assert grown.manifest.replicates() == whole.manifest.replicates()


def test_fewer_points_or_replicates_than_are_there_take_nothing_away(designed):
    much = designed(which="sampled", samples=6, replicates=5)
    before = shards(much)
    less = designed(which="sampled", samples=4, replicates=3)
    assert shards(less) == before
    assert less.manifest.content == much.manifest.content
