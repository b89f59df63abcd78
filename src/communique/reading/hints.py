"""What the model's claim head adds to the grammar: it weighs claims that rules found, and proposes some that no rule did.

In: a `Text` with its `Parties`, the hints of its analysis and the claims of the grammar. Out: the claims with their scores, and the
proposed ones. A proposed claim needs an actor in scope like any other, its words are verbatim, and its time and place come from its
clause. How sure the head must be, for each kind, is set on the development part of the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from communique.model.analysis import Hint
from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    StanceClaim,
    StandingClaim,
    kind_of,
)
from communique.model.vocabulary import (
    ClaimKind,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Progress,
    StanceKind,
    Standing,
)
from communique.reading.attendance import AttendanceReader
from communique.reading.attribution import provenance
from communique.reading.clauses import is_predicate, object_of, subject_of, surface_subject, verb_names
from communique.reading.events import carriers, date_at, places_at
from communique.reading.modality import assess, own_modal
from communique.reading.parties import Parties
from communique.reading.stances import stance_verbs
from communique.reading.text import Text

READER = "head-1"
SURE = {
    ClaimKind.MEETING: 0.75,
    ClaimKind.COMMITMENT: 0.8,
    ClaimKind.PROGRESS: 0.75,
    ClaimKind.STANDING: 0.75,
    ClaimKind.REFUSAL: 0.75,
    ClaimKind.DEMAND: 0.75,
}
"""From so sure a hint on, a claim that no rule found is proposed. Of relations the head finds too few that the rules do not."""
DOUBTED = 0.06
"""A claim of the grammar whose words have no hint of its kind so sure is left for review, if its kind is weighed."""
WEIGHED = frozenset({ClaimKind.MEETING})
"""Kinds of which the head knows enough: of ten meetings that it does not see, seven are none. Of others it would take more right ones."""
FOR_REVIEW = 0.4
PROPOSED = 0.75
"""Score of a proposed claim: about so many in a hundred are right."""
ASIDES = ("advcl", "parataxis", "discourse", "cc", "mark", "punct", "conj", "nsubj", "acl:relcl")
FIRM = frozenset({Factuality.HAPPENED, Factuality.PLANNED, Factuality.CONDITIONAL})
BORNE_OUT = {
    ClaimKind.MEETING: FIRM | {Factuality.POSSIBLE},
    ClaimKind.COMMITMENT: FIRM,
    ClaimKind.PROGRESS: FIRM | {Factuality.DENIED},
    ClaimKind.STANDING: FIRM,
    ClaimKind.REFUSAL: FIRM | {Factuality.DENIED},
    ClaimKind.DEMAND: FIRM | {Factuality.POSSIBLE},
}
"""The modality that a claim's word must have; with any other one, what is proposed is left for review."""
MEETING_KINDS = {"call": MeetingKind.CALL, "phone": MeetingKind.CALL, "summit": MeetingKind.LEADERS, "round": MeetingKind.ROUND}


class Hints:
    """The hints of one text."""

    def __init__(self, text: Text, parties: Parties, attendance: AttendanceReader) -> None:
        self.text = text
        self.parties = parties
        self.attendance = attendance
        self._builders = {
            ClaimKind.MEETING: self._meeting,
            ClaimKind.COMMITMENT: self._commitment,
            ClaimKind.PROGRESS: self._progress,
            ClaimKind.STANDING: self._standing,
            ClaimKind.REFUSAL: self._stance,
            ClaimKind.DEMAND: self._stance,
        }

    def weigh(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """Yield the claims; one whose words the head does not take for its kind at all is left for review."""
        for claim in claims:
            span = claim.provenance.span
            is_weighed = kind_of(claim) in WEIGHED and self._is_told(span.start, span.end)
            if not is_weighed or self._best(kind_of(claim), span.start, span.end) >= DOUBTED:
                yield claim
            else:
                score = min(claim.provenance.score, FOR_REVIEW)
                yield replace(claim, provenance=replace(claim.provenance, score=score))

    def _is_told(self, start: int, end: int) -> bool:
        """Tell whether words name an event; the days and places of a list ("and in Vienna on May 3") are told by its first item."""
        text = self.text
        return any(text.upos[k] in {"VERB", "NOUN"} and text.time_of[k] is None for k in text.tokens_in(start, end))

    def _best(self, kind: ClaimKind, start: int, end: int) -> float:
        return max((hint.score for hint in self.text.analysis.hints if hint.kind is kind and start <= hint.start < end), default=0.0)

    def propose(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield claims for sure hints that lie in no claim of their kind, surest first where two would share their words."""
        taken = [(kind_of(c), c.provenance.span.start, c.provenance.span.end) for c in claims]
        sure = [hint for hint in self.text.analysis.hints if hint.score >= SURE.get(hint.kind, 2.0)]
        for hint in sorted(sure, key=lambda hint: (-hint.score, hint.start)):
            if any(kind is hint.kind and start <= hint.start < end for kind, start, end in taken):
                continue
            i = self.text.token_at(hint.start)
            claim = self._builders[hint.kind](i, hint) if i >= 0 else None
            if claim is None:
                continue
            span = claim.provenance.span
            if any(kind is hint.kind and start < span.end and span.start < end for kind, start, end in taken):
                continue
            taken.append((hint.kind, span.start, span.end))
            is_borne_out = assess(self.text, i).factuality in BORNE_OUT[hint.kind] and not self._is_habit(i, hint.kind)
            score = PROPOSED if is_borne_out else FOR_REVIEW
            yield replace(claim, provenance=replace(claim.provenance, reader=READER, score=score))

    def _is_habit(self, i: int, kind: ClaimKind) -> bool:
        """Tell whether what would be a commitment stands in the bare present: a habit or an attitude, no act ("makes efforts towards")."""
        text = self.text
        is_bare = text.feature(i, "Tense") == "Pres" and text.feature(i, "VerbForm") == "Fin" and not own_modal(text, i)
        return kind is ClaimKind.COMMITMENT and is_bare

    # --- what hangs on a word ------------------------------------------------------------------------------------------

    def _predicate(self, i: int) -> int:
        """Return the predicate that tells of a word: itself, or the verb that it is an argument of; -1 for none."""
        text = self.text
        if is_predicate(text, i):
            return i
        head = text.head[i]
        return head if head >= 0 and text.bases[i] in {"obj", "nsubj", "obl"} and is_predicate(text, head) else -1

    def _actors(self, i: int) -> tuple[str, ...]:
        """Return who does it: the subject of the predicate, or those whom a noun names as its parties, or the parties at hand."""
        text, parties = self.text, self.parties
        predicate = self._predicate(i)
        found = parties.in_scope(parties.actors_of(subject_of(text, predicate))) if predicate >= 0 else ()
        if not found and not is_predicate(text, i):
            found = parties.in_scope(parties.named_under(i, frozenset({"between", "with", "by", "of"})))
        return found

    def _extent(self, i: int) -> tuple[int, int]:
        """Return the words of a predicate with its objects, without its subject and other clauses, or of a noun phrase."""
        text = self.text
        drop = [k for k in text.kids[i] if text.rels[k] in ASIDES or text.bases[k] in ASIDES]
        return text.extent(i, drop)

    def _factuality(self, i: int) -> Factuality:
        predicate = self._predicate(i)
        return assess(self.text, predicate if predicate >= 0 else i).factuality

    # --- claims --------------------------------------------------------------------------------------------------------

    def _meeting(self, i: int, hint: Hint) -> MeetingClaim | None:
        text = self.text
        predicate = self._predicate(i)
        noun = -1 if is_predicate(text, i) else i
        attendance = self.attendance.attendance(predicate, noun)
        node = predicate if predicate >= 0 else noun
        group = attendance.parties or self._actors(i) or self.parties.in_scope(self.parties.references.group(node))
        if len(group) < 2 and not (group and self.attendance.is_ours(attendance, predicate, noun)):
            return None
        nodes = ({i} if noun >= 0 else set()) | (set(carriers(text, predicate)) if predicate >= 0 else set())
        state = MeetingState(hint.value)
        factuality = Factuality.PLANNED if state is MeetingState.SCHEDULED else Factuality.HAPPENED
        if state is MeetingState.PROPOSED:
            factuality = Factuality.POSSIBLE
        return MeetingClaim(
            provenance=provenance(text, *self._extent(i), node, factuality),
            state=state,
            kind=next((kind for word, kind in MEETING_KINDS.items() if word in text.lemmas[i]), MeetingKind.CONTACT),
            date=date_at(text, nodes),
            places=places_at(text, sorted(nodes)),
            parties=group,
            mediators=attendance.mediators,
        )

    def _commitment(self, i: int, hint: Hint) -> CommitmentClaim | None:
        text = self.text
        actors = self._actors(i) or self.parties.in_scope(self.parties.references.group(i))
        if not actors:
            return None
        start, end = self._extent(i)
        force = Force(hint.value)
        factuality = Factuality.CONDITIONAL if force is Force.CONDITIONAL else Factuality.HAPPENED
        return CommitmentClaim(
            provenance=provenance(text, start, end, i, factuality),
            force=force,
            obligors=actors,
            object=text.text[start:end],
        )

    def _progress(self, i: int, hint: Hint) -> ProgressClaim | None:
        text = self.text
        thing = self._thing(i)
        if thing < 0:
            return None
        low, high = text.phrase(thing)
        actors = self._actors(i)
        return ProgressClaim(
            provenance=provenance(text, *self._extent(i), i, Factuality.HAPPENED),
            progress=Progress(hint.value),
            of=text.text[low:high],
            obligor=actors[0] if len(actors) == 1 else None,
        )

    def _standing(self, i: int, hint: Hint) -> StandingClaim | None:
        text = self.text
        thing = self._thing(i)
        if thing < 0:
            return None
        low, high = text.phrase(thing)
        return StandingClaim(
            provenance=provenance(text, *self._extent(i), i, Factuality.HAPPENED),
            standing=Standing(hint.value),
            parties=self._actors(i),
            of=text.text[low:high],
        )

    def _thing(self, i: int) -> int:
        """Return what a status is of: the object of a predicate, else its subject; a noun itself."""
        text = self.text
        if not is_predicate(text, i):
            return i
        target = object_of(text, i)
        return target if target >= 0 else surface_subject(text, i)

    def _stance(self, i: int, hint: Hint) -> StanceClaim | None:
        """Return a refusal or demand by a word that the lexicon does not know: of those that it knows the rules decide."""
        text = self.text
        by = self._actors(i)
        if not by or any(name in stance_verbs() for name in verb_names(text, i)):
            return None
        start, end = self._extent(i)
        factuality = Factuality.DENIED if hint.kind is ClaimKind.REFUSAL else Factuality.POSSIBLE
        return StanceClaim(provenance(text, start, end, i, factuality), StanceKind(hint.kind.value), by, (), text.text[start:end])
