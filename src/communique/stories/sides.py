"""One of two versions in a comparison: its text, its sentences, its claims, and how they are cited.

In: a version and its reading. Out: a `Side`. Notes in which the article speaks of itself are no part of the story, nor are claims read in
them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeVar

from communique.model.claims import Claim, Reading, claim_id
from communique.model.record import Evidence
from communique.model.sources import Version
from communique.model.vocabulary import Factuality
from communique.stories.chronology import PLAN_CUES
from communique.stories.notes import find_note

ClaimType = TypeVar("ClaimType", bound=Claim)
Range = tuple[int, int]
"""Half-open code points of a version's text."""


@dataclass(frozen=True, slots=True)
class Side:
    """A version with its reading: `sentences` are the ranges of the story's own sentences, `note` that of a note about the article."""

    version: Version
    reading: Reading
    sentences: tuple[Range, ...]
    note: Range | None

    def text(self, start: int, end: int) -> str:
        """Return the words of a range."""
        return self.version.text[start:end]

    def sentence_at(self, offset: int) -> Range | None:
        """Return the sentence that the offset lies in, or None between sentences."""
        at = bisect_right(self.sentences, offset, key=lambda sentence: sentence[0]) - 1
        return self.sentences[at] if at >= 0 and offset < self.sentences[at][1] else None

    def claims(self, kind: type[ClaimType]) -> list[ClaimType]:
        """Return the claims of one kind in text order, but those of the note: it repeats what was wrong."""
        begin, stop = self.note or (0, 0)
        return [claim for claim in self.reading.claims if isinstance(claim, kind) and not begin <= claim.provenance.span.start < stop]

    def cite(self, claim: Claim) -> Evidence:
        """Return a claim as evidence."""
        span = claim.provenance.span
        return self.cite_range(span.start, span.end, claim)

    def cite_range(self, start: int, end: int, claim: Claim | None = None) -> Evidence:
        """Return a range as evidence, with what the claim behind it says of its certainty; without one, the words decide."""
        exact = self.text(start, end)
        if claim is None:
            factuality = Factuality.PLANNED if PLAN_CUES.search(exact) else Factuality.HAPPENED
            return Evidence(self.version.id, start, end, exact, factuality, None, 1.0, "")
        told = claim.provenance
        according_to = " < ".join(told.according_to) or None
        return Evidence(self.version.id, start, end, exact, told.factuality, according_to, told.score, claim_id(claim))


def make_side(version: Version, reading: Reading) -> Side:
    """Return the side that a version and its reading make."""
    note = find_note(version.text, reading.sentences, version.correction_note)
    own = reading.sentences if note is None else tuple(s for s in reading.sentences if s[1] <= note[0] or s[0] >= note[1])
    return Side(version, reading, own, note)
