"""The three measures of coreference and their mean: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998) and entity-based CEAF (Luo 2005).

In: for each document the chains of the annotation and of a system, as sets of mentions. Out: F1 in per cent over all documents. Chains of
one mention are left out, as in the CoNLL 2012 shared task (Pradhan et al. 2012), whose score is the mean of the three.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.assignment import assign

Chain = frozenset[Hashable]


@dataclass(slots=True)
class _Counts:
    """What is right and how much there is, on either side; either side has its own count of right ones."""

    recalled: float = 0.0
    wanted: float = 0.0
    precise: float = 0.0
    found: float = 0.0

    def f1(self) -> float:
        recall = self.recalled / self.wanted if self.wanted else 0.0
        precision = self.precise / self.found if self.found else 0.0
        return 200 * recall * precision / (recall + precision) if recall + precision else 0.0


@dataclass(slots=True)
class ConllScore:
    """The counts of all three measures over documents."""

    muc: _Counts = field(default_factory=_Counts)
    b_cubed: _Counts = field(default_factory=_Counts)
    ceaf: _Counts = field(default_factory=_Counts)

    def add(self, gold: Iterable[Chain], found: Iterable[Chain]) -> None:
        """Count one document."""
        truth = [chain for chain in gold if len(chain) > 1]
        system = [chain for chain in found if len(chain) > 1]
        self.muc.recalled, self.muc.wanted = _add(self.muc.recalled, self.muc.wanted, _links(truth, system))
        self.muc.precise, self.muc.found = _add(self.muc.precise, self.muc.found, _links(system, truth))
        self.b_cubed.recalled, self.b_cubed.wanted = _add(self.b_cubed.recalled, self.b_cubed.wanted, _shares(truth, system))
        self.b_cubed.precise, self.b_cubed.found = _add(self.b_cubed.precise, self.b_cubed.found, _shares(system, truth))
        alike = [[2 * len(a & b) / (len(a) + len(b)) for b in system] for a in truth]
        right = sum(alike[i][k] for i, k in assign(alike)) if truth and system else 0.0
        self.ceaf.recalled, self.ceaf.wanted = _add(self.ceaf.recalled, self.ceaf.wanted, (right, len(truth)))
        self.ceaf.precise, self.ceaf.found = _add(self.ceaf.precise, self.ceaf.found, (right, len(system)))

    def f1(self) -> float:
        """Return the mean F1 of the three in per cent."""
        return (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3


def _add(right: float, whole: float, more: tuple[float, float]) -> tuple[float, float]:
    return right + more[0], whole + more[1]


def _links(chains: Sequence[Chain], others: Sequence[Chain]) -> tuple[float, float]:
    """Return how many links of the chains the others have too, and how many there are."""
    right = 0
    for chain in chains:
        parts = sum(bool(chain & other) for other in others) + len(chain - frozenset().union(*others))
        right += len(chain) - parts
    return right, sum(len(chain) - 1 for chain in chains)


def _shares(chains: Sequence[Chain], others: Sequence[Chain]) -> tuple[float, float]:
    """Return the sum over mentions of the share of their chain that the other side has together with them, and how many there are."""
    right = sum(len(chain & other) ** 2 / len(chain) for chain in chains for other in others)
    return right, sum(map(len, chains))
