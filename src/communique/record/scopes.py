"""Scope of a promise: for whom it is, and whether it has grown since it was made.

In: the claims that made a promise and those that made it again. Out: both scopes with the claims behind them where a later telling is for
more people or goods than the first ("citizens of third countries", then "and holders of diplomatic passports"). A later telling that
names fewer is a shorter telling, not a narrower promise.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.model.claims import CommitmentClaim, ReaffirmationClaim
from communique.record.wording import is_bulk, make_label, people_of

Again = CommitmentClaim | ReaffirmationClaim
Scopes = tuple[tuple[str, Sequence[CommitmentClaim]], tuple[str, Sequence[Again]]]


def find_growth(first: Sequence[CommitmentClaim], again: Sequence[Again]) -> Scopes | None:
    """Return the words and claims of the first scope and of the larger one, None where it has not grown or the first is not told.

    `first` and `again` are in order of publication; the wording of the first that tells of the most people stands for all of `first`.
    """
    served = {people for claim in first for people in people_of(claim.object)}
    larger = [claim for claim in again if not is_bulk(_words_of(claim)) and served < people_of(_words_of(claim))]
    if not served or not larger:
        return None
    told = [claim for claim in first if people_of(claim.object)]
    fullest = max(told, key=lambda claim: (len(people_of(claim.object)), -len(claim.object), claim.object))
    return (make_label(fullest.object), told), (make_label(_words_of(larger[0])), larger)


def _words_of(claim: Again) -> str:
    return claim.object if isinstance(claim, CommitmentClaim) else claim.of
