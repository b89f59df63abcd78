"""Makes claims of words that the claim head holds for carriers of one.

In: a `Text` with its `Parties` and `Grammar`, the head's `Scores` and a word. Out: a claim of a kind, or None where nobody in scope has a
part in it. Days, conditions, deadlines and what a meeting is are read by the same code as for the claims of the grammar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.vocabulary import (
    ClaimKind,
    Domain,
    Factuality,
    Force,
    MeetingState,
    Progress,
    QuoteMode,
    StanceKind,
    Standing,
)
from communique.reading.attribution import provenance
from communique.reading.claim_head import FILLS, Scores
from communique.reading.clauses import is_predicate, object_of, surface_subject
from communique.reading.events import carriers, places_at, places_within
from communique.reading.grammar import Grammar
from communique.reading.lexicon import load_lexicon, words
from communique.reading.meeting_candidates import Candidate
from communique.reading.meeting_nouns import is_meeting_noun
from communique.reading.parties import Parties
from communique.reading.roles import Roles, predicate_of
from communique.reading.text import Text

ASIDES = ("advcl", "parataxis", "discourse", "cc", "mark", "punct", "conj", "nsubj", "acl:relcl")
"""What hangs on a carrier and is no part of its claim's words."""
MIN_WORDS, N_SPEAKERS, N_PARTIES = 3, 3, 2
SPEAKS = 0.15
"""From so likely on, the likeliest speaker of words is taken for it in a text that tells of dealings: words that are reported have one."""
NAMELESS, DENSE, MANY = 0.8, 0.037, 4
"""From so likely a word on, its claim stands although the text does not tell who has a part in it, provided that this share of its words
carries claims, and this many: a report of some company's talks has a few that look alike."""
PLANS = {
    MeetingState.SCHEDULED: Factuality.PLANNED,
    MeetingState.RESCHEDULED: Factuality.PLANNED,
    MeetingState.PROPOSED: Factuality.POSSIBLE,
}
"""What is told of a meeting in such a state did not happen yet."""


class Proposals:
    """Makes the claims of one text's likely words."""

    def __init__(self, text: Text, parties: Parties, grammar: Grammar, scores: Scores) -> None:
        self.text = text
        self.parties = parties
        self.scores = scores
        self.dealings = grammar.dealings
        self.roles = Roles(text, parties, grammar.dealings, scores)
        self._is_dense = scores.carriers_told() >= max(MANY, DENSE * len(text))
        self._meetings = grammar.meetings
        self._commitments = grammar.commitments
        self._builders: dict[ClaimKind, Callable[[int], Claim | None]] = {
            ClaimKind.MEETING: self._meeting,
            ClaimKind.COMMITMENT: self._commitment,
            ClaimKind.PROGRESS: self._progress,
            ClaimKind.STANDING: self._standing,
            ClaimKind.RELATION: self._relation,
            ClaimKind.STATEMENT: self._statement,
            ClaimKind.REFUSAL: lambda i: self._stance(i, StanceKind.REFUSAL),
            ClaimKind.DEMAND: lambda i: self._stance(i, StanceKind.DEMAND),
        }

    def make(self, kind: ClaimKind, word: int) -> Claim | None:
        """Return the claim of a kind that hangs on a word, None where nobody is told to have a part in it and the head is not sure.

        Raises:
            KeyError: claims of this kind are left to the grammar.
        """
        return self._builders[kind](word)

    def _or_all(self, kind: ClaimKind, word: int, actors: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return who has a part in a claim, else the parties of the text's dealings, else nobody; None where the head is not sure of it."""
        found = actors or self.dealings.parties
        return found if found or self._is_sure(kind, word) else None

    def _is_sure(self, kind: ClaimKind, word: int) -> bool:
        return self._is_dense and self.scores.likely(kind, word) >= NAMELESS

    def _extent(self, i: int) -> tuple[int, int]:
        """Return the words of a predicate with its objects, without its subject and other clauses, or of a noun phrase."""
        text = self.text
        drop = [k for k in text.kids[i] if text.rels[k] in ASIDES or text.bases[k] in ASIDES]
        return text.extent(i, drop)

    def _meeting(self, i: int) -> MeetingClaim | None:
        text, noun, predicate = self.text, self._meeting_noun(i), predicate_of(self.text, i)
        if noun < 0 and self._is_of_deal(predicate):
            return None
        state = MeetingState(self.scores.value("meeting", i)[0])
        candidate = Candidate(predicate, noun, state, *self._extent(i))
        attendance = self._meetings.attended(candidate)
        group = self.parties.in_scope(attendance.parties)
        if len(group) < N_PARTIES:
            group = tuple(dict.fromkeys((*group, *self.roles.actors("agent", i)))) or self.roles.agents(i)
        if len(group) < N_PARTIES:
            told = self.parties.in_scope(self.parties.references.group(predicate if predicate >= 0 else i))
            group = told if len(told) >= N_PARTIES and (not group or set(group) <= set(told)) else group
        if len(group) < N_PARTIES and set(group) <= set(self.dealings.parties):
            group = self.dealings.parties
        between = self._meetings.attendance.middlemen_near(i)
        if len(apart := tuple(name for name in group if name not in between)) >= N_PARTIES:
            group = apart
        group_or_all = self._or_all(ClaimKind.MEETING, i, group)
        if group_or_all is None:
            return None
        nodes = {i} | (set(carriers(text, predicate)) if predicate >= 0 else set())
        span = candidate.start, candidate.end
        described = self._meetings.describe(candidate, attendance, self.roles.time(i))
        mediators = attendance.mediators or self.roles.actors("mediator", i)
        return replace(
            described,
            provenance=provenance(text, candidate.start, candidate.end, i, PLANS.get(state, Factuality.HAPPENED)),
            places=self.roles.places(i, span) or places_at(text, sorted(nodes)) or places_within(text, *span, group_or_all),
            parties=group_or_all,
            participants=self.roles.participants(i, state, attendance.persons),
            mediators=tuple(name for name in mediators if name not in group_or_all),
        )

    def _is_of_deal(self, predicate: int) -> bool:
        """Tell whether a predicate says something of an agreement and not of a meeting ("the truce ended on Monday")."""
        text, subject = self.text, surface_subject(self.text, predicate) if predicate >= 0 else -1
        return subject >= 0 and text.lemmas[subject] in words("statuses", "standing_objects") and not is_meeting_noun(text, subject)

    def _meeting_noun(self, i: int) -> int:
        """Return the noun that names the meeting: the word itself, or an argument of the verb; -1 for a verb that is a meeting itself."""
        text = self.text
        if is_meeting_noun(text, i):
            return i
        inner = [
            k for noun in text.children(i, "nmod", "obl", "obj") for k in (noun, *text.children(noun, "nmod")) if text.case(k) in {"of", ""}
        ]
        nouns = [object_of(text, i), surface_subject(text, i), *text.children(i, "obl"), *inner]
        found = next((k for k in nouns if k >= 0 and is_meeting_noun(text, k)), -1)
        return i if found < 0 and not is_predicate(text, i) else found

    def _commitment(self, i: int) -> CommitmentClaim | None:
        actors = self._or_all(ClaimKind.COMMITMENT, i, self.roles.agents(i) or self.parties.in_scope(self.parties.references.group(i)))
        if actors is None:
            return None
        force = Force(self.scores.value("commitment", i)[0])
        claim = self._commitments.make(i, force, actors, self._extent(i))
        return replace(claim, due=claim.due or self.roles.deadline(i, claim.agreed_on))

    def _progress(self, i: int) -> ProgressClaim | None:
        text, thing, actors = self.text, self._thing(i), self.roles.agents(i)
        progress = Progress(self.scores.value("progress", i)[0])
        is_told = bool(actors) or self.dealings.are_told or self._is_sure(ClaimKind.PROGRESS, i)
        if progress is Progress.UNREPORTED or not is_told:
            return None
        low, high = text.phrase(thing)
        return ProgressClaim(
            provenance=provenance(text, *self._extent(i), i, Factuality.HAPPENED),
            progress=progress,
            of=text.text[low:high],
            obligor=actors[0] if len(actors) == 1 else None,
            as_of=self.roles.time(i),
        )

    def _standing(self, i: int) -> StandingClaim | None:
        actors = self._or_all(ClaimKind.STANDING, i, self.roles.agents(i))
        if actors is None:
            return None
        low, high = self.text.phrase(self._thing(i))
        standing = Standing(self.scores.value("standing", i)[0])
        return StandingClaim(provenance(self.text, *self._extent(i), i, Factuality.HAPPENED), standing, actors, self.text.text[low:high])

    def _thing(self, i: int) -> int:
        """Return what a status is of: the object of a predicate, else its subject, else the word itself."""
        text = self.text
        if not is_predicate(text, i):
            return i
        return next((k for k in (object_of(text, i), surface_subject(text, i)) if k >= 0), i)

    def _relation(self, i: int) -> RelationClaim | None:
        domain, value = Domain(self.scores.value("domain", i)[0]), self.scores.value("value", i)[0]
        a = self._or_all(ClaimKind.RELATION, i, self.roles.agents(i))
        if a is None or value not in load_lexicon("relations")["allowed"].get(domain.value, ()):
            return None
        b = tuple(name for name in self.roles.actors("target", i) if name not in a)
        told = provenance(self.text, *self._extent(i), i, Factuality.HAPPENED)
        return RelationClaim(told, a, b, domain, value, self.roles.time(i))

    def _stance(self, i: int, stance: StanceKind) -> StanceClaim | None:
        by = self.roles.agents(i)
        if not by and not self._is_sure(ClaimKind(stance.value), i):
            return None
        start, end = self._extent(i)
        factuality = Factuality.DENIED if stance is StanceKind.REFUSAL else Factuality.POSSIBLE
        of_whom = tuple(name for name in self.roles.actors("target", i) if name not in by)
        return StanceClaim(provenance(self.text, start, end, i, factuality), stance, by, of_whom, self.text.text[start:end])

    def _statement(self, i: int) -> StatementClaim | None:
        text = self.text
        likely = self.scores.fillers_of("speaker", i)
        least = SPEAKS if self._is_dense or self.dealings.are_told else FILLS
        speaker = next((k for k in np.argsort(-likely)[:N_SPEAKERS].tolist() if likely[k] >= least), -1)
        name = self._called(speaker) if speaker >= 0 else None
        start, end = text.extent(i, [k for k in text.kids[i] if text.bases[k] in {"punct", "parataxis", "discourse", "mark"}])
        if name is None or speaker in text.tokens_in(start, end) or len(text.text[start:end].split()) < MIN_WORDS:
            return None
        references = self.parties.references
        side = references.side(name) or next(iter(self.parties.in_scope(self.parties.actors_of_one(speaker))), None)
        return StatementClaim(
            provenance=replace(provenance(text, start, end, i, Factuality.HAPPENED), according_to=(name,)),
            speaker=name,
            mode=QuoteMode(self.scores.value("statement", i)[0]),
            text=text.text[start:end],
            office=references.office(name),
            side=side,
        )

    def _called(self, i: int) -> str | None:
        """Return the name of a speaker: the person or actor, else the phrase."""
        text = self.text
        name = self.parties.person_at(i) or (self.parties.references.single(i) if text.upos[i] == "PRON" else None)
        if name is None and text.upos[i] != "PRON":
            low, high = text.phrase(i)
            name = text.text[low:high].removeprefix("the ").removeprefix("The ")
        return name
