"""What a claim is about, in words: how two processes of the same parties are told apart once a person has said by which words.

In: a claim and some words ("tariff", "trade"). Out: whether the claim uses one of them in any form. Only the claim's own words count: a
report on border talks may well say that trade was not on the table.
"""

from __future__ import annotations

from collections.abc import Iterable

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.stories.words import find_words


def words_about(words: Iterable[str]) -> frozenset[str]:
    """Return the stems of words that say what a process is about."""
    return frozenset(word.stem for given in words for word in find_words(given) if not word.is_function)


def is_on_topic(claim: Claim, stems: frozenset[str]) -> bool:
    """Tell whether a claim has one of the words."""
    return bool(stems) and any(word.stem in stems for text in _texts_of(claim) for word in find_words(text))


def _texts_of(claim: Claim) -> tuple[str, ...]:
    said = claim.provenance.span.exact
    match claim:
        case MeetingClaim():
            return said, claim.series
        case CommitmentClaim() | StanceClaim():
            return said, claim.object
        case ReaffirmationClaim() | ProgressClaim() | StandingClaim():
            return said, claim.of
        case RelationClaim():
            return said, claim.domain.value.replace("_", " ")
        case StatementClaim():
            return said, claim.text
