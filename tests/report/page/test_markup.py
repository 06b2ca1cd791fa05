"""The page stands alone, runs nothing, and can be read by everyone."""

import re
import shlex
from html import unescape

import pytest

from twinsim.cli.app import app
from twinsim.report.figures import drawings
from twinsim.report.page.analyses import ANALYSES

BEFORE = (
    "at-a-glance",
    "questions",
    "summary",
    "options",
    "results",
    "funnel-section",
    "accounts",
    "unfolding",
)
AFTER = ("basis", "analyses", "provenance", "limits")
MADE = ("sweep", "sensitivity", "discovery", "robust", "checklist", "pairing")


@pytest.fixture(scope="module", params=["plain", "whole"])
def either(request, page, whole_page):
    """The page of a run alone, and of one with every analysis; with the sections of analyses."""
    return (page, ("checklist",)) if request.param == "plain" else (whole_page, MADE)


def test_nothing_is_loaded_and_nothing_runs(either):
    page, _ = either
    assert not re.search(r"https?://|javascript:|@import|<script|<iframe|<object", page.html, re.I)
    for tag, known in page.elements:
        assert not [key for key in known if key.startswith("on") or key == "srcset"], tag
        assert known.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
        assert all(ref.startswith("#") for key, ref in known.items() if key.endswith("href"))
    assert all(ref.startswith("#") for ref in re.findall(r"url\(([^)]*)\)", page.html))
    (policy,) = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    assert policy.startswith("default-src 'none'")


def test_ids_are_used_once_and_every_reference_is_met(either):
    page, _ = either
    ids = [known["id"] for _, known in page.elements if "id" in known]
    assert len(ids) == len(set(ids))
    wanted = {known[key][1:] for _, known in page.elements for key in known if key.endswith("href")}
    wanted |= set(re.findall(r"url\(#([^)]+)\)", page.html))
    named = " ".join(known.get("aria-labelledby", "") for _, known in page.elements)
    assert {*wanted, *named.split()} <= set(ids)


def test_the_sections_are_there_in_order_and_in_the_contents(either):
    page, made = either
    before = [id for id in BEFORE if id != "unfolding" or "unfolding" in page.texts]
    sections = [*before, *made, *AFTER]
    assert [known["id"] for known in page.all("section")] == sections
    links = [known["href"] for known in page.all("a")]
    first = links.index("#options")  # the questions link to sections too, before the contents
    assert [f"#{id}" for id in sections[3:]] == links[first : first + len(sections) - 3]


def test_headings_never_skip_a_level(either):
    page, _ = either
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip([0, *levels], levels, strict=False))


def test_every_table_has_a_caption_and_scopes(either):
    page, _ = either
    assert len(page.tables) > 20
    assert len(page.all("caption")) == len(page.tables)
    assert all(known["scope"] in ("col", "row") for known in page.all("th"))
    for id, rows in page.tables.items():
        assert len({len(row) for row in rows}) == 1, id
        assert page.texts[f"{id}-caption"].strip()


def test_every_figure_is_inside_with_a_title_and_a_text(page, results, written):
    drawn = drawings(results)
    svgs = [known for known in page.all("svg") if "aria-hidden" not in known]
    assert len(svgs) == len(drawn) >= 6
    assert all(svg["role"] == "img" for svg in svgs)
    for drawing in drawn:
        assert page.texts[f"figure-{drawing.id}-title"] == drawing.title
        assert page.texts[f"figure-{drawing.id}-desc"] == drawing.caption(results)
    assert {path.stem for path in written.figures} == {drawing.id for drawing in drawn}
    assert {path.suffix for path in written.figures} == {".svg", ".png"}


def test_figures_keep_their_style_to_themselves(page):
    assert len(page.all("style")) == 1
    assert page.html.index("<style>") < page.html.index("</head>")


def test_an_analysis_that_was_not_run_names_the_command_if_there_is_one(page):
    said = " ".join(page.texts["analyses"].split())
    known = {command.name for command in app.registered_commands}
    for one in ANALYSES:
        told = said.partition(f"{one.answers} ")[2]
        if one.command:
            name = shlex.split(one.command)[1]
            assert name in known
            assert told.startswith(f"Not run for this report. The command: twinsim {name} ")
        else:
            assert one.id not in known, f"{one.id} is a command now: say how it is called"
            assert told.startswith("Not part of this version of twinsim.")


def test_the_commands_that_are_named_can_be_given(page, capsys):
    from typer.main import get_command

    group = get_command(app)
    commands = re.findall(r"(?:<code>|The command: )(twinsim [^<]+)<", page.html)
    named = {shlex.split(line)[1] for line in commands}
    assert named == {"run", "verify", "sweep", "sensitivity", "pair", "study"}
    for line in commands:
        _, name, *words = shlex.split(unescape(line))
        context = group.commands[name].make_context(name, words)  # raises for a wrong option
        swept = name in ("sweep", "sensitivity")
        about = context.params["experiment" if swept else {"pair": "city"}.get(name, "scenario")]
        wanted = "experiment.toml" if swept else {"pair": "belfast"}.get(name, "scenario.toml")
        assert about.endswith(wanted)


def test_provenance_names_seed_versions_and_hashes(page, results):
    from twinsim import __version__

    said = page.texts["provenance"]
    manifest = results.manifest
    for word in (manifest.content, manifest.identity.sources, manifest.identity.input_sha256):
        assert word in said
    assert f"twinsim {__version__}" in said
    assert all(shard.sha256 in said for shard in manifest.shards.values())
    assert 'name = "belfast-sejong"' in said


def test_it_never_forecasts(page):
    assert "it never forecasts" in page.texts["summary"]
    assert "it never forecasts" in page.texts["limits"]
