"""Whether two claims tell of one promise: a probability from what both say.

In: claims about the promises of one process. Out: for two of them the probability that they are of one promise. What the reader made of
their words (`gist`), the content words that they and their sentences share, rare ones of the process counting most, names, numbers, those
who are bound, days and where the claims stand are weighed by a logistic regression (`training.identity`), fitted on the ledgers of the
corpus. Claims whose reader gives no gist are not compared here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from communique.model.claims import (
    CommitmentClaim,
    ProgressClaim,
    Promised,
    ReaffirmationClaim,
    StandingClaim,
)
from communique.model.contexts import Context, decode_context
from communique.model.edtf import days_apart, is_edtf
from communique.model.gists import gist_likeness
from communique.record.likelihood import probability_of
from communique.record.measures import measure_of
from communique.record.wording import is_contrary, read_wording, specific_words

W = TypeVar("W", str, int)

WEIGHTS: Mapping[str, float] = {
    "one": -5.52,
    "gist": 3.18,
    "gist_high": 3.16,
    "words": 2.25,
    "words_within": 0.64,
    "words_shared": 1.01,
    "gist_and_words": -0.74,
    "other_names": -0.04,
    "same_names": -0.68,
    "other_numbers": -0.07,
    "same_numbers": -0.54,
    "same_bound": -0.01,
    "other_bound": -0.19,
    "unknown_bound": -0.08,
    "promises": -2.15,
    "promise_and_progress": -0.92,
    "progresses": -0.77,
    "standing": -0.20,
    "reaffirmation": -0.79,
    "here": 0.70,
    "here_words": -2.85,
    "here_gist": -0.09,
    "sentence": 7.96,
    "around": 6.87,
    "here_sentence": -7.81,
    "here_around": -4.72,
    "here_far": -0.32,
    "here_near": 0.12,
    "same_measure": 0.58,
    "other_measure": -0.56,
    "same_day": 1.30,
    "other_day": 0.09,
    "same_due": 1.41,
    "contrary": 0.27,
}
"""What each trait counts for; `python -m training.identity` prints them anew."""
NEAR = 150
"""Characters between the beginnings of two claims that stand side by side."""
SLIP_DAYS = 7
"""Dates this close are a dispute about when it was agreed, not a second announcement."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one claim says of a promise, as it is compared."""

    words: frozenset[str]
    stems: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    bound: frozenset[str]
    measure: str | None
    kind: type[Promised]
    version: str
    agreed_on: str | None
    due: str | None
    gist: str
    context: Context
    start: int


@lru_cache(maxsize=16384)
def telling_of(claim: Promised) -> Telling:
    """Return what a claim says of a promise: its object, else its own words and those that it names the promise by."""
    text = claim.object if isinstance(claim, CommitmentClaim) else f"{claim.provenance.span.exact} . {claim.of}"
    read = read_wording(text)
    bound: Iterable[str] = ()
    match claim:
        case CommitmentClaim():
            bound = claim.obligors
        case ProgressClaim():
            bound = (claim.obligor,) if claim.obligor else ()
        case ReaffirmationClaim() | StandingClaim():
            bound = claim.parties
    return Telling(
        words=specific_words(text) or read.stems,
        stems=read.stems,
        names=read.names,
        numbers=read.numbers,
        bound=frozenset(bound),
        measure=measure_of(text),
        kind=type(claim),
        version=claim.provenance.span.version,
        agreed_on=_date_in(claim, "agreed_on"),
        due=_date_in(claim, "due"),
        gist=claim.gist,
        context=decode_context(claim.context),
        start=claim.provenance.span.start,
    )


def _date_in(claim: Promised, name: str) -> str | None:
    edtf = getattr(claim, name, None)
    return edtf if edtf and is_edtf(edtf) else None


class Rarity(Generic[W]):
    """How much words say that few claims of a process have: the square of the logarithm of their share."""

    def __init__(self, told: Iterable[frozenset[W]]) -> None:
        sets = list(told)
        self._n = len(sets) + 1
        counts: Counter[W] = Counter(word for words in sets for word in words)
        self._weights: dict[W, float] = {word: math.log(self._n / count) ** 2 for word, count in counts.items()}
        self._totals: dict[frozenset[W], float] = {}

    def weigh(self, words: frozenset[W]) -> float:
        """Return how much words say together."""
        return sum(self._weights.get(word, math.log(self._n) ** 2) for word in words)

    def _total(self, words: frozenset[W]) -> float:
        if words not in self._totals:
            self._totals[words] = self.weigh(words)
        return self._totals[words]

    def likeness(self, a: frozenset[W], b: frozenset[W]) -> tuple[float, float]:
        """Return what both say, in shares of the mean (cosine) and of the one that says less; 0 where one says nothing."""
        both = self._total(a), self._total(b)
        if not all(both):
            return 0.0, 0.0
        shared = self.weigh(a & b)
        return shared / math.sqrt(both[0] * both[1]), shared / min(both)


class Identity:
    """Compares the claims about the promises of one process; how rare a word is depends on all of them."""

    def __init__(self, claims: Iterable[Promised]) -> None:
        told = [telling_of(claim) for claim in claims]
        self._words = Rarity(telling.words for telling in told)
        self._sentences = Rarity(telling.context.sentence for telling in told)
        self._surroundings = Rarity(telling.context.around for telling in told)

    def probability(self, a: Promised, b: Promised) -> float:
        """Return how likely two claims tell of one promise, 0 where one of them has no gist."""
        if not a.gist or not b.gist:
            return 0.0
        return probability_of(self.traits(telling_of(a), telling_of(b)), WEIGHTS)

    def traits(self, a: Telling, b: Telling) -> dict[str, float]:
        """Return what speaks for and against two claims being of one promise, by name."""
        alike, within = self._words.likeness(a.words, b.words)
        sentence, _ = self._sentences.likeness(a.context.sentence, b.context.sentence)
        around, _ = self._surroundings.likeness(a.context.around, b.context.around)
        kinds = {a.kind, b.kind}
        apart = days_apart(a.agreed_on, b.agreed_on) if a.agreed_on and b.agreed_on else None
        here = a.version == b.version
        gist = gist_likeness(a.gist, b.gist) if a.gist and b.gist else 0.0
        return {
            "one": 1.0,
            "gist": gist,
            "gist_high": max(0.0, gist - 0.5),
            "words": alike,
            "words_within": within,
            "words_shared": math.log1p(len(a.words & b.words)),
            "gist_and_words": gist * alike,
            "other_names": float(bool(a.names and b.names and not a.names & b.names)),
            "same_names": float(bool(a.names & b.names)),
            "other_numbers": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
            "same_numbers": float(bool(a.numbers & b.numbers)),
            "same_bound": float(bool(a.bound) and a.bound == b.bound),
            "other_bound": float(bool(a.bound and b.bound and not a.bound & b.bound)),
            "unknown_bound": float(not (a.bound and b.bound)),
            "promises": float(kinds == {CommitmentClaim}),
            "promise_and_progress": float(kinds == {CommitmentClaim, ProgressClaim}),
            "progresses": float(kinds == {ProgressClaim}),
            "standing": float(StandingClaim in kinds),
            "reaffirmation": float(ReaffirmationClaim in kinds),
            "here": float(here),
            "here_words": alike if here else 0.0,
            "here_gist": gist if here else 0.0,
            "sentence": sentence,
            "around": around,
            "here_sentence": sentence if here else 0.0,
            "here_around": around if here else 0.0,
            "here_far": math.log1p(abs(a.start - b.start)) / 5 if here else 0.0,
            "here_near": float(here and abs(a.start - b.start) < NEAR),
            "same_measure": float(a.measure is not None and a.measure == b.measure),
            "other_measure": float(None not in (a.measure, b.measure) and a.measure != b.measure),
            "same_day": float(apart is not None and apart <= SLIP_DAYS),
            "other_day": float(apart is not None and apart > SLIP_DAYS),
            "same_due": float(a.due is not None and a.due == b.due),
            "contrary": float(is_contrary(a.stems, b.stems)),
        }
