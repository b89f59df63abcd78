"""Claims about one thing while they are put together, so that a further claim need not be compared with every one of them.

In: claims with what each says and which source it comes from. Out: all of them, and the few that decide whether a further claim belongs
here: what its own source says, and every different thing that others say. A hundred reports that say the same count as one, which keeps
folding linear in the number of reports. No decision changes by it, as long as it asks of two claims only what they say and whether their
sources are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Tellings(Generic[T]):
    """The claims about one thing, in the order in which they were added."""

    def __init__(self) -> None:
        self.all: list[T] = []
        self._by_source: defaultdict[str, list[T]] = defaultdict(list)
        self._different: defaultdict[Hashable, dict[str, T]] = defaultdict(dict)

    def add(self, claim: T, says: Hashable, source: str) -> None:
        """Add a claim. Of those that say the same, the first of two sources is kept for comparison, so that one is always another's."""
        self.all.append(claim)
        self._by_source[source].append(claim)
        same = self._different[says]
        if len(same) < 2:
            same.setdefault(source, claim)

    def facing(self, source: str) -> list[T]:
        """Return the claims that decide whether a claim of a source belongs here."""
        others = [claim for same in self._different.values() for other, claim in same.items() if other != source]
        return [*self._by_source.get(source, ()), *others]
