"""One of two versions in a comparison: its text, its sentences, its claims, and how they are cited.

In: a version and its reading. Out: a `Side`. Notes in which the article speaks of itself are no part of the story, nor are claims read in
them; the dateline is none either.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from communique.model.analysis import TimeExpression
from communique.model.claims import Claim, Reading, claim_id
from communique.model.record import Evidence
from communique.model.sources import Version
from communique.model.vocabulary import Factuality, TimeType
from communique.stories.chronology import PLAN_CUES
from communique.stories.datelines import find_dateline
from communique.stories.notes import find_note

ClaimType = TypeVar("ClaimType", bound=Claim)
Range = tuple[int, int]
"""Half-open code points of a version's text."""

_ENDS = frozenset(".!?…:;")


@dataclass(frozen=True, slots=True)
class Side:
    """A version with its reading: `sentences` are the ranges of the story's own sentences, without the dateline.

    `note` is the range of a note about the article, `dateline` that of place and day of writing.
    """

    version: Version
    reading: Reading
    sentences: tuple[Range, ...]
    note: Range | None
    dateline: Range | None = None

    def text(self, start: int, end: int) -> str:
        """Return the words of a range."""
        return self.version.text[start:end]

    def sentence_at(self, offset: int) -> Range | None:
        """Return the sentence that the offset lies in, or None between sentences."""
        at = bisect_right(self.sentences, offset, key=lambda sentence: sentence[0]) - 1
        return self.sentences[at] if at >= 0 and offset < self.sentences[at][1] else None

    def claims(self, kind: type[ClaimType]) -> list[ClaimType]:
        """Return the claims of one kind in text order, but those of the note: it repeats what was wrong."""
        return [claim for claim in self.own_claims() if isinstance(claim, kind)]

    def own_claims(self) -> list[Claim]:
        """Return the claims of all kinds in text order, but those of the note."""
        begin, stop = self.note or (0, 0)
        return [claim for claim in self.reading.claims if not begin <= claim.provenance.span.start < stop]

    def start_of(self, claim: Claim) -> int:
        """Return where a claim begins in the story: behind the dateline, where a reading took it in."""
        start = claim.provenance.span.start
        return self.dateline[1] if self.dateline and self.dateline[0] <= start < self.dateline[1] else start

    def trim(self, words: str) -> str:
        """Return words of the text without the dateline that a reading took in with them."""
        head = self.text(*self.dateline) if self.dateline else ""
        return words.removeprefix(head) if head else words

    def find(self, claim: Claim, words: str) -> Range:
        """Return where the story has words of a claim: at or behind its beginning, in its sentence or anywhere; else the claim's range."""
        span = claim.provenance.span
        sentence = self.sentence_at(self.start_of(claim)) or (span.start, span.end)
        trimmed = self.trim(words)
        for begin in (self.start_of(claim), sentence[0], 0):
            at = self.version.text.find(trimmed, begin) if trimmed else -1
            if at >= 0:
                return at, at + len(trimmed)
        return self.start_of(claim), span.end

    def mask(self, start: int, end: int) -> str:
        """Return the words of a range with its days and times of day blanked out; offsets stay."""
        words = list(self.text(start, end))
        for time in self.times_in(start, end):
            for at in range(max(time.start, start), min(time.end, end)):
                words[at - start] = " "
        return "".join(words)

    def times_in(self, start: int, end: int) -> list[TimeExpression]:
        """Return the days and times of day that the story names in a range, in text order; stretches of time are none."""
        begin, stop = self.dateline or (0, 0)
        return [
            time
            for time in self.reading.times
            if time.start < end and start < time.end and not begin <= time.start < stop and time.type in {TimeType.DATE, TimeType.TIME}
        ]

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
    dateline = find_dateline(version.text, note[1] if note and note[0] == 0 else 0)
    own = _join_broken(version.text, reading.sentences)
    for apart in (note, dateline):
        own = _leave_out(own, apart) if apart else own
    return Side(version, reading, tuple(own), note, dateline)


def _join_broken(text: str, sentences: Sequence[Range]) -> list[Range]:
    """Join what a model cut apart: a piece without an end, or one behind which the paragraph goes on in lower case ("4 p.m. local")."""
    joined: list[Range] = []
    for start, end in sentences:
        if joined and "\n" not in text[joined[-1][1] : start]:
            begin, stop = joined[-1]
            if text[start:end][:1].islower() or text[begin:stop].rstrip("”\"’')]»")[-1:] not in _ENDS:
                joined[-1] = begin, end
                continue
        joined.append((start, end))
    return joined


def _leave_out(sentences: Sequence[Range], apart: Range) -> list[Range]:
    """Return the sentences without a range; of one that begins in it or runs into it only what comes behind is left."""
    begin, stop = apart
    return [(max(start, stop) if begin < end and start < stop else start, end) for start, end in sentences if end <= begin or end > stop]
