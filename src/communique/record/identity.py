"""Whether two claims tell of one promise: a probability from what both say.

In: claims about the promises of one process. Out: for two of them the probability that they are of one promise. What the reader made of
their words (`gist`), the content words that they share, rare ones of the process counting most, names, numbers, those who are bound, days
and where the claims stand are weighed by a logistic regression (`training.identity`), fitted on the ledgers of the corpus. Claims whose
reader gives no gist are not compared here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from communique.model.claims import (
    CommitmentClaim,
    ProgressClaim,
    Promised,
    ReaffirmationClaim,
    StandingClaim,
)
from communique.model.edtf import days_apart, is_edtf
from communique.model.gists import gist_likeness
from communique.record.measures import measure_of
from communique.record.wording import is_contrary, read_wording, specific_words

WEIGHTS: Mapping[str, float] = {
    "one": -5.24,
    "gist": 3.31,
    "gist_high": 3.75,
    "words": 4.27,
    "words_within": 0.56,
    "words_shared": 1.29,
    "gist_and_words": 0.06,
    "other_names": -0.05,
    "same_names": -0.64,
    "other_numbers": -0.07,
    "same_numbers": -0.60,
    "same_bound": 0.16,
    "other_bound": -0.22,
    "unknown_bound": -0.08,
    "promises": -1.99,
    "promise_and_progress": -0.92,
    "progresses": -0.83,
    "standing": -0.17,
    "reaffirmation": -0.77,
    "here": -0.40,
    "here_words": -4.86,
    "here_gist": 1.57,
    "same_measure": 0.48,
    "other_measure": -0.61,
    "same_day": 1.59,
    "other_day": 0.08,
    "same_due": 1.61,
    "contrary": 0.28,
}
"""What each trait counts for; `python -m training.identity` prints them anew."""
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
    )


def _date_in(claim: Promised, name: str) -> str | None:
    edtf = getattr(claim, name, None)
    return edtf if edtf and is_edtf(edtf) else None


class Identity:
    """Compares the claims about the promises of one process; how rare a word is depends on all of them."""

    def __init__(self, claims: Iterable[Promised]) -> None:
        told = [telling_of(claim) for claim in claims]
        counts = Counter(word for telling in told for word in telling.words)
        self._rarity = {word: math.log((len(told) + 1) / count) ** 2 for word, count in counts.items()}
        self._unknown = math.log(len(told) + 1) ** 2

    def probability(self, a: Promised, b: Promised) -> float:
        """Return how likely two claims tell of one promise, 0 where one of them has no gist."""
        if not a.gist or not b.gist:
            return 0.0
        score = sum(WEIGHTS.get(name, 0.0) * value for name, value in self.traits(telling_of(a), telling_of(b)).items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def traits(self, a: Telling, b: Telling) -> dict[str, float]:
        """Return what speaks for and against two claims being of one promise, by name."""
        shared = self._weigh(a.words & b.words)
        both = self._weigh(a.words), self._weigh(b.words)
        alike = shared / math.sqrt(both[0] * both[1]) if all(both) else 0.0
        kinds = {a.kind, b.kind}
        apart = days_apart(a.agreed_on, b.agreed_on) if a.agreed_on and b.agreed_on else None
        here = a.version == b.version
        gist = gist_likeness(a.gist, b.gist) if a.gist and b.gist else 0.0
        return {
            "one": 1.0,
            "gist": gist,
            "gist_high": max(0.0, gist - 0.5),
            "words": alike,
            "words_within": shared / min(both) if all(both) else 0.0,
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
            "same_measure": float(a.measure is not None and a.measure == b.measure),
            "other_measure": float(None not in (a.measure, b.measure) and a.measure != b.measure),
            "same_day": float(apart is not None and apart <= SLIP_DAYS),
            "other_day": float(apart is not None and apart > SLIP_DAYS),
            "same_due": float(a.due is not None and a.due == b.due),
            "contrary": float(is_contrary(a.stems, b.stems)),
        }

    def _weigh(self, words: Iterable[str]) -> float:
        return sum(self._rarity.get(word, self._unknown) for word in words)
