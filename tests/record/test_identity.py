"""Two claims are of one promise by all that they say; without a gist nothing is compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from communique.model.claims import CommitmentClaim, ProgressClaim, Provenance
from communique.model.contexts import encode_context
from communique.model.gists import encode_gist
from communique.model.sources import Span
from communique.model.vocabulary import Factuality, Force, Progress
from communique.record.identity import WEIGHTS, Identity, telling_of

RNG = np.random.default_rng(7)
ABOUT_FREIGHT, ABOUT_VISAS = (encode_gist(RNG.normal(size=48).astype(np.float32)) for _ in range(2))


def promise(version: str, words: str, gist: str, *bound: str, around: str = "") -> CommitmentClaim:
    """Return a promise told in a version, in the midst of some words."""
    told = Provenance(Span(version, 0, len(words), words), Factuality.HAPPENED)
    return CommitmentClaim(told, Force.AGREED, bound or ("Armenia", "Turkey"), words, gist=gist, context=encode_context(around.split(), ()))


FREIGHT = promise("a", "begin direct trade by air freight", ABOUT_FREIGHT, around="minister airport plane carrier")
CARGO = promise("b", "that direct air cargo should begin", ABOUT_FREIGHT, around="plane carrier hangar")
VISAS = promise("c", "simplify visas for diplomats", ABOUT_VISAS, around="minister passport queue")
FLOWN = ProgressClaim(
    Provenance(Span("d", 0, 20, "freight flew direct"), Factuality.HAPPENED), Progress.PARTIAL, "freight", "Armenia", gist=ABOUT_FREIGHT
)
IDENTITY = Identity([FREIGHT, CARGO, VISAS, FLOWN])


def test_two_wordings_of_one_gist_are_likelier_one_promise_than_two_promises() -> None:
    assert IDENTITY.probability(FREIGHT, CARGO) > 0.5 > IDENTITY.probability(FREIGHT, VISAS)


def test_it_does_not_matter_which_claim_is_named_first() -> None:
    for other in (CARGO, VISAS, FLOWN):
        assert IDENTITY.probability(FREIGHT, other) == IDENTITY.probability(other, FREIGHT)


def test_what_is_told_in_the_midst_of_the_same_words_is_likelier_one_promise() -> None:
    elsewhere = replace(CARGO, context=encode_context(["harbour", "crane", "quay"], ()))
    assert IDENTITY.probability(FREIGHT, CARGO) > IDENTITY.probability(FREIGHT, elsewhere)


def test_without_a_gist_nothing_is_compared() -> None:
    assert IDENTITY.probability(replace(FREIGHT, gist=""), CARGO) == 0.0


def test_every_trait_has_a_weight() -> None:
    assert set(IDENTITY.traits(telling_of(FREIGHT), telling_of(FLOWN))) == set(WEIGHTS)
