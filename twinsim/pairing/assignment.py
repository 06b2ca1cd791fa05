"""The best set of disjoint pairs for a table of values: an assignment problem, never greedy.

Values may be scores or simulated impact; higher is better, and −inf is a pair that may not be.
"""

from __future__ import annotations

import numpy as np

from twinsim.pairing.sheet import Floats

Pairs = list[tuple[int, int]]


def best_between(values: Floats) -> Pairs:
    """Pairs of a row and a column with the highest total, as many as the smaller side has."""
    from scipy.optimize import linear_sum_assignment

    allowed = np.isfinite(values)
    if not allowed.any():
        return []
    # A pair that may not be costs more than all others can make up for.
    least, most = float(values[allowed].min()), float(values[allowed].max())
    never = least - (min(values.shape) + 1) * (most - least + 1.0)
    rows, columns = linear_sum_assignment(np.where(allowed, values, never), maximize=True)
    return [
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if allowed[row, column]
    ]


def best_within(values: Floats) -> Pairs:
    """Pairs within one group with the highest total, half as many as it has members.

    `values` is square and symmetric; its diagonal is not read.
    """
    import networkx as nx

    count = len(values)
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(
        (a, b, float(values[a, b]))
        for a in range(count)
        for b in range(a + 1, count)
        if np.isfinite(values[a, b])
    )
    found = nx.max_weight_matching(graph, maxcardinality=True)
    return sorted((min(edge), max(edge)) for edge in found)


def greedy(values: Floats, *, within: bool = False) -> Pairs:
    """Pairs taken one after the other, each time the best that is left: what is compared with."""
    cells = [
        (-float(values[row, column]), row, column)
        for row, column in np.ndindex(values.shape)
        if (not within or row < column) and np.isfinite(values[row, column])
    ]
    taken: Pairs = []
    rows: set[int] = set()
    columns: set[int] = rows if within else set()
    for _, row, column in sorted(cells):
        if row not in rows and column not in columns:
            taken.append((row, column))
            rows.add(row)
            columns.add(column)
    return sorted(taken)


def total(values: Floats, pairs: Pairs) -> float:
    """What pairs are worth together."""
    return float(sum(values[row, column] for row, column in pairs))
