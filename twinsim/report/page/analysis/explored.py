"""`discovery.json`, read: questions put to a sweep, and the choice among options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from twinsim.registry import indicators
from twinsim.report.page.analysis.held import Held, read
from twinsim.report.page.analysis.image import Image, image
from twinsim.report.page.analysis.indices import interval
from twinsim.sweep.chance import Estimate

PLACE = Path("analysis") / "sensitivity" / "discovery"
DOCUMENT = "discovery.json"

_STEM = re.compile(r"[a-z0-9_]{1,140}")
_MOST_PICTURES = 40
_CAPTIONS = {
    "box": "The box: its limits in each input, in all that was run.",
    "path": "The path of the search: the smaller a box, the more of its cases and the fewer of all "
    "such cases it holds.",
    "frontier": "How likely the answer is yes over the two strongest inputs, and where it turns.",
    "robust": "Options by every measure, with 95 % intervals; the darker, the better in a column.",
}


@dataclass(frozen=True)
class Restriction:
    """A limit of a box: the input, in words, its grade, the share of what was run that it keeps,
    how often it recurs in halves of the cases, and its quasi-p-value."""

    input: str
    words: str
    grade: str
    kept: float
    recurs: float
    quasi_p: float


@dataclass(frozen=True)
class Asked:
    """A question and its answer. `box` is yes, or why there is none: few, chance, unstable,
    elsewhere. `rate` is the share of cases in which the answer is yes, in expectation over luck."""

    name: str
    asks: str
    indicator: str
    contrast: str
    below: bool
    lever: str
    level: str
    against: str
    threshold: float
    cases: int
    worlds: int
    box: str
    rate: Estimate
    density: Estimate
    coverage: Estimate
    elsewhere: Estimate
    findings: tuple[str, ...]
    restrictions: tuple[Restriction, ...]


@dataclass(frozen=True)
class Option:
    """An option by the measures of robust choice."""

    name: str
    mean: Estimate
    worst: Estimate
    enough: Estimate
    regret: Estimate
    most: Estimate
    best: float


@dataclass(frozen=True)
class Rule:
    """What a rule chooses, in which share of draws; `alike` is how many options it cannot tell
    apart."""

    meaning: str
    option: str
    alike: int
    sure: float


@dataclass(frozen=True)
class Choice:
    """A choice among options, and what was found in sentences."""

    name: str
    asks: str
    indicator: str
    states: int
    worlds: int
    threshold: float
    findings: tuple[str, ...]
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Explored:
    """What discovery found. `sweep` is the hash of the experiment that it was put to."""

    path: Path
    document: Held
    sweep: str
    questions: tuple[Asked, ...]
    choices: tuple[Choice, ...]
    left_out: tuple[tuple[str, str], ...]
    conditional: str

    def images(self, name: str) -> list[Image]:
        """The figures of a question or a choice.

        Raises :class:`ResultsError` for a file that is no figure.
        """
        found: dict[str, Image] = {}
        for row in self.document.records("figures")[:_MOST_PICTURES]:
            if row["of"].text() != name:
                continue
            stem = row["id"].text(200)
            if not _STEM.fullmatch(stem):
                raise row["id"].wrong("expected the name of a figure: a–z, 0–9 and _")
            title, told = row["title"].text(300), row["caption"].text()
            caption = _CAPTIONS.get(stem.partition("_")[0], title)
            path = self.path.with_name(f"{stem}.png")
            if made := image(path, f"figure-discovery-{stem}", title, caption, f"{title} {told}"):
                found.setdefault(stem, made)
        return list(found.values())


def explored(folder: Path) -> Explored | None:
    """What was found of a results folder; None where nothing was asked.

    Raises :class:`ResultsError` for a document that is not as twinsim writes it.
    """
    path = folder / PLACE / DOCUMENT
    held = read(path)
    if held is None:
        return None
    sweep = held.get("sweep")
    named = [row["name"] for part in ("questions", "choices") for row in held[part].items()]
    for place, name in enumerate(named):
        if name.text() in [other.text() for other in named[:place]]:
            raise name.wrong("expected a name of its own for each question and choice")
    return Explored(
        path=path,
        document=held,
        sweep=sweep.text_of("input_sha256") if sweep else "",
        questions=tuple(_asked(row) for row in held["questions"].items()),
        choices=tuple(_choice(row) for row in held["choices"].items()),
        left_out=tuple(
            (row["what"].text(), row["why"].text(400)) for row in held.records("left_out")
        ),
        conditional=held.text_of("conditional_on", 2000),
    )


def _asked(row: Held) -> Asked:
    return Asked(
        name=row["name"].text(),
        asks=row["asks"].text(400),
        indicator=_indicator(row["indicator"]),
        contrast=_contrast(row["contrast"]),
        below=row["below"].value is True,
        lever=row.text_of("lever"),
        level=row.text_of("level"),
        against=row.text_of("against"),
        threshold=row["threshold"].number(),
        cases=row["cases"].count(),
        worlds=row["worlds"].count(),
        box=row["box"].text(20),
        rate=estimate(row, "rate"),
        density=estimate(row, "density"),
        coverage=estimate(row, "coverage"),
        elsewhere=estimate(row, "elsewhere"),
        findings=row["findings"].texts(),
        restrictions=tuple(
            Restriction(
                one["input"].text(80),
                one["words"].text(400),
                one.text_of("grade"),
                one.number_of("share_kept"),
                one.number_of("recurs"),
                one.number_of("quasi_p"),
            )
            for one in row.records("restrictions")
        ),
    )


def _choice(row: Held) -> Choice:
    return Choice(
        name=row["name"].text(),
        asks=row["asks"].text(400),
        indicator=_indicator(row["indicator"]),
        states=row["states"].count(),
        worlds=row["worlds"].count(),
        threshold=row["threshold"].number(),
        findings=row["findings"].texts(),
        options=tuple(
            Option(
                name=one["option"].text(80),
                mean=estimate(one, "mean"),
                worst=estimate(one, "worst"),
                enough=estimate(one, "enough"),
                regret=estimate(one, "regret"),
                most=estimate(one, "regret_most"),
                best=one.number_of("p_best"),
            )
            for one in row["options"].items()
        ),
        rules=tuple(
            Rule(
                one["meaning"].text(),
                one.text_of("option", 80),
                one["alike"].count(),
                one.number_of("share_of_draws"),
            )
            for one in row["rules"].items()
        ),
    )


def _indicator(held: Held) -> str:
    found = held.text(80)
    if found not in indicators():
        raise held.wrong("expected an indicator; twinsim explain indicators lists them")
    return found


def _contrast(held: Held) -> str:
    found = held.text(140)
    if found.count("-") != 1:
        raise held.wrong("expected two arms with - between")
    return found


def estimate(row: Held, name: str) -> Estimate:
    """A number of a row with the ends of its interval; NaN for what is not known."""
    found = interval(row, name)
    return Estimate(found.value, found.lo95, found.hi95)
