"""Fields fetched from memory before they are needed.

With many firms a loop over them waits for memory, the more so where a firm's month takes too many
instructions for a processor to look ahead to the next. So while the loops of a batch work on a firm
they ask for the one in its place in the next batch. This changes no number.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from twinsim.core.rows import BYTE, WORD, at, load
from twinsim.core.state import BATCH


def _fetching(*fields: str) -> Any:
    """A function of banded records, the list of live firms and a place in it: fetch what lies about
    these fields of the firm a batch further on."""

    def fetch(typing: Any, rows: Any, live: Any, place: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            pointer, word = BYTE.as_pointer(), ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [pointer, word, word, word])
            hint = builder.module.globals.get("llvm.prefetch.p0")
            hint = hint or ir.Function(builder.module, kind, "llvm.prefetch.p0")
            listed = builder.extract_value(arguments[1], 0)
            entry = at(builder, listed, builder.mul(arguments[2], WORD(live.step)))
            slot = load(context, builder, live.element, at(builder, entry, WORD(BATCH * live.step)))
            row = rows.row(context, builder, arguments[0], slot)
            for name in fields:
                where = rows.element.field_at(builder, row, name)
                builder.call(hint, [where, word(0), word(3), word(1)])
            return context.get_dummy_value()

        return types.none(rows, live, types.intp), code

    return intrinsic(fetch)


fetch_growth: Any = _fetching("volatility")
fetch_trade: Any = _fetching("grant_left")
fetch_levels: Any = _fetching("staff")
fetch_zone: Any = _fetching("key", "zone")
