"""Fits what each trait of two claims counts for in telling whether they are of one promise: `python -m training.identity`.

In: the reports of the corpus that may be developed on and their ledgers, read by the reader in the package. Out: the weights of
`communique.record.identity`, to be put there, and how well pairs of claims are told apart in processes that nothing was fitted on (five
folds): F1, precision and recall at the best probability.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from communique.language.analyser import Analyser
from communique.model.claims import Promised, claim_id
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.reader import JointReader
from communique.reading.weighing import SHOWN
from communique.record.identity import Identity, telling_of
from training.corpus.ledgers import PROMISES, read_ledger, tie
from training.corpus.validate import Report, read_corpus

N_FOLDS, RIDGE, N_STEPS = 5, 1.0, 30
Told = dict[str, tuple[Promised, set[int]]]
"""Claims that were read, with the entries that they are of, by claim id."""


def read_told() -> Iterator[tuple[str, Told]]:
    """Yield for each process with a ledger what was read of its promises."""
    ledgers = {}
    reports: list[Report] = []
    for part in ("train", "dev"):
        for report in read_corpus(split=part):
            ledger = ledgers.setdefault(report.process, read_ledger(report.process))
            reports += [report] if ledger is not None else []
    reader, told = JointReader(), defaultdict[str, Told](dict)
    analyses = Analyser.load().analyse_all((report.text, report.header["published_at"]) for report in reports)
    for report, analysis in zip(reports, analyses, strict=True):
        version = Version(hash_text(report.text), report.text, published_at=report.header["published_at"])
        found = [
            claim for claim in reader.read(version, analysis).claims if isinstance(claim, Promised) and claim.provenance.score >= SHOWN
        ]
        for gold in tie(report, ledgers[report.process] or {}):
            if gold["kind"] in PROMISES and gold["entries"]:
                best = max(found, key=lambda claim: _shared(claim, gold), default=None)
                if best is not None and _shared(best, gold) > 0:
                    told[report.process].setdefault(claim_id(best), (best, set()))[1].update(gold["entries"])
    yield from told.items()


def _shared(claim: Promised, gold: dict[str, object]) -> int:
    span = claim.provenance.span
    return min(span.end, int(str(gold["end"]))) - max(span.start, int(str(gold["start"])))


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


def main() -> None:
    """Fit and print."""
    rows, same, folds = [], [], []
    names: tuple[str, ...] = ()
    for number, (_, told) in enumerate(sorted(read_told())):
        claims = [claim for claim, _ in told.values()]
        identity, entries = Identity(claims), [entries for _, entries in told.values()]
        for i, claim in enumerate(claims):
            for j in range(i):
                found = identity.traits(telling_of(claim), telling_of(claims[j]))
                names = tuple(found)
                rows.append(list(found.values()))
                same.append(float(bool(entries[i] & entries[j])))
                folds.append(number % N_FOLDS)
    traits, wanted, fold = np.array(rows), np.array(same), np.array(folds)
    scores = np.zeros(len(wanted))
    for k in range(N_FOLDS):
        scores[fold == k] = traits[fold == k] @ fit(traits[fold != k], wanted[fold != k])
    print(f"{len(wanted)} pairs, {int(wanted.sum())} of one promise")
    print("f1 {:.3f} precision {:.3f} recall {:.3f} probability {:.2f}".format(*best_f1(scores, wanted)))
    for name, weight in zip(names, fit(traits, wanted), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
