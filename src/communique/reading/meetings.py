"""Finds the meetings that a text speaks of: held, planned, postponed, broken off, proposed, recapped.

In: a `Text` with its `Parties`. Out: one `MeetingClaim` per mention, in text order. A candidate is a meeting noun with a verb that says
what became of it, a verb that is a meeting itself, a noun after "following" or "during", or a copula that counts ("it will be the fifth
round"). The words are in `lexicon/meetings.yaml`; what the clause's modality makes of a state is in `_state_of`. A meeting that nobody in
scope attends is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from communique.model.claims import MeetingClaim, Participant
from communique.model.vocabulary import Factuality, MeetingKind, MeetingState
from communique.reading.attendance import AttendanceReader
from communique.reading.attribution import provenance
from communique.reading.clauses import (
    is_passive,
    is_predicate,
    object_of,
    surface_subject,
    verb_names,
)
from communique.reading.events import carriers, date_at, number_word, ordinal_of, places_at, places_within
from communique.reading.lexicon import load_lexicon, words
from communique.reading.meeting_nouns import (
    count_of,
    is_inner,
    is_meeting_noun,
    meeting_head,
    names_meeting,
    nested_nouns,
    relation_to_series,
)
from communique.reading.modality import Modality, assess
from communique.reading.parties import Parties
from communique.reading.text import Text

PARTNER_CASES = frozenset({"with", "between", "among", "of", "against", "from"})
OFFERING = frozenset(
    {"expect", "likely", "due", "set", "schedule", "slate", "plan", "agree", "continue", "about", "poise", "intend", "will"}
)
"""Governors that make a meeting scheduled although they only announce it."""
CLAUSE_EDGES = ("ccomp", "advcl", "parataxis", "acl", "acl:relcl", "discourse", "punct", "cc", "conj", "mark")


SHIFTED = frozenset({MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.RESCHEDULED, MeetingState.BROKEN_OFF})
ATTENDED = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.SCHEDULED, MeetingState.RESCHEDULED})
"""States in which the persons named are those who attend; whoever calls a meeting off does not."""
PLANS = frozenset({MeetingState.SCHEDULED, MeetingState.RESCHEDULED, MeetingState.POSTPONED, MeetingState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meeting mention before it is judged. `predicate` is -1 for a bare noun, `noun` is -1 for a verb that is a meeting itself."""

    predicate: int
    noun: int
    base: MeetingState
    start: int
    end: int


@cache
def _object_verbs() -> dict[str, MeetingState]:
    return {verb: MeetingState(state) for state, verbs in load_lexicon("meetings")["object_verbs"].items() for verb in verbs}


@cache
def _subject_verbs() -> dict[str, MeetingState]:
    return {verb: MeetingState(state) for state, verbs in load_lexicon("meetings")["subject_verbs"].items() for verb in verbs}


class MeetingFinder:
    """Finds the meetings of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties
        self.attendance = AttendanceReader(text, parties)

    def find(self) -> list[MeetingClaim]:
        """Return the meeting claims of the text in text order, later mentions completed from the ones they refer to."""
        claims: list[MeetingClaim] = []
        taken: set[int] = set()
        for candidate in self._candidates():
            if candidate.noun in taken and candidate.noun >= 0:
                continue
            claim = self._judge(candidate)
            if claim is not None:
                taken.update(nested_nouns(self.text, candidate.noun))
                if candidate.noun == candidate.predicate:
                    taken.add(self.text.child(candidate.noun, "nsubj"))
                claims.append(claim)
        return sorted(claims, key=lambda c: (c.provenance.span.start, c.provenance.span.end))

    # --- candidates ----------------------------------------------------------------------------------------------------

    def _candidates(self) -> Iterator[Candidate]:
        """Yield candidates in text order; a noun that a verb has claimed comes before the bare mention of it."""
        text = self.text
        found: list[Candidate] = []
        for i in range(len(text.tokens)):
            if text.upos[i] in {"VERB", "AUX"} or is_predicate(text, i):
                found += self._of_predicate(i)
        for i in range(len(text.tokens)):
            if names_meeting(text, i) and not is_inner(text, i):
                found += self._bare(i)
        yield from sorted(found, key=lambda c: (c.predicate != c.noun, c.predicate < 0, c.start, c.end))

    def _of_predicate(self, i: int) -> Iterator[Candidate]:
        """Yield what a predicate says of a meeting, by the first construction that fits."""
        names = verb_names(self.text, i)
        for construction in (self._as_object, self._as_subject, self._as_readiness, self._as_signing):
            candidate = construction(i, names)
            if candidate is not None:
                yield candidate
                return
        if self.text.child(i, "cop") >= 0:
            yield from self._counting(i)
        elif self._is_meeting_verb(i, names):
            told = [meeting_head(self.text, k) for k in self.text.children(i, "obl") if self.text.case(k) in {"for", "in", "at"}]
            yield Candidate(i, next((k for k in told if k >= 0), -1), MeetingState.HELD, *self._anchor(i, -1, False))

    def _as_object(self, i: int, names: list[str]) -> Candidate | None:
        """Read "hold talks", "walk out of the talks", "talks were postponed", "it was put off"."""
        text = self.text
        base = next((_object_verbs()[name] for name in names if name in _object_verbs()), None)
        is_possession = text.lemmas[i] == "have" and text.feature(i, "Tense") == "Pres" and text.child(i, "aux") < 0
        if base is None or is_possession:
            return None
        target = object_of(text, i)
        noun = meeting_head(text, target)
        prepositional = [k for k in text.children(i, "obl") if f"{text.lemmas[i]} {text.case(k)}" in _object_verbs()]
        noun = noun if noun >= 0 else next((h for k in prepositional if (h := meeting_head(text, k)) >= 0), -1)
        if noun < 0 and target >= 0 and text.words[target] == "it" and base in SHIFTED:
            noun = self._meeting_before(target)
            return Candidate(i, noun, base, *self._anchor(i, -1, True)) if noun >= 0 else None
        return Candidate(i, noun, base, *self._anchor(i, noun, is_passive(text, i))) if noun >= 0 else None

    def _meeting_before(self, i: int) -> int:
        """Return the last meeting noun before a pronoun, in its sentence or the one before; -1 for none."""
        text = self.text
        start = text.first[max(0, text.sentence[i] - 1)]
        return next((k for k in range(i - 1, start - 1, -1) if is_meeting_noun(text, k) and not is_inner(text, k)), -1)

    def _as_subject(self, i: int, names: list[str]) -> Candidate | None:
        """Read "talks began", "the talks collapsed", "the round is due in May", "talks are ongoing"."""
        text = self.text
        subject = meeting_head(text, surface_subject(text, i)) if not is_passive(text, i) else -1
        if subject < 0:
            return None
        base = next((_subject_verbs()[name] for name in names if name in _subject_verbs()), None)
        return Candidate(i, subject, base, *self._anchor(i, subject, True)) if base is not None else None

    def _as_readiness(self, i: int, names: list[str]) -> Candidate | None:
        """Read "is open to talks", "is ready for a fourth summit"."""
        text = self.text
        if names[-1] not in words("meetings", "ready"):
            return None
        nouns = [meeting_head(text, k) for k in text.children(i, "obl", "nmod") if text.case(k) in {"to", "for"}]
        noun = next((k for k in nouns if k >= 0), -1)
        return Candidate(i, noun, MeetingState.PROPOSED, *self._anchor(i, noun, False)) if noun >= 0 else None

    def _as_signing(self, i: int, names: list[str]) -> Candidate | None:
        """Read a planned signing: "will sign the accord in Doha in March"."""
        text = self.text
        if names[-1] not in words("meetings", "signing") or assess(text, i).factuality is not Factuality.PLANNED:
            return None
        target = object_of(text, i)
        is_document = target >= 0 and text.lemmas[target] in words("commitments", "documents")
        return Candidate(i, -1, MeetingState.SCHEDULED, *self._anchor(i, -1, is_passive(text, i))) if is_document else None

    def _is_meeting_verb(self, i: int, names: list[str]) -> bool:
        text = self.text
        if text.upos[i] != "VERB" or "meet up" in names:
            return False
        if text.lemmas[i] in words("meetings", "call_verbs"):
            return any(text.words[t] in {"phone", "telephone", "call", "video"} for k in text.children(i, "obl") for t in text.subtree(k))
        if text.lemmas[i] not in words("meetings", "meeting_verbs"):
            return False
        patient = text.child(i, "obj")
        if text.lemmas[i] in words("meetings", "treating"):
            partners = [k for k in text.children(i, "obl") if text.case(k) in {"with", "between"}]
            return text.bases[i] == "xcomp" or any(self.parties.in_scope(self.parties.actors_of(k)) for k in partners)
        return patient < 0 or bool(self.parties.actors_of(patient) or self.parties.persons_in(patient))

    def _counting(self, i: int) -> Iterator[Candidate]:
        """Yield "it will be the fifth round of talks" and "the meeting was the fifth"."""
        text = self.text
        subject = text.child(i, "nsubj")
        if subject < 0:
            return
        is_round = meeting_head(text, i) >= 0
        refers = text.upos[subject] == "PRON" or meeting_head(text, subject) >= 0
        count = ordinal_of(text, i) if is_round else number_word(text.words[i])
        if refers and count is not None and (is_round or meeting_head(text, subject) >= 0):
            start, end = text.extent(subject)[0], text.extent(i, text.children(i, "acl", "acl:relcl", "advcl", "parataxis", "conj"))[1]
            yield Candidate(i, i, MeetingState.HELD, start, max(end, text.tokens[i].end))

    def _bare(self, i: int) -> Iterator[Candidate]:
        """Yield a noun that a preposition or a mediator makes an event ("following talks in Istanbul", "at talks mediated by Qatar")."""
        text = self.text
        case = text.case(i)
        if self._is_setting(i):
            return
        marked = text.bases[i] in {"obl", "nmod"} and case in words("meetings", "after_held")
        marked = marked or (
            case == "in" and text.bases[i] == "obl" and any(text.case(k) in {"with", "between"} for k in text.children(i, "nmod"))
        )
        participle = text.bases[text.head[i]] == "root" or text.bases[i] in {"obl", "nmod", "obj"} if text.head[i] >= 0 else True
        mediated = any(text.lemmas[k] in words("meetings", "mediating") for k in text.children(i, "acl"))
        following = (
            text.bases[i] == "obj" and text.lemmas[text.head[i]] == "follow" and text.upos[text.head[i]] == "VERB"
            if text.head[i] >= 0
            else False
        )
        if not (marked or mediated or following) or not participle:
            return
        drop = [k for k in text.kids[i] if text.bases[k] in {"acl", "advcl", "parataxis", "conj", "cc"} and not mediated]
        start, end = text.extent(i, [k for k in drop if text.bases[k] != "acl" or text.lemmas[k] not in words("meetings", "mediating")])
        yield Candidate(-1, i, MeetingState.HELD, start, end)

    def _is_setting(self, i: int) -> bool:
        """Tell whether a forum is only where something else happens ("on the sidelines of the African Union summit")."""
        text = self.text
        named = [text.entity_of[k] for k in text.children(i, "compound", "amod", "nmod:poss")]
        partnered = any(text.case(k) in {"between", "with"} for k in text.children(i, "nmod"))
        forum = text.lemmas[i] in {"summit", "conference", "session"} and any(e is not None for e in named)
        return forum and not partnered

    def _anchor(self, predicate: int, noun: int, noun_first: bool) -> tuple[int, int]:
        """Return the range from the verb group (or the noun before it) to the end of its phrase, other clauses left out."""
        text = self.text
        top = max(carriers(text, predicate) & set(range(text.first[text.sentence[predicate]], predicate + 1)), default=predicate)
        top = min(carriers(text, predicate) | {top})
        drop = [
            k
            for k in text.kids[predicate]
            if text.rels[k] in CLAUSE_EDGES or text.bases[k] in {"ccomp", "advcl", "parataxis", "conj", "nsubj", "xcomp"}
        ]
        starts = [text.tokens[t].start for t in (predicate, top)]
        starts += [text.tokens[k].start for k in text.children(top, "aux", "cop") + text.children(predicate, "aux", "cop")]
        end = text.tokens[max(text.subtree(predicate, drop))].end
        if noun >= 0:
            inner = [k for k in text.kids[noun] if text.bases[k] in {"parataxis", "conj", "cc"} or text.rels[k] == "acl:relcl"]
            first, last = text.extent(noun, inner)
            starts += [first] if noun_first else []
            end = max(end, last) if not noun_first else max(end, text.tokens[predicate].end)
        return text.trim(min(starts), end)

    # --- judging -------------------------------------------------------------------------------------------------------

    def _judge(self, candidate: Candidate) -> MeetingClaim | None:
        text = self.text
        predicate, noun = candidate.predicate, candidate.noun
        modality = assess(text, predicate) if predicate >= 0 else Modality(Factuality.HAPPENED)
        state = self._state_of(candidate, modality)
        if state is None:
            return None
        if noun >= 0 and text.lemmas[noun] in words("meetings", "planned_only") and state not in PLANS:
            return None
        attendance = self.attendance.attendance(predicate, noun)
        if not self.attendance.is_ours(attendance, predicate, noun):
            return None
        nodes = nested_nouns(text, noun) | (set(carriers(text, predicate)) if predicate >= 0 else set())
        if predicate < 0:
            nodes |= self._clause_of_bare(noun)
        node = predicate if predicate >= 0 else noun
        references = self.parties.references
        return MeetingClaim(
            provenance=provenance(text, candidate.start, candidate.end, node, _factuality(state, modality)),
            state=state,
            kind=self._kind(candidate),
            ordinal=count_of(text, noun, predicate == noun) if noun >= 0 else None,
            series=text.lemmas[noun] if noun >= 0 and is_meeting_noun(text, noun) else "",
            relative=relation_to_series(text, noun),
            date=date_at(text, nodes),
            places=places_at(text, sorted(nodes)) or places_within(text, candidate.start, candidate.end),
            parties=attendance.parties or self.parties.in_scope(references.group(node)),
            participants=tuple(
                Participant(name, references.office(name), references.side(name)) for name in attendance.persons if state in ATTENDED
            ),
            mediators=attendance.mediators,
        )

    def _clause_of_bare(self, noun: int) -> set[int]:
        """Return the predicate whose time and place are the meeting's too ("at the last meeting in Vienna in July they agreed")."""
        text = self.text
        head = text.head[noun]
        shares = head >= 0 and text.bases[noun] == "obl" and text.case(noun) in {"at", "during"} and is_predicate(text, head)
        return {head} if shares else set()

    def _state_of(self, candidate: Candidate, modality: Modality) -> MeetingState | None:
        """Return what base state and modality make together, None when nothing is said to have happened or be planned."""
        base, factuality = candidate.base, modality.factuality
        firm = {MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.BROKEN_OFF}
        if factuality is Factuality.HAPPENED:
            return base
        if factuality is Factuality.DENIED:
            return MeetingState.CANCELLED if {"schedule", "plan", "suppose", "due"} & set(modality.governors) else None
        if factuality is Factuality.CONDITIONAL and base not in firm:
            is_condition = self.text.marker(candidate.predicate) in words("modality", "conditions")
            return None if is_condition else MeetingState.SCHEDULED if modality.modal == "will" else MeetingState.PROPOSED
        if base in firm:
            return base if factuality is Factuality.PLANNED else None
        if factuality is Factuality.PLANNED:
            return MeetingState.SCHEDULED
        if base is MeetingState.SCHEDULED and not modality.modal:
            return MeetingState.SCHEDULED
        governed = set(modality.governors)
        if modality.modal in {"can", "should", "must", "ought"} or "threaten" in governed:
            return None
        if governed & {"urge", "demand", "call", "request", "ask", "discuss", "assess"}:
            return None
        return MeetingState.SCHEDULED if governed & OFFERING and modality.modal in {"", "will"} else MeetingState.PROPOSED

    def _kind(self, candidate: Candidate) -> MeetingKind:
        text, noun = self.text, candidate.noun
        lexicon = load_lexicon("meetings")
        if noun < 0:
            verb = text.lemmas[candidate.predicate]
            return MeetingKind.CALL if verb in lexicon["call_verbs"] else MeetingKind.CONTACT
        modifiers = {text.lemmas[k] for k in text.children(noun, "amod", "compound", "nmod", "nmod:poss")}
        if text.lemmas[noun] in {"call", "conversation"} or modifiers & {"phone", "telephone"}:
            return MeetingKind.CALL
        for kind in ("technical", "leaders", "ministerial"):
            if modifiers & set(lexicon["ranks"][kind]) or (kind == "leaders" and text.lemmas[noun] == "summit"):
                return MeetingKind(kind)
        return MeetingKind(lexicon["nouns"].get(text.lemmas[noun], "round"))

    def _series(self, noun: int) -> str:
        """Return the noun that is counted."""
        return self.text.lemmas[noun] if noun >= 0 and is_meeting_noun(self.text, noun) else ""


def _factuality(state: MeetingState, modality: Modality) -> Factuality:
    if state in {MeetingState.SCHEDULED, MeetingState.RESCHEDULED}:
        return Factuality.PLANNED
    if state is MeetingState.PROPOSED:
        return Factuality.CONDITIONAL if modality.factuality is Factuality.CONDITIONAL else Factuality.POSSIBLE
    return Factuality.DENIED if state is MeetingState.CANCELLED and modality.negated else Factuality.HAPPENED
