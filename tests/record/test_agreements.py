"""What is said of "the bridge" is of a promise about a bridge only where the two are about one thing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from communique.model.claims import CommitmentClaim, ProgressClaim, Reading
from communique.model.contexts import encode_context
from communique.model.gists import encode_gist
from communique.model.record import Commitment
from communique.record.folding import fold_ledger
from tests.record.sample import build_case

RNG = np.random.default_rng(11)
ABOUT_ARCHES, ABOUT_CUSTOMS = (encode_gist(RNG.normal(size=48).astype(np.float32)) for _ in range(2))
CASE = {
    "stories": [
        {
            "versions": [
                {
                    "day": "2030-06-01",
                    "text": "Ruritania and Freedonia agreed to repair the old bridge.",
                    "claims": [
                        {
                            "kind": "commitment",
                            "says": "agreed to repair the old bridge",
                            "force": "agreed",
                            "obligors": ["Ruritania", "Freedonia"],
                            "object": "to repair the old bridge",
                        }
                    ],
                }
            ]
        },
        {
            "versions": [
                {
                    "day": "2031-06-01",
                    "text": "At the old bridge in the west, where Ruritania and Freedonia meet, no customs house was built.",
                    "claims": [
                        {
                            "kind": "progress",
                            "says": "no customs house was built",
                            "progress": "not_started",
                            "of": "the old bridge",
                            "obligor": "Ruritania",
                        }
                    ],
                }
            ]
        },
    ]
}


def fold(promised: str, done: str, around: str = "") -> Commitment:
    """Return the promise after a report of progress, with what each is about."""
    readings, stories = build_case(CASE)

    def about(reading: Reading) -> Reading:
        claims = tuple(
            replace(claim, gist=promised if isinstance(claim, CommitmentClaim) else done, context=encode_context(around.split(), ()))
            for claim in reading.claims
            if isinstance(claim, CommitmentClaim | ProgressClaim)
        )
        return replace(reading, claims=claims)

    (process,) = fold_ledger([about(reading) for reading in readings], stories).processes
    (commitment,) = process.commitments
    return commitment


def test_progress_that_names_a_promise_and_is_about_the_same_is_of_it() -> None:
    assert len(fold(ABOUT_ARCHES, ABOUT_ARCHES, "mason arch stone scaffold").reports) == 1


def test_progress_that_names_the_same_thing_but_is_about_another_is_not() -> None:
    assert not fold(ABOUT_ARCHES, ABOUT_CUSTOMS).reports


def test_where_a_reader_tells_of_no_gist_the_words_decide() -> None:
    assert len(fold("", "").reports) == 1
