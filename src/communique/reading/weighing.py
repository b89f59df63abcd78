"""What the claim head makes of a text: it weighs the claims that rules found, and adds those that no rule did.

In: a `Text` with its `Parties`, the claims of the grammar and the head's `Scores`. Out: the claims with their scores, and the head's own.
How sure the head must be, for each kind, is set on the development parts of the corpus (`training.claim_thresholds`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    Promised,
    RelationClaim,
    StandingClaim,
    kind_of,
)
from communique.model.contexts import encode_context
from communique.model.sources import Span
from communique.model.vocabulary import (
    ClaimKind,
    Domain,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Progress,
    Standing,
)
from communique.reading.claim_head import Scores
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.proposals import PLANS, Proposals
from communique.reading.text import Text

READER = "head-2"
KEPT = {
    ClaimKind.MEETING: 0.15,
    ClaimKind.COMMITMENT: 0.15,
    ClaimKind.PROGRESS: 0.1,
    ClaimKind.STANDING: 0.05,
    ClaimKind.RELATION: 0.1,
    ClaimKind.REFUSAL: 0.05,
    ClaimKind.DEMAND: 0.2,
    ClaimKind.STATEMENT: 0.15,
}
"""A claim of the grammar that the head holds for less likely is left for review. Swept by `training.claim_thresholds`: F is flat from 0.1
to 0.6, and the lower ones keep what the annotation leaves open, such as a meeting told twice."""
SURE = {
    ClaimKind.MEETING: 0.7,
    ClaimKind.COMMITMENT: 0.65,
    ClaimKind.PROGRESS: 0.75,
    ClaimKind.STANDING: 0.7,
    ClaimKind.RELATION: 0.75,
    ClaimKind.REFUSAL: 0.75,
    ClaimKind.DEMAND: 0.65,
    ClaimKind.STATEMENT: 0.7,
}
"""From so likely a word on, a claim that no rule found is shown. Swept likewise. Other kinds are left to the grammar: most of the annotated
items do not tell them apart."""
LEAST = 0.15
"""Less likely claims are not proposed at all, not even for review."""
FIRM_VALUE = 0.6
"""So sure must the head be of a main attribute to overrule the grammar's."""
FIRM_KIND = 0.85
"""The same of the kind of a meeting, which it knows less well than the ranks and nouns of the grammar tell."""
SHOWN, FOR_REVIEW = 0.5, 0.45
OVERLAP = 0.3
"""Two claims of one kind that share more of the shorter one's words are one."""
SAID = frozenset({Force.CONDITIONAL, Force.TO_ASSESS})
"""Forces that the words themselves say ("if", "to study"): the head does not overrule them."""
AROUND = 2
"""Sentences before and behind a promise that belong to its context."""
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
TELLING = frozenset({"VERB", "NOUN", "AUX", "PRON"})


class Weighing:
    """The head's judgement of one text."""

    def __init__(self, text: Text, parties: Parties, scores: Scores, grammar: Grammar) -> None:
        self.text = text
        self.scores = scores
        self._claims = grammar.claims
        self._proposals = Proposals(text, parties, grammar, scores)
        self._roles = self._proposals.roles

    def settle(self) -> list[Claim]:
        """Return the claims of the grammar as the head weighs them, and its own."""
        weighed = list(self._weigh())
        added = self._add([claim for claim in weighed if claim.provenance.score >= SHOWN])
        return [self._with_subject(claim) for claim in (*weighed, *added)]

    def _with_subject(self, claim: Claim) -> Claim:
        """Return what is said of a promise with what the head makes of its words, and with the words around it."""
        if not isinstance(claim, Promised):
            return claim
        span = claim.provenance.span
        tokens = self.text.tokens_in(span.start, span.end)
        return replace(claim, gist=self.scores.gist(tokens), context=self._context(tokens))

    def _context(self, tokens: Sequence[int]) -> str:
        if not tokens:
            return ""
        first, last = self.text.sentence[tokens[0]], self.text.sentence[tokens[-1]]
        return encode_context(self._lemmas(first, last), self._lemmas(first - AROUND, last + AROUND))

    def _lemmas(self, first: int, last: int) -> set[str]:
        """Return the lemmas of the content words of sentences, the last one included."""
        text = self.text
        words = range(text.range_of(max(first, 0)).start, text.range_of(min(last, len(text.sentences) - 1)).stop)
        return {text.lemmas[i] for i in words if text.upos[i] in CONTENT}

    # --- claims of the grammar -----------------------------------------------------------------------------------------

    def _weigh(self) -> Iterator[Claim]:
        """Yield the claims with a score after the head's probability, and its main attribute where it is sure of another one."""
        listing = 0.0
        for claim in self._claims:
            if _is_left_to_grammar(claim):
                yield claim
                continue
            judged, likely = self.judge(claim)
            if isinstance(claim, MeetingClaim):
                listing = likely = listing if self._is_listed(claim) else likely
            score = min(_scored(likely, KEPT[kind_of(claim)]), claim.provenance.score if claim.provenance.score < SHOWN else 1.0)
            yield replace(judged, provenance=replace(judged.provenance, score=round(score, 3)))

    def _is_listed(self, claim: MeetingClaim) -> bool:
        """Tell whether a claim's words are but a day and a place of a list: it is as likely as the one that opens the list."""
        span = claim.provenance.span
        inside = self.text.tokens_in(span.start, span.end)
        return not any(self.text.upos[i] in TELLING and self.text.time_of[i] is None and self.text.entity_of[i] is None for i in inside)

    def judge(self, claim: Claim) -> tuple[Claim, float]:
        """Return a claim with the main attribute that the head is sure of, and how likely it holds the claim to be."""
        word, likely = self._carrier(claim)
        return (self._completed(self._corrected(claim, word), word) if word >= 0 else claim), likely

    def _completed(self, claim: Claim, word: int) -> Claim:
        """Return a claim with the time and the persons that the grammar left open and the head sees."""
        match claim:
            case MeetingClaim():
                present = claim.participants or self._roles.participants(word, claim.state)
                return replace(claim, date=claim.date or self._roles.time(word), participants=present)
            case CommitmentClaim() if claim.due is None:
                return replace(claim, due=self._roles.deadline(word, claim.agreed_on))
            case RelationClaim() if claim.from_ is None:
                return replace(claim, from_=self._roles.time(word))
        return claim

    def _carrier(self, claim: Claim) -> tuple[int, float]:
        """Return the word of a claim that the head holds for its likeliest carrier, and how likely; -1 where it has no words."""
        kind, span = kind_of(claim), claim.provenance.span
        word = self.scores.carrier(kind, self.text.tokens_in(span.start, span.end))
        return (word, self.scores.likely(kind, word)) if word >= 0 else (-1, 0.0)

    def _corrected(self, claim: Claim, word: int) -> Claim:
        match claim:
            case MeetingClaim():
                claim = replace(claim, kind=self._kind(claim, word))
                state, share = self.scores.value("meeting", word)
                if share >= FIRM_VALUE and state != claim.state:
                    factuality = PLANS.get(MeetingState(state), Factuality.HAPPENED)
                    return replace(claim, state=MeetingState(state), provenance=replace(claim.provenance, factuality=factuality))
            case CommitmentClaim():
                force, share = self.scores.value("commitment", word)
                if share >= FIRM_VALUE and force != claim.force and claim.force not in SAID:
                    return replace(claim, force=Force(force))
            case ProgressClaim():
                progress, share = self.scores.value("progress", word)
                if share >= FIRM_VALUE and progress != claim.progress:
                    return replace(claim, progress=Progress(progress))
            case StandingClaim():
                standing, share = self.scores.value("standing", word)
                if share >= FIRM_VALUE and standing != claim.standing:
                    return replace(claim, standing=Standing(standing))
        return claim

    def _kind(self, claim: MeetingClaim, word: int) -> MeetingKind:
        """Return the kind of a meeting: the head's where it is sure, else the grammar's."""
        kind, share = self.scores.value("series", word)
        return MeetingKind(kind) if share >= FIRM_KIND else claim.kind

    # --- claims of the head --------------------------------------------------------------------------------------------

    def _add(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield claims of the head that share no words with others of their kind."""
        taken = [(kind_of(c), c.provenance.span) for c in claims]
        for claim, likely in self.candidates():
            kind, span = kind_of(claim), claim.provenance.span
            if not any(other is kind and is_same_place(span, place) for other, place in taken):
                taken.append((kind, span))
                score = _scored(likely, SURE[kind])
                whole = self._with_grammar(claim) if isinstance(claim, MeetingClaim) else claim
                yield replace(whole, provenance=replace(claim.provenance, reader=READER, score=round(score, 3)))

    def _with_grammar(self, claim: MeetingClaim) -> MeetingClaim:
        """Return a meeting of the head with the count, day and places of one that the grammar found in the same words."""
        for other in self._claims:
            if isinstance(other, MeetingClaim) and is_same_place(claim.provenance.span, other.provenance.span):
                days = claim if claim.date is not None else other
                counted = claim if claim.ordinal is not None else other
                return replace(
                    claim,
                    date=days.date,
                    edge=days.edge,
                    ordinal=counted.ordinal,
                    series=claim.series or other.series,
                    relative=claim.relative or other.relative,
                    places=claim.places or other.places,
                )
        return claim

    def candidates(self) -> list[tuple[Claim, float]]:
        """Return a claim for every likely word, with its probability, the likeliest first."""
        kinds = list(ClaimKind)
        open_to = np.array([kind in SURE for kind in kinds])
        rows, columns = np.nonzero((self.scores.kinds >= LEAST) & open_to)
        likely = sorted(((float(self.scores.kinds[i, k]), int(i), kinds[k]) for i, k in zip(rows, columns, strict=True)), reverse=True)
        found = [(self._proposals.make(kind, word), score) for score, word, kind in likely]
        return [(claim, score) for claim, score in found if claim is not None]


def _is_left_to_grammar(claim: Claim) -> bool:
    """Tell whether the annotation of a claim's kind says too little to teach the head: territory is optional in most items."""
    return kind_of(claim) not in KEPT or (isinstance(claim, RelationClaim) and claim.domain is Domain.TERRITORY_CONTROL)


def is_same_place(one: Span, other: Span) -> bool:
    """Tell whether two spans share more than `OVERLAP` of the shorter one."""
    shorter = min(one.end - one.start, other.end - other.start)
    return max(0, min(one.end, other.end) - max(one.start, other.start)) > OVERLAP * shorter


def _scored(likely: float, threshold: float) -> float:
    """Return a score that is 0.5 at the threshold of a kind and keeps 1."""
    if likely >= threshold:
        return SHOWN + (1 - SHOWN) * (likely - threshold) / max(1 - threshold, 1e-6)
    return FOR_REVIEW * likely / threshold
