"""Which series a meeting is of: main rounds, technical groups, ministers, leaders, calls, mere contacts.

In: a meeting claim with the kind that the grammar gives it, and its text. Out: the likeliest kind, by a logistic regression over the
words of the claim and of its sentence, the offices of those who meet and what the claim says (`training.meeting_kinds`), fitted on the
reports of the corpus. The weights are in `weights/series.json`, by feature one for each kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from communique.model.claims import Claim, MeetingClaim
from communique.model.vocabulary import MeetingKind
from communique.reading.lexicon import load_lexicon, words
from communique.reading.text import Text

KINDS = tuple(MeetingKind)
_TELLING = frozenset({"NOUN", "VERB", "ADJ"})
_TELLING_WITHIN = _TELLING | {"ADV", "NUM"}
NOTHING = np.zeros(len(KINDS))
ALWAYS = "always"
"""The feature of every claim."""


def features_of(claim: MeetingClaim, text: Text) -> frozenset[str]:
    """Return what tells of a meeting's kind: what the claim says, its words (`in`) and those of its sentences beside it (`by`)."""
    span = claim.provenance.span
    within = text.tokens_in(span.start, span.end)
    sentences = {text.sentence[i] for i in within}
    beside = {i for sentence in sentences for i in text.range_of(sentence)} - set(within)
    n_persons = min(len(claim.participants), 2)
    found = {
        ALWAYS,
        f"kind {claim.kind}",
        f"kind {claim.kind} counted {claim.ordinal is not None}",
        f"kind {claim.kind} persons {n_persons}",
        f"noun {claim.series}",
        f"counted {claim.ordinal is not None}",
        f"placed {bool(claim.places)}",
        f"mediated {bool(claim.mediators)}",
        f"parties {min(len(claim.parties), 3)}",
        f"persons {n_persons}",
        f"state {claim.state}",
    }
    told = {
        "office": {word for person in claim.participants if person.office for word in person.office.lower().split()},
        "in": {text.lemmas[i] for i in within if text.upos[i] in _TELLING_WITHIN},
        "by": {text.lemmas[i] for i in beside if text.upos[i] in _TELLING},
    }
    found |= {f"{where} {word}" for where, known in told.items() for word in known}
    return frozenset(found | {f"{where} rank {rank}" for where, known in told.items() for rank in _ranks_of(known)})


def _ranks_of(known: set[str]) -> Iterator[str]:
    """Yield the ranks that some words are of, and "line" where one says that people spoke over a distance."""
    lexicon = load_lexicon("meetings")
    yield from (rank for rank, listed in lexicon["ranks"].items() if not known.isdisjoint(listed))
    if not known.isdisjoint(words("meetings", "lines")):
        yield "line"


@cache
def load_weights() -> Mapping[str, NDArray[np.float64]]:
    """Return the weights (n_kinds,) by feature; read once per process."""
    data = files("communique.reading").joinpath("weights", "series.json").read_text(encoding="utf-8")
    return {name: np.array(row) for name, row in json.loads(data).items()}


def sorted_into_series(claim: Claim, text: Text) -> Claim:
    """Return a claim with its likeliest kind, if it is of a meeting; of equals, the one that the grammar gives."""
    if not isinstance(claim, MeetingClaim):
        return claim
    weights = load_weights()
    scores = np.sum([weights.get(name, NOTHING) for name in features_of(claim, text)], axis=0)
    return replace(claim, likely_kind=max(KINDS, key=lambda kind: (scores[KINDS.index(kind)], kind is claim.kind)))
