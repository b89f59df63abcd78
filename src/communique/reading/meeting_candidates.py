"""Where a text may speak of a meeting: a noun or verb for one, with the construction that says what became of it.

In: a `Text` with its `Parties`. Out: `Candidate` mentions, those that a verb has claimed before bare nouns. A candidate is a meeting noun
with a verb that says what became of it, a verb that is a meeting itself, a noun after "following" or "during" or with a day of its own, or
a copula that counts ("it will be the fifth round"). The words are in `lexicon/meetings.yaml`; who attends and what the clause's modality
makes of it is judged in `meetings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from communique.model.vocabulary import Factuality, MeetingState, TimeType
from communique.reading.clauses import is_passive, is_predicate, object_of, subject_of, surface_subject, verb_names
from communique.reading.events import carriers, day_of, is_named_place, number_word, ordinal_of
from communique.reading.lexicon import load_lexicon, words
from communique.reading.meeting_nouns import is_elided, is_inner, is_loose_count, is_meeting_noun, meeting_head, names_meeting
from communique.reading.modality import assess
from communique.reading.parties import Parties
from communique.reading.sittings import Sitting, read_sittings
from communique.reading.text import Text

CLAUSE_EDGES = ("ccomp", "advcl", "parataxis", "acl", "acl:relcl", "discourse", "punct", "cc", "conj", "mark")
INNER_CASES = frozenset({"of", "between", "with", "on", "over", "about", "for", "among"})
DATING = frozenset({"after", "following", "during", "at", "upon", "before", "since", "from", "in", "of", "to", "by", "ahead of", "until"})
"""Prepositions after which a date behind a meeting is the meeting's and not its verb's."""
SHIFTED = frozenset({MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.RESCHEDULED, MeetingState.BROKEN_OFF})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meeting mention before it is judged. `predicate` is -1 for a bare noun, `noun` is -1 for a verb that is a meeting itself.

    `sitting` is the day that a bare noun carries.
    """

    predicate: int
    noun: int
    base: MeetingState
    start: int
    end: int
    sitting: Sitting | None = None


@cache
def _object_verbs() -> dict[str, MeetingState]:
    return {verb: MeetingState(state) for state, verbs in load_lexicon("meetings")["object_verbs"].items() for verb in verbs}


@cache
def _subject_verbs() -> dict[str, MeetingState]:
    return {verb: MeetingState(state) for state, verbs in load_lexicon("meetings")["subject_verbs"].items() for verb in verbs}


class CandidateFinder:
    """Finds the meeting mentions of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties

    def find(self) -> Iterator[Candidate]:
        """Yield candidates in text order; a noun that a verb has claimed comes before the bare mention of it."""
        text = self.text
        found: list[Candidate] = []
        for i in range(len(text.tokens)):
            if text.upos[i] in {"VERB", "AUX"} or is_predicate(text, i):
                found += self._of_predicate(i)
        claimed = {candidate.noun for candidate in found}
        for i in range(len(text.tokens)):
            if names_meeting(text, i) and not is_inner(text, i):
                bare = list(self._bare(i))
                found += bare
                is_named = not is_elided(text, i) or is_loose_count(text, i)
                found += self._dated(i) if i not in claimed and not bare and is_named else ()
            elif is_loose_count(text, i) and i not in claimed:
                found += self._dated(i)
        yield from sorted(found, key=lambda c: (c.predicate != c.noun, c.predicate < 0, c.start, c.end))

    def _of_predicate(self, i: int) -> Iterator[Candidate]:
        """Yield what a predicate says of a meeting, by the first construction that fits."""
        names = verb_names(self.text, i)
        for construction in (self._as_object, self._as_subject, self._as_readiness, self._as_signing):
            candidate = construction(i, names)
            if candidate is not None:
                yield candidate
                return
        if self.text.child(i, "cop") >= 0 and self.text.upos[i] != "VERB":
            yield from self._counting(i)
        elif self._is_meeting_verb(i, names) or self._is_joining(i) or self._is_call(i) or self._is_reception(i):
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
        if base is None and text.lemmas[i] == "be" and text.child(i, "expl") >= 0:
            base = MeetingState.HELD
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
        if text.upos[i] != "VERB" or "meet up" in names or text.lemmas[i] not in words("meetings", "meeting_verbs"):
            return False
        patient = text.child(i, "obj")
        if text.lemmas[i] in words("meetings", "treating"):
            partners = [k for k in text.children(i, "obl") if text.case(k) in {"with", "between"}]
            return text.bases[i] == "xcomp" or any(self.parties.in_scope(self.parties.actors_of(k)) for k in partners)
        if text.lemmas[i] == "talk" and _is_going_on(text, i):
            return False
        return patient < 0 or bool(self.parties.actors_of(patient) or self.parties.persons_in(patient))

    def _is_joining(self, i: int) -> bool:
        """Tell whether a verb with its adverb is a meeting ("sat down together", "would see each other")."""
        text = self.text
        joining = load_lexicon("meetings")["joining"].get(text.lemmas[i])
        subject = subject_of(text, i)
        if text.lemmas[i] in {"speak", "talk"} and subject >= 0 and len(self.parties.persons_in(subject)) >= 2:
            around = text.children(i, "obl", "obj")
            return any(
                ((time := text.time_of[k]) is not None and time.type is TimeType.DURATION) or is_named_place(self.text, k) for k in around
            )
        if joining is None or text.upos[i] != "VERB":
            return False
        behind = " ".join(text.words[i + 1 : i + 4])
        return any(behind.startswith(phrase) or f" {phrase}" in behind for phrase in joining)

    def _is_call(self, i: int) -> bool:
        """Tell whether a verb is a call: "telephoned each other", "spoke with the king", "discussed it by telephone"."""
        text = self.text
        lemma, partners = text.lemmas[i], [k for k in text.children(i, "obl") if text.case(k) in {"with", "to"}]
        if text.upos[i] != "VERB" or lemma not in words("meetings", "call_verbs") | {"discuss", "talk", "confer", "confirm"}:
            return False
        if any(text.words[t] in words("meetings", "lines") for k in text.children(i, "obl") for t in text.subtree(k)):
            return True
        is_line = lemma in {"phone", "telephone"}
        patient, subject = text.child(i, "obj"), subject_of(text, i)
        if is_line and (patient >= 0 or (subject >= 0 and text.is_plural(subject))):
            return True
        with_whom = [k for k in partners if text.case(k) == "with"]
        return lemma == "speak" and any(self.parties.persons_in(k) or self.parties.in_scope(self.parties.actors_of(k)) for k in with_whom)

    def _is_reception(self, i: int) -> bool:
        """Tell whether somebody receives somebody of another side ("the premier received the envoy in the palace")."""
        text, parties = self.text, self.parties
        guest, host = text.child(i, "obj"), subject_of(text, i)
        if text.lemmas[i] not in {"receive", "see"} or min(guest, host) < 0:
            return False
        sides = [{parties.references.side(name) for name in parties.persons_in(k)} for k in (guest, host)]
        return all(sides) and None not in sides[0] | sides[1] and not sides[0] & sides[1]

    def _counting(self, i: int) -> Iterator[Candidate]:
        """Yield "it will be the fifth round of talks", "the meeting was the fifth" and "the next round is on Friday"."""
        text = self.text
        subject = text.child(i, "nsubj")
        if subject < 0:
            return
        met = meeting_head(text, subject)
        if met >= 0 and text.time_of[i] is not None:
            yield Candidate(i, met, MeetingState.HELD, *self._anchor(i, met, True))
            return
        is_round = meeting_head(text, i) >= 0
        refers = text.upos[subject] == "PRON" or met >= 0
        count = ordinal_of(text, i) if is_round else number_word(text.words[i])
        if refers and count is not None and (is_round or met >= 0):
            start, end = text.extent(subject)[0], text.extent(i, text.children(i, "acl", "acl:relcl", "advcl", "parataxis", "conj"))[1]
            yield Candidate(i, i, MeetingState.HELD, start, max(end, text.tokens[i].end))

    def _dated(self, i: int) -> Iterator[Candidate]:
        """Yield a noun with a day of its own, whatever its clause says ("Friday's talks", "the fifth round, in Rome on May 23, …")."""
        text = self.text
        if self._is_setting(i) or (text.bases[i] == "compound" and not text.case(i)):
            return
        sitting = self._own_day(i)
        modality = assess(text, i).factuality
        if sitting is None or modality is Factuality.DENIED:
            return
        is_ahead = is_later(sitting.date, text.analysis.date)
        if not is_ahead and modality is not Factuality.HAPPENED and not is_later(text.analysis.date, sitting.date):
            return
        drop = [k for k in text.kids[i] if text.bases[k] in {"acl", "advcl", "parataxis", "conj", "cc", "cop", "nsubj", "aux"}]
        start, end = text.extent(i, drop)
        end = max(end, sitting.end) if sitting.start >= start else end
        base = MeetingState.SCHEDULED if is_ahead else MeetingState.HELD
        yield Candidate(-1, i, base, min(start, max(sitting.start, start)), end, sitting)

    def _own_day(self, i: int) -> Sitting | None:
        """Return the day that a noun carries before it, hung under it or listed right behind it; None where it may be its verb's."""
        text = self.text
        for k in text.children(i, "nmod:poss", "compound", "amod", "nummod", "nmod"):
            time = text.time_of[k]
            if k < i and time is not None and time.edtf is not None and time.type is TimeType.DATE and len(time.edtf) > len("2022"):
                return Sitting(day_of(time.edtf), (), time.start, time.end)
        last = max(text.subtree(i, [k for k in text.kids[i] if k > i and not self._is_inside(k)]))
        found = read_sittings(text, last + 1, skips=False) if last + 1 < len(text) and text.sentence[last + 1] == text.sentence[i] else ()
        if not found:
            return None
        is_aside = text.words[last + 1] in {",", "(", "–", "—"} or text.words[last + 1] == "of"
        is_placed = text.bases[i] in {"obl", "nmod", "appos"} and text.case(i) in DATING
        return found[0] if is_aside or is_placed or bool(found[0].places) else None

    def _is_inside(self, k: int) -> bool:
        """Tell whether a dependent behind a noun says what or whose meeting it is ("of talks between the envoys")."""
        text = self.text
        return text.bases[k] == "nmod" and text.case(k) in INNER_CASES and text.time_of[k] is None and not is_named_place(self.text, k)

    def _bare(self, i: int) -> Iterator[Candidate]:
        """Yield a noun that a preposition or a mediator makes an event ("following talks in Istanbul", "at talks mediated by Qatar")."""
        text = self.text
        case = text.case(i)
        if self._is_setting(i):
            return
        marked = text.bases[i] in {"obl", "nmod"} and case in words("meetings", "after_held")
        marked = marked or (
            case == "in" and text.bases[i] == "obl" and any(text.case(k) in {"with", "between", "at"} for k in text.children(i, "nmod"))
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


def is_later(one: str | None, other: str | None) -> bool:
    """Tell whether an EDTF date begins after another, as far as both say."""
    if one is None or other is None:
        return False
    first, second = one.split("/")[0].rstrip("~?%"), other.split("/")[-1].rstrip("~?%")
    width = min(len(first), len(second), len("2022-01-01"))
    return first[:width] > second[:width]


def _is_going_on(text: Text, i: int) -> bool:
    """Tell whether parties only deal with each other ("are talking", "agreed to talk"), with no partner named and no day."""
    around = text.children(i, "obl", "advmod")
    is_told = any(text.time_of[k] is not None or text.case(k) in {"with", "to"} for k in around)
    subject = subject_of(text, i)
    is_progressive = text.words[i].endswith("ing")
    return not is_told and (is_progressive or subject < 0 or text.child(subject, "conj") < 0)
