"""Who says a thing, and when: the versions behind claims, in the order of their publication.

In: stories with their versions, and claims. Out: the evidence of an entry in a fixed order, and how many independent witnesses it has.
Versions of one story and copies of one text are one witness, however many outlets print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from communique.model.claims import Claim, claim_id
from communique.model.record import Evidence, Story
from communique.stories.copies import count_witnesses, name_witnesses

Order = tuple[str, int, str]
"""Sorts versions by instant of publication, then by place in their story, then by id."""
ClaimOrder = tuple[Order, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version stands: its story, its order among all versions, the day it was published (None where nobody knows)."""

    story: str
    order: Order
    day: date | None
    has_note: bool = False


class Witnesses:
    """The versions that a record rests on."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self._orders: dict[int, tuple[Claim, ClaimOrder]] = {}
        self._witnesses: Mapping[str, str] = name_witnesses([story.versions for story in stories if story.versions])
        self._places: Mapping[str, Place] = places_in(stories)

    @classmethod
    def of(cls, places: Mapping[str, Place], witnesses: Mapping[str, str]) -> Witnesses:
        """Return the witnesses as they were found before: the places and the names of witnesses of versions, by version."""
        known = cls(())
        known._places, known._witnesses = places, witnesses
        return known

    def place(self, version: str) -> Place:
        """Return where a version stands; one of no story is a story of its own, and its date is unknown."""
        return self._places.get(version) or Place(version, ("", 0, version), None)

    def claim_order(self, claim: Claim) -> ClaimOrder:
        """Sort key of claims: publication, then place in the text, then what they say, so that no two sorts differ.

        Remembered by object, since every fold sorts the same claims again; the claim is kept so that its place in memory is not given away.
        """
        known = self._orders.get(id(claim))
        if known is None:
            span = claim.provenance.span
            known = claim, (self.place(span.version).order, span.start, span.end, claim_id(claim), repr(claim))
            self._orders[id(claim)] = known
        return known[1]

    def sort(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return the claims in order of publication, then of their place in the text."""
        return sorted(claims, key=self.claim_order)

    def evidence(self, claims: Iterable[Claim]) -> tuple[Evidence, ...]:
        """Return the spans behind claims, one for each claim and place, by publication, version and offset."""
        return self.sort_evidence(evidence_of(claim) for claim in claims)

    def sort_evidence(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Return the pieces of evidence once each, by publication, version and offset."""
        return tuple(sorted(set(evidence), key=lambda piece: (self.place(piece.version).order, piece.start, piece.end, repr(piece))))

    def count(self, evidence: Iterable[Evidence]) -> int:
        """Return the number of independent witnesses behind evidence, at least one."""
        return max(1, count_witnesses((piece.version for piece in evidence), self._witnesses))

    def stories_of(self, evidence: Iterable[Evidence]) -> set[str]:
        """Return the stories that carry some of the evidence."""
        return {self.place(piece.version).story for piece in evidence}


def places_in(stories: Iterable[Story]) -> dict[str, Place]:
    """Return where the versions of stories stand."""
    places: dict[str, Place] = {}
    for story in sorted(stories, key=lambda story: story.id):
        reached = ""
        for position, version in enumerate(story.versions):
            stamp, day = _instant(version.published_at)
            reached = max(reached, stamp)
            places[version.id] = Place(story.id, (reached, position, version.id), day, bool(version.correction_note))
    return places


def evidence_of(claim: Claim) -> Evidence:
    """Return the span of a claim with what the claim says of its certainty."""
    provenance = claim.provenance
    span = provenance.span
    return Evidence(
        version=span.version,
        start=span.start,
        end=span.end,
        exact=span.exact,
        factuality=provenance.factuality,
        according_to=according_to(claim),
        score=provenance.score,
        claim=claim_id(claim),
    )


def according_to(claim: Claim) -> str | None:
    """Return the source chain of a claim, outermost first ("agency < ministry"), None where the outlet itself says so."""
    return " < ".join(claim.provenance.according_to) or None


def _instant(stamp: str | None) -> tuple[str, date | None]:
    """Return an ISO 8601 stamp as sortable UTC text with its day; a bare date is the first instant of its day."""
    if not stamp:
        return "", None
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return "", None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    try:
        return aware.astimezone(UTC).isoformat(), moment.date()
    except OverflowError:
        return aware.isoformat(), moment.date()
