"""Fits what words and offices tell of the kind of a meeting: `python -m training.meeting_kinds`.

In: the reports of the corpus that may be developed on and their ledgers, read by the reader in the package. Out: the weights of
`communique.reading.series`, written into the package, and how many claims get the right kind in processes that nothing was fitted on (five
folds), beside the share of the grammar alone. A claim has the kind that the annotation gives it, else that of the meeting that it is of.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.model.claims import MeetingClaim, claim_id
from communique.model.vocabulary import MeetingKind
from communique.reading.series import KINDS, features_of
from training.told import N_FOLDS, Told, read_told

OUT = Path(__file__).parent.parent / "src" / "communique" / "reading" / "weights" / "series.json"
RIDGE, N_STEPS, RATE, LEAST_OFTEN = 2.0, 400, 4.0, 4
Rows = NDArray[np.float64]


class Lesson:
    """The meetings of which the kind is known: `ids` of claims, `rows` (n_claims, n_features), `kinds` (n_claims,) and their folds."""

    def __init__(self, told: Mapping[str, Sequence[Told]]) -> None:
        meetings = [one for reports in told.values() for report in reports for one in _list_meetings(report)]
        known: defaultdict[tuple[str, int], Counter[MeetingKind]] = defaultdict(Counter)
        for report, _, gold in meetings:
            if gold["meeting_kind"]:
                for entry in gold["entries"]:
                    known[report.process, entry][gold["meeting_kind"]] += 1
        fold = {process: number % N_FOLDS for number, process in enumerate(told)}
        self.ids, features, kinds, guesses, folds = [], [], [], [], []
        for report, claim, gold in meetings:
            votes = sum((known[report.process, entry] for entry in gold["entries"]), Counter[MeetingKind]())
            kind = gold["meeting_kind"] or next((one for one, _ in votes.most_common(1)), None)
            if kind:
                self.ids.append(claim_id(claim))
                features.append(features_of(claim, report.text))
                kinds.append(KINDS.index(kind))
                guesses.append(KINDS.index(claim.kind))
                folds.append(fold[report.process])
        counts = Counter(feature for found in features for feature in found)
        self.names = sorted(name for name, count in counts.items() if count >= LEAST_OFTEN)
        self.rows = np.array([[float(name in found) for name in self.names] for found in features])
        self.kinds, self.guesses, self.folds = np.array(kinds), np.array(guesses), np.array(folds)

    def find_kinds(self) -> NDArray[np.int64]:
        """Return the likeliest kinds (n_claims,), told by the claims of other folds."""
        found = np.zeros(len(self.kinds), dtype=np.int64)
        for fold in range(N_FOLDS):
            weights = fit(self.rows[self.folds != fold], self.kinds[self.folds != fold])
            found[self.folds == fold] = np.argmax(self.rows[self.folds == fold] @ weights, axis=1)
        return found


def _list_meetings(report: Told) -> list[tuple[Told, MeetingClaim, Mapping[str, Any]]]:
    return [(report, claim, gold) for claim, gold in report.tied if isinstance(claim, MeetingClaim)]


def find_kinds(told: Mapping[str, Sequence[Told]]) -> dict[str, MeetingKind]:
    """Return for claims, by id, the kind that the claims of other processes tell."""
    lesson = Lesson(told)
    return {key: KINDS[kind] for key, kind in zip(lesson.ids, lesson.find_kinds(), strict=True)}


def fit(rows: Rows, kinds: NDArray[np.int64]) -> Rows:
    """The weights (n_features, n_kinds) of a ridge softmax regression, by gradient descent with momentum."""
    weights, speed = np.zeros((rows.shape[1], len(KINDS))), np.zeros((rows.shape[1], len(KINDS)))
    wanted = np.eye(len(KINDS))[kinds]
    for _ in range(N_STEPS):
        scores = rows @ weights
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        slope = (rows.T @ (likely - wanted) + 2 * RIDGE * weights) / len(rows)
        speed = 0.9 * speed - RATE * 0.1 * slope
        weights += speed
    return weights


def main() -> None:
    """Fit, write and print."""
    lesson = Lesson(read_told())
    right, by_grammar = (100 * float(np.mean(found == lesson.kinds)) for found in (lesson.find_kinds(), lesson.guesses))
    print(f"{len(lesson.kinds)} claims, right {right:.1f} %, grammar {by_grammar:.1f} %")
    weights = zip(lesson.names, fit(lesson.rows, lesson.kinds), strict=True)
    lines = (f"{json.dumps(name)}: {json.dumps([round(float(one), 2) for one in row])}" for name, row in weights)
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
