"""Fits what each trait of two claims counts for in telling whether they are of one promise or meeting: `python -m training.identity`.

In: the reports of the corpus that may be developed on and their ledgers, read by the reader in the package. Out: the weights of
`communique.record.identity` and `communique.record.encounters`, to be put there, and how well pairs of claims are told apart in processes
that nothing was fitted on (five folds): F1, precision and recall at the best probability.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import UnionType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from communique.model.claims import Claim, MeetingClaim, Promised, claim_id
from communique.model.vocabulary import MeetingKind
from communique.record import encounters
from communique.record.identity import Identity, telling_of
from communique.record.sightings import see
from communique.record.witnesses import Witnesses
from communique.stories.telling import tell_stories
from training.meeting_kinds import find_kinds
from training.told import N_FOLDS, Told, read_told

C = TypeVar("C", bound=Claim)
T = TypeVar("T")
RIDGE, N_STEPS = 1.0, 30
Pair = tuple[Mapping[str, float], bool]
"""The traits of two claims, and whether they are of one entry."""


def pair_promises(reports: Sequence[Told]) -> Iterator[Pair]:
    """Yield the pairs of promises of a process."""
    told = entries_of(reports, Promised)
    identity = Identity([claim for claim, _ in told])
    yield from pair_up([(telling_of(claim), entries) for claim, entries in told], identity.traits)


def pair_meetings(reports: Sequence[Told]) -> Iterator[Pair]:
    """Yield the pairs of claims about meetings of a process; their kinds are those that the claims of other processes tell."""
    readings = {report.version.id: report.reading for report in reports}
    witnesses = Witnesses(tell_stories([report.version for report in reports], readings))
    told = [(see(claim, witnesses), entries) for claim, entries in entries_of(reports, MeetingClaim)]
    yield from pair_up([(sighting, entries) for sighting, entries in told if sighting], encounters.traits)


def entries_of(reports: Sequence[Told], sort: type[C] | UnionType) -> list[tuple[C, set[int]]]:
    """Return the claims of a sort that the ledger knows, once each, with the numbers of their entries."""
    told: dict[str, tuple[C, set[int]]] = {}
    for claim, gold in (one for report in reports for one in report.tied):
        if isinstance(claim, sort) and gold["entries"]:
            told.setdefault(claim_id(claim), (claim, set()))[1].update(gold["entries"])
    return list(told.values())


def pair_up(told: Sequence[tuple[T, set[int]]], traits: Callable[[T, T], Mapping[str, float]]) -> Iterator[Pair]:
    """Yield every two of what was told, each with the numbers of its entries, by their traits."""
    for number, (one, entries) in enumerate(told):
        yield from ((traits(one, other), bool(entries & others)) for other, others in told[:number])


def with_kinds(reports: Sequence[Told], kinds: Mapping[str, MeetingKind]) -> list[Told]:
    """Return reports whose meetings have the kinds that are given for their ids; of others nothing is known."""
    return [
        replace(
            report,
            tied=[
                (replace(claim, likely_kind=kinds.get(claim_id(claim))) if isinstance(claim, MeetingClaim) else claim, gold)
                for claim, gold in report.tied
            ],
        )
        for report in reports
    ]


def fit(traits: NDArray[np.float64], same: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights (n_traits,) of a ridge logistic regression, by Newton's method."""
    weights = np.zeros(traits.shape[1])
    for _ in range(N_STEPS):
        likely = 1 / (1 + np.exp(-traits @ weights))
        slope = likely * (1 - likely) + 1e-9
        hessian = (traits * slope[:, None]).T @ traits + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(hessian, traits.T @ (likely - same) + RIDGE * weights)
    return weights


def best_f1(scores: NDArray[np.float64], same: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """F1, precision, recall and probability where F1 is best."""
    order = np.argsort(-scores)
    hits, n = np.cumsum(same[order]), np.arange(1, len(order) + 1)
    f1 = 2 * hits / (n + same.sum())
    at = int(f1.argmax())
    return float(f1[at]), float(hits[at] / n[at]), float(hits[at] / same.sum()), float(1 / (1 + np.exp(-scores[order][at])))


def report_fit(title: str, pairs: Sequence[Sequence[Pair]]) -> None:
    """Print how well pairs are told apart, given for each process, and the weights fitted on all."""
    flat = [(number % N_FOLDS, pair) for number, found in enumerate(pairs) for pair in found]
    traits = np.array([list(found.values()) for _, (found, _) in flat])
    same = np.array([float(is_same) for _, (_, is_same) in flat])
    fold = np.array([number for number, _ in flat])
    scores = np.zeros(len(same))
    for k in range(N_FOLDS):
        scores[fold == k] = traits[fold == k] @ fit(traits[fold != k], same[fold != k])
    print(f"{title}: {len(same)} pairs, {int(same.sum())} of one")
    print("f1 {:.3f} precision {:.3f} recall {:.3f} probability {:.2f}".format(*best_f1(scores, same)))
    for name, weight in zip(flat[0][1][0], fit(traits, same), strict=True):
        print(f'    "{name}": {weight:.2f},')


def main() -> None:
    """Fit and print."""
    told = read_told()
    kinds = find_kinds(told)
    report_fit("promises", [list(pair_promises(reports)) for reports in told.values()])
    report_fit("meetings", [list(pair_meetings(with_kinds(reports, kinds))) for reports in told.values()])


if __name__ == "__main__":
    main()
