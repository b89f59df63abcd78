"""Finds what became of commitments: progress in deed, standing as a text, and reaffirmation.

In: a `Text` with its `Parties` and the commitment claims already read. Out: `ProgressClaim`s ("the step was never introduced", prisoners
released), `StandingClaim`s (suspended, extended, expired, violated) and `ReaffirmationClaim`s, each tied to the commitment of the same
text that it points back to where that can be told. The three questions are asked in the order in which their words are most telling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.model.claims import CommitmentClaim, MeetingClaim, ProgressClaim, ReaffirmationClaim, StandingClaim, claim_id
from communique.model.vocabulary import Domain, Factuality, Force, MeetingState, Progress
from communique.reading.attribution import provenance
from communique.reading.bearings import Bearings
from communique.reading.clauses import is_predicate, object_of, subject_of
from communique.reading.dealings import Dealings
from communique.reading.deeds import ProgressFinder
from communique.reading.domains import Domains
from communique.reading.echoes import Echoes
from communique.reading.events import carriers, date_at
from communique.reading.lexicon import words
from communique.reading.measures import MeasureReader
from communique.reading.modality import Modality, assess
from communique.reading.parties import Parties
from communique.reading.standings import StandingFinder
from communique.reading.text import Text

StatusClaim = ProgressClaim | StandingClaim | ReaffirmationClaim


TOWARDS = {Progress.IMPLEMENTED: Progress.ENABLED, Progress.PARTIAL: Progress.PREPARING}
"""What a deed comes to for a promise that it does not name."""


class StatusFinder:
    """Finds the progress, standing and reaffirmation claims of one text."""

    def __init__(self, text: Text, parties: Parties, dealings: Dealings, commitments: Sequence[CommitmentClaim]) -> None:
        self.text = text
        self.parties = parties
        self.meetings = dealings.meetings
        echoes = Echoes(text, commitments)
        self.bearings = Bearings(text)
        self.standings = StandingFinder(text, parties, echoes, dealings)
        self.progress = ProgressFinder(text, parties, echoes, dealings)
        self.measures = MeasureReader(text, parties, echoes, dealings)
        self.commitments = commitments
        self.domains = Domains(text, parties)
        self.spans = [(c.provenance.span.start, c.provenance.span.end) for c in commitments]

    def find(self) -> list[StatusClaim]:
        """Return the claims in text order."""
        found = (self._claim_at(i) for i in range(len(self.text.tokens)))
        return [self._tied(claim) for claim in found if claim is not None]

    def _tied(self, claim: StatusClaim) -> StatusClaim:
        """Return a report of progress tied to the only commitment of the text about the same kind of thing, if it has no tie of its own.

        "Its side of the crossing is finished" is told of the promise to open the border where the text tells of one such promise, and is a
        step towards it, not the deed itself.
        """
        if not isinstance(claim, ProgressClaim) or claim.commitment is not None:
            return claim
        areas = self._areas(claim)
        about = [c for c in self.commitments if c.force is not Force.INTENT and areas & self._areas(c)]
        if len(about) != 1 or (claim.obligor is not None and claim.obligor not in about[0].obligors):
            return claim
        return replace(claim, commitment=claim_id(about[0]), progress=TOWARDS.get(claim.progress, claim.progress))

    def _areas(self, claim: StatusClaim | CommitmentClaim) -> frozenset[Domain]:
        """Return what the nouns of a claim's words are about; a crossing is of a border."""
        text, span = self.text, claim.provenance.span
        nouns = (k for k in text.tokens_in(span.start, span.end) if text.upos[k] == "NOUN")
        found = {domain for k in nouns for domain in [self.domains.of(k)] if domain not in (None, Domain.TERRITORY_CONTROL)}
        return frozenset(Domain.LAND_BORDER if domain is Domain.CROSSING else domain for domain in found if domain is not None)

    def _claim_at(self, i: int) -> StatusClaim | None:
        if not is_predicate(self.text, i):
            return self.standings.of_noun(i) if self.text.upos[i] == "NOUN" else None
        modality = assess(self.text, i)
        claim = self._reaffirmation(i, modality) or self.standings.of_predicate(i, modality)
        if claim is not None:
            return claim
        progress = self.progress.of_predicate(i, modality) or self.measures.of_predicate(i, modality)
        return progress if progress is not None and not self._is_commitment(i) else None

    def _is_commitment(self, i: int) -> bool:
        """Tell whether a predicate heads a commitment claim itself: what is being promised is not being reported."""
        offset = self.text.tokens[i].start
        return any(start <= offset < end for start, end in self.spans)

    def _reaffirmation(self, i: int, modality: Modality) -> ReaffirmationClaim | None:
        text = self.text
        if text.lemmas[i] not in words("statuses", "reaffirming") or modality.factuality is not Factuality.HAPPENED:
            return None
        target = object_of(text, i)
        if target < 0 or text.lemmas[target] not in words("statuses", "reaffirmed"):
            return None
        start, end = self.bearings.anchor(i, target)
        span = text.extent(target)
        meeting = self._current_meeting(i)
        return ReaffirmationClaim(
            provenance=provenance(text, start, end, i, Factuality.HAPPENED),
            parties=self.parties.actors_of(subject_of(text, i)),
            of=text.text[span[0] : span[1]],
            on=date_at(text, carriers(text, i)),
            meeting=claim_id(meeting) if meeting is not None else None,
        )

    def _current_meeting(self, i: int) -> MeetingClaim | None:
        """Return the meeting that the text reports as its news: the first one held that is not told as an earlier one."""
        sentence = self.text.sentence[i]
        news = [m for m in self.meetings if m.state in {MeetingState.HELD, MeetingState.UNDER_WAY} and m.relative != "last"]
        near = [m for m in news if self.text.sentence[self.text.token_at(m.provenance.span.start)] <= sentence]
        return near[0] if near else None
