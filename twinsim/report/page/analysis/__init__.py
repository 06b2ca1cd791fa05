"""What other commands left in a results folder, read once and shown as sections of the page.

`held` reads documents that anyone may have edited, `image` figures; `indices`, `explored`, `pairs`
and `swept` say what was found, `belongs` whether it was found of these very results. The rest are
the sections.
"""

from twinsim.report.page.analysis.found import Analyses, analyses

__all__ = ["Analyses", "analyses"]
