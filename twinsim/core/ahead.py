"""Records fetched from memory before they are needed.

A city's live firms lie far apart, and with many firms a loop over them waits for memory most of its
time. So a loop asks for the firm a few places on while it works on one. This changes no number.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from twinsim.core.rows import BYTE, WORD, at, load
from twinsim.core.state import AHEAD, LINE, RECORDS
from twinsim.world.columns import ACCOUNT


def _fetching(*lines: int) -> Any:
    """A function of a vector of records, the list of live firms and a place in it: fetch these
    lines of the record of the firm some places on."""

    def fetch(typing: Any, rows: Any, live: Any, place: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            pointer, word = BYTE.as_pointer(), ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [pointer, word, word, word])
            hint = builder.module.globals.get("llvm.prefetch.p0")
            hint = hint or ir.Function(builder.module, kind, "llvm.prefetch.p0")
            first, listed = (builder.extract_value(vector, 0) for vector in arguments[:2])
            entry = at(builder, listed, builder.mul(arguments[2], WORD(live.step)))
            slot = load(context, builder, live.element, at(builder, entry, WORD(AHEAD * live.step)))
            start = at(builder, first, builder.mul(slot, WORD(rows.step)))
            for line in lines:
                where = at(builder, start, WORD(line * LINE))
                builder.call(hint, [where, word(0), word(3), word(1)])
            return context.get_dummy_value()

        return types.none(rows, live, types.intp), code

    return intrinsic(fetch)


def _line(name: str, word: int = 0) -> int:
    """The line of a firm's record in which a field lies, or a word of a field."""
    fields: Any = RECORDS["sme"].fields
    return int(fields[name][1] + 8 * word) // LINE


_ACCOUNT = _line("account", ACCOUNT.job_years)
fetch_face: Any = _fetching(0)
fetch_month: Any = _fetching(*range(_ACCOUNT + 1))
fetch_counted: Any = _fetching(*range(_line("born") + 1), _ACCOUNT)
