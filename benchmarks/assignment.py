"""Pairs and groups: which entry of a record is which true one, and how alike two ways to group things are.

In: weights of pairs, or two partitions of the same things. Out: the one-to-one pairs of greatest weight in sum, and precision and recall of
one partition against the other. Both are exact and do not depend on the order of equals beyond the order of what is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the one-to-one pairs (row, column) of positive weight whose sum is greatest, by row.

    `weights` is a full matrix; a weight of zero or less forbids a pair. Hungarian method (Kuhn 1955,
    https://doi.org/10.1002/nav.3800020109) with shortest augmenting paths; the cube of the longer side.
    """
    n_rows, n_columns = len(weights), max(map(len, weights), default=0)
    size = max(n_rows, n_columns)
    costs = [
        [-max(0.0, weights[row][column]) if row < n_rows and column < n_columns else 0.0 for column in range(size)] for row in range(size)
    ]
    row_of = _solve(costs)
    pairs = [(row, column) for column, row in enumerate(row_of) if row < n_rows and column < n_columns]
    return sorted((row, column) for row, column in pairs if weights[row][column] > 0)


def _solve(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return the row of each column in the cheapest perfect matching of a square matrix."""
    matching = _Matching([-1] * len(costs), [0.0] * len(costs), [0.0] * len(costs))
    for row in range(len(costs)):
        _add_row(row, costs, matching)
    return matching.row_of


@dataclass(frozen=True, slots=True)
class _Matching:
    """The row of each column (-1 for none), and prices that keep every reduced cost at zero or more."""

    row_of: list[int]
    row_prices: list[float]
    column_prices: list[float]


def _add_row(new: int, costs: Sequence[Sequence[float]], matching: _Matching) -> None:
    """Give a row a column along the cheapest path of exchanges."""
    row_of, row_prices, column_prices = matching.row_of, matching.row_prices, matching.column_prices
    open_columns = set(range(len(costs)))
    distance, came_from = [inf] * len(costs), [-1] * len(costs)
    row, at, offset = new, -1, 0.0
    while at < 0 or row_of[at] >= 0:
        if at >= 0:
            row = row_of[at]
        for column in open_columns:
            reached = offset + costs[row][column] - row_prices[row] - column_prices[column]
            if reached < distance[column]:
                distance[column], came_from[column] = reached, at
        at = min(open_columns, key=lambda column: (distance[column], column))
        offset = distance[at]
        open_columns.remove(at)
    row_prices[new] += offset
    for column in set(range(len(costs))) - open_columns - {at}:
        column_prices[column] += distance[column] - offset
        row_prices[row_of[column]] += offset - distance[column]
    while at >= 0:
        before = came_from[at]
        row_of[at] = row_of[before] if before >= 0 else new
        at = before


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two partitions agree: sums over things of their precision and of their recall, and how many things there are."""

    precision: float
    recall: float
    size: int


def b_cubed(truth: Mapping[T, str], found: Mapping[T, str]) -> Agreement:
    """Return B-cubed sums of a partition against the true one, both given as thing to group; a thing not found stands alone.

    Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model" (1998,
    https://aclanthology.org/P98-1012/): the precision of a thing is the share of its found group that is in its true one, its recall the
    share of its true group that is in its found one.
    """
    groups: dict[T, tuple[str, Hashable]] = {thing: ("group", found[thing]) if thing in found else ("alone", thing) for thing in truth}
    both = Counter((truth[thing], groups[thing]) for thing in truth)
    true_sizes, found_sizes = Counter(truth.values()), Counter(groups.values())
    precision = sum(n * n / found_sizes[group] for (_, group), n in both.items())
    recall = sum(n * n / true_sizes[group] for (group, _), n in both.items())
    return Agreement(precision, recall, len(truth))
