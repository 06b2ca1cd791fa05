"""One wording for uncertainty, wherever a number is shown: terminal, figures, report.

Plain text in, plain text out, without markup. Three things are never mixed up: how well the
number of worlds pins down the model's mean (`interval`), how different single worlds are
(`of_worlds`), and on what evidence the model stands (`evidence_of`). What others typed (titles)
is inert in what these functions return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twinsim.registry import indicators
from twinsim.registry.chain import MEANINGS, grades_of
from twinsim.report.breakeven import break_even
from twinsim.sweep.effects import Effect
from twinsim.sweep.results import Results
from twinsim.sweep.stats import Tail, worlds_to_resolve
from twinsim.text import MINUS, inert, listed, number, span

OF_MEAN = "difference, 95 % of the mean"
OF_WORLDS = "5 [50] 95 % of worlds"
BEST = (
    "best in: share of worlds in which no arm has more (equals share it); "
    "regret: how much less than the best arm of the same world"
)
CAVEAT = "twinsim explores what could happen and why; it never forecasts"
CENTRAL = "doubt about them is in no interval below"

FUNNEL = (
    ("aware", "aware"),
    ("bids", "bids"),
    ("shortlisted", "shortlisted"),
    ("pilots_started", "started"),
    ("pilots_completed", "completed"),
    ("supported_adoptions", "adopted"),
    ("supported_sales", "first sale"),
)
STEPS = (  # the same with all that lies between, for tables and figures
    *FUNNEL[:3],
    ("trained", "trained"),
    *FUNNEL[3:6],
    ("twin_adoptions", "replicated"),
    *FUNNEL[6:],
)

_CONTRASTS = {
    "twin-baseline": "what the paired programme changes, against no programme",
    "solo-baseline": "what two programmes apart change for the same money, against no programme",
    "twin-solo": "what pairing adds over two programmes apart, at equal cost",
}
_ENOUGH = 1_000_000


# --- a contrast in words ---------------------------------------------------------------------


def spaced(contrast: str) -> str:
    """`twin-baseline` as `twin − baseline`."""
    return f" {MINUS} ".join(contrast.split("-"))


def heading(contrast: str) -> str:
    """A contrast and what it means."""
    arm, other = contrast.split("-")
    meaning = _CONTRASTS.get(contrast, f"what {arm} has more (+) or less (−) of than {other}")
    return f"{spaced(contrast)}: {meaning}"


def headline_sentences(rows: Sequence[Effect]) -> list[str]:
    """A contrast in a sentence or three: what is higher, lower, exactly zero, not resolved.

    `rows` are effects of one contrast. Empty for none.
    """
    clear = [row for row in rows if row.resolved == "yes"]
    groups = (
        ("Higher", [row.indicator for row in clear if row.difference > 0]),
        ("Lower", [row.indicator for row in clear if row.difference < 0]),
        ("Exactly the same in every world", [r.indicator for r in rows if r.resolved == "zero"]),
    )
    said = [f"{what}: {listed(words)}." for what, words in groups if words]
    if open_ones := [row for row in rows if row.resolved == "no"]:
        n = open_ones[0].n
        told = listed([row.indicator + enough(row) for row in open_ones])
        said.append(f"Not resolved with {n:,} world{'s' * (n != 1)}: {told}.")
    return said


def enough(row: Effect) -> str:
    """How many worlds would resolve a difference: ` (about 1,400 would do)`, or nothing."""
    need = worlds_to_resolve(row.difference, row.mc_hi95 - row.difference, row.n)
    if need is None:
        return ""
    return f" (about {need:,} would do)" if need <= _ENOUGH else " (over a million would do)"


# --- numbers with their uncertainty ----------------------------------------------------------


def interval(row: Effect) -> str:
    """The mean difference and its 95 % interval: `+2.21 ± 0.21`."""
    digits = indicators()[row.indicator].digits
    half = number(row.mc_hi95 - row.difference, digits)
    return f"{number(row.difference, digits, sign=True)} ± {half}"


def of_worlds(row: Effect) -> str:
    """The middle 90 % of single worlds around their median: `0.00 [2.00] 5.00`."""
    digits = indicators()[row.indicator].digits
    ends = [number(v, digits) for v in (row.world_p05, row.world_p50, row.world_p95)]
    return "{} [{}] {}".format(*ends) if "–" not in ends else "–"


def gained(tail: Tail) -> str:
    """Shares of worlds with more and with less, in per cent: `88/0`."""
    return f"{100 * tail.gained:.0f}/{100 * tail.harmed:.0f}" if tail.n else "–"


# --- evidence --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Basis:
    """On what the model's way to an indicator stands: its arrows, by grade of evidence."""

    grades: dict[str, int]

    @property
    def arrows(self) -> int:
        """How many arrows of the theory of change lead to the indicator."""
        return sum(self.grades.values())

    @property
    def sourced(self) -> int:
        """How many of them rest on evidence read in a source, or derived from one."""
        return self.grades.get("R", 0) + self.grades.get("R*", 0)

    @property
    def short(self) -> str:
        """`8/27`, or a dash where no arrow leads to the indicator."""
        return f"{self.sourced}/{self.arrows}" if self.arrows else "–"

    def __str__(self) -> str:
        if not self.arrows:
            return "no arrow of the theory of change leads there"
        told = listed([f"{n} {MEANINGS[g]} ({g})" for g, n in self.grades.items()])
        return f"of {self.arrows} arrows that lead there, {told}"


def evidence_of(indicator: str) -> Basis:
    """The grades of evidence on the arrows that lead to an indicator."""
    return Basis(grades_of(indicator))


def evidence_note(indicator: str) -> str:
    """How `Basis.short` is to be read, with an indicator's own as the example."""
    basis = evidence_of(indicator)
    return (
        f"{basis.short}: of {basis.arrows} arrows of the theory of change that lead there, "
        f"{basis.sourced} rest on evidence read in a source (R) or derived from one (R*); the "
        "others are recalled (C) or assumed (A)"
    )


# --- what was run ----------------------------------------------------------------------------


def opening(results: Results) -> str:
    """Title, number of arms and worlds, months: what was run, in a line."""
    resolved, manifest = results.manifest.identity.resolved, results.manifest
    title = inert(str(resolved.get("title") or resolved.get("name", "")), 60)
    many = "s" * (results.replicates != 1)
    worlds = f"{len(manifest.arms)} arms × {results.replicates:,} world{many}"
    return f"{title}: {worlds}, {resolved['months']} months from {resolved['start']}"


def uncompared(arms: Sequence[str], contrasts: Sequence[str], reference: str) -> str:
    """Arms that no contrast compares, and what would; empty for none."""
    compared = {arm for contrast in contrasts for arm in contrast.split("-")}
    left = [arm for arm in arms if arm not in compared]
    if not left:
        return ""
    would = listed([f'"{arm}-{reference}"' for arm in left])
    are = "is" if len(left) == 1 else "are"
    return f"{listed(left)} {are} in no contrast; write {would} into `contrasts`"


def made_by(results: Results) -> str:
    """The seed and the version that made the numbers."""
    manifest = results.manifest
    return f"Seed {manifest.identity.seed}, twinsim {inert(manifest.version, 40)}"


def parameters(results: Results) -> str:
    """Which values the parameters have, and where one arm or all take others."""
    resolved = results.manifest.identity.resolved
    tables = [resolved, *resolved.get("arms", {}).values()]
    others = {id: None for table in tables for id in table.get("parameters", {})}
    return "central values" + (f", but for {inert(listed([*others]), 200)}" if others else "")


def paying(results: Results) -> list[str]:
    """The arms that have a programme to pay for."""
    return [arm for arm in results.manifest.arms if results.worlds.mean(arm, "planned") > 0]


def funnel(results: Results, arm: str) -> str:
    """The firms of an arm on their way from hearing of the call to a first sale."""
    worlds = results.worlds
    steps = (f"{word} {number(worlds.mean(arm, id), 1)}" for id, word in FUNNEL)
    return " → ".join(steps) + " (of the firms it supports)"


def beside_funnel(results: Results) -> str:
    """Why the funnel holds fewer adoptions and sales than the headlines, with the parts of both."""
    worlds = results.worlds
    digits = indicators()["adoptions"].digits

    def told(arm: str, whole: str, *parts: str) -> str:
        means = [worlds.mean(arm, id) for id in (whole, *parts)]
        shown = [number(mean, digits) for mean in (*means, means[0] - sum(means[1:]))]
        return f"{arm} {shown[0]} = {' + '.join(shown[1:])}"

    arms = paying(results)
    adopted = ("adoptions", "supported_adoptions", "twin_adoptions")
    return (
        "Headlines count more than the funnel: what comes of pilots without the programme too, as "
        "in the arm without one. Adoptions (adopted + replicated + others): "
        f"{', '.join(told(arm, *adopted) for arm in arms)}. First sales (of firms it supports + "
        f"others): {', '.join(told(arm, 'first_sales', 'supported_sales') for arm in arms)}."
    )


def no_place(results: Results, arm: str) -> str:
    """That a call was opened without money for places, in all worlds or in most; else nothing."""
    worlds = results.worlds
    places = worlds.values["total"][worlds.arms.index(arm), :, worlds.indicators.index("places")]
    without = float((places == 0).mean()) if places.size else 0.0
    if not worlds.mean(arm, "calls") > 0 or without < 0.5:
        return ""
    where = "any world" if without == 1.0 else f"{100 * without:.0f} % of worlds"
    return f"the budget buys no place in {where}: there nobody is trained or tried out"


def planned(results: Results) -> str:
    """The planned cost of the arms that pay, and whether it is equal."""
    cost = {arm: results.worlds.mean(arm, "planned") for arm in paying(results)}
    arms = list(cost)
    if max(cost.values()) - min(cost.values()) < 5e-6:  # half a penny, in k£
        same = ", equal to the penny" if len(arms) > 1 else ""
        return f"{number(cost[arms[0]], 2)} k£ in {listed(arms)}{same}"
    return ", ".join(f"{arm} {number(cost[arm], 2)} k£" for arm in arms) + ": not equal"


def drawn(results: Results) -> str:
    """The money drawn by the arms that pay, as a mean over worlds."""
    spent = (f"{arm} {number(results.worlds.mean(arm, 'spend'), 1)} k£" for arm in paying(results))
    return f"{', '.join(spent)}, mean of worlds"


def bought(results: Results) -> str:
    """What cities pay beside programmes for what they adopt, by arm, as a mean over worlds."""
    arms = results.manifest.arms
    paid = (f"{arm} {number(results.worlds.mean(arm, 'procurement'), 1)} k£" for arm in arms)
    return f"{', '.join(paid)}, mean of worlds"


def worth(results: Results, contrast: str) -> str:
    """The value of relief at which a contrast's net value is 0, in words."""
    ratio = break_even(results, contrast)
    if ratio is None:
        return "none, relief does not rise"
    if ratio.value <= 0:
        return "0, net value is positive without it"
    known = ratio.lo == ratio.lo
    ends = f"95 % interval {span(ratio.lo, ratio.hi, 2)}" if known else "interval unbounded"
    return f"£ {number(ratio.value, 2)} a head and year ({ends})"
