"""Who attends a meeting: parties, persons and mediators, and whether that makes it a meeting of ours.

In: a `Text`, its `Parties`, and the tokens of the meeting's verb and noun. Out: an `Attendance`. Those who mediate or host are kept apart
from the parties. A meeting told as a bare noun ("following talks in Istanbul, the two governments agreed") is attended by those who act
in its clause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from communique.model.vocabulary import EntityType
from communique.reading.clauses import agent_of, is_passive, is_predicate, shared_obliques, subject_of
from communique.reading.dyads import find_dyad, find_middlemen
from communique.reading.events import dateline_end, ordinal_of
from communique.reading.lexicon import words
from communique.reading.meeting_nouns import is_elided, is_meeting_noun, is_private, nested_nouns, relation_to_series
from communique.reading.parties import Parties
from communique.reading.text import Text

PARTNER_CASES = frozenset({"with", "between", "among", "of", "against", "from"})
STRONG = frozenset({"talk", "negotiation", "peace", "discussion", "summit"})
"""Words that make a meeting one between parties even where only one of them is named."""
REPRESENTING = frozenset({"represent", "lead", "head"})
ATTENDING = frozenset({"attend", "lead", "hold", "involve"})


@dataclass(frozen=True, slots=True)
class Attendance:
    """Canonical names, each once, in text order."""

    parties: tuple[str, ...]
    persons: tuple[str, ...]
    mediators: tuple[str, ...]


class AttendanceReader:
    """Reads who attends the meetings of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.resolve = parties

    @cached_property
    def dyad(self) -> tuple[str, ...]:
        """The two parties that the text's talks are between, () where it does not single them out."""
        return find_dyad(self.text, self.resolve)

    def mediators_near(self, node: int, parties: tuple[str, ...]) -> tuple[str, ...]:
        """Return who is told to mediate in the sentence of a meeting of the text's two parties or the next one; () for other meetings."""
        found = self.middlemen_near(node) - set(parties)
        return tuple(sorted(found)) if found and len(parties) == 2 and set(parties) == set(self.dyad) else ()

    def middlemen_near(self, node: int) -> set[str]:
        """Return who is told to stand between others in the sentence of a token or the next one."""
        sentence = self.text.sentence[node]
        stretch = range(self.text.first[sentence], self.text.first[min(sentence + 2, len(self.text.first) - 1)])
        return find_middlemen(self.text, self.resolve, stretch)

    def attendance(self, predicate: int, noun: int) -> Attendance:
        """Return who attends; `predicate` is -1 for a bare noun, `noun` is -1 for a verb that is a meeting itself."""
        heads, mediating = self._around_predicate(predicate, noun) if predicate >= 0 else ([], [])
        for inner in sorted(nested_nouns(self.text, noun)):
            of_noun, by_noun = self._around_noun(inner)
            heads += of_noun
            mediating += by_noun
        parties, persons = self._names(heads)
        if (predicate < 0 or not parties) and noun >= 0 and len(self.resolve.in_scope(parties)) < 2:
            more, _ = self._names(self._acting_around(noun if predicate < 0 else predicate))
            parties = tuple(dict.fromkeys(parties + more))
        mediators = [name for head in mediating for name in self._mediators_of(head)] + self._compound_mediators(noun)
        mediators_found = tuple(dict.fromkeys(mediators))
        scoped = self.resolve.in_scope(parties)
        parties = scoped if len(scoped) >= 2 else parties
        if not parties and len(self.resolve.in_scope(mediators_found)) >= 2 and noun >= 0 and text_hosts(self.text, predicate):
            return Attendance(mediators_found, persons, ())
        persons = tuple(p for p in persons if self.resolve.references.side(p) not in mediators_found)
        return Attendance(tuple(p for p in parties if p not in mediators_found), persons, mediators_found)

    def completed(self, attendance: Attendance, predicate: int, noun: int) -> Attendance:
        """Return the attendance with both parties of the text where the mention names one or none and means theirs."""
        if self._is_complete(attendance) or not self._is_of_dyad(attendance, predicate, noun):
            return attendance
        return replace(attendance, parties=self.dyad, mediators=tuple(m for m in attendance.mediators if m not in self.dyad))

    def _is_complete(self, attendance: Attendance) -> bool:
        """Tell whether the mention names two parties itself."""
        sides = {side for side in map(self.resolve.references.side, attendance.persons) if side}
        return len(set(self.resolve.in_scope(attendance.parties)) | sides) >= 2

    def _is_of_dyad(self, attendance: Attendance, predicate: int, noun: int) -> bool:
        """Tell whether a mention with one party or none means the two that the text is about.

        It does when those who meet are its unnamed negotiators, a person of unknown side with one of known side, or when a definite,
        counted or dated noun names no partner of its own.
        """
        resolve = self.resolve
        sides = {side for side in map(resolve.references.side, attendance.persons) if side}
        known = set(resolve.in_scope(attendance.parties)) | sides
        if not self.dyad or known - set(self.dyad) or (noun >= 0 and is_private(self.text, noun)):
            return False
        strangers = [p for p in attendance.persons if not resolve.references.side(p)]
        if len(attendance.persons) >= 2 or (known and strangers):
            return True
        nested = nested_nouns(self.text, noun)
        heads = self._around_predicate(predicate, noun)[0] if predicate >= 0 else []
        heads += [k for inner in sorted(nested) for k in self._around_noun(inner)[0]]
        if any(self._is_stranger(k) for k in heads):
            return False
        if any(self._is_delegate(k) for k in heads):
            return True
        return noun >= 0 and not strangers and (self._refers(predicate, noun) or self._is_several(noun))

    def _is_delegate(self, i: int) -> bool:
        """Tell whether a phrase is of negotiators that it does not name ("the experts", "both delegations", "a joint commission")."""
        text = self.text
        if text.lemmas[i] not in words("meetings", "delegates"):
            return text.upos[i] == "PRON" and text.feature(i, "Number") == "Plur" and text.words[i] in {"they", "both", "their", "them"}
        return text.is_plural(i) or text.lemmas[i] in {"two", "both", "commission", "committee", "group", "subcommittee", "pair"}

    def _is_stranger(self, i: int) -> bool:
        """Tell whether a phrase names somebody who is no party of the text ("with farmers", "experts of the World Bank")."""
        text, resolve = self.text, self.resolve
        for k in text.conjuncts(i):
            if text.time_of[k] is not None or text.upos[k] not in {"NOUN", "PROPN"} or is_meeting_noun(text, k):
                continue
            actors = resolve.actors_of(k) if k == i else ()
            if set(resolve.in_scope(actors)) - set(self.dyad):
                return True
            if text.lemmas[k] not in words("meetings", "delegates") and not resolve.in_scope(actors) and resolve.person_at(k) is None:
                return True
            for m in text.children(k, "nmod", "amod", "compound", "nmod:poss"):
                entity, name = text.entity_of[m], resolve.references.named(m)
                is_body = entity is not None and (
                    entity.type is EntityType.ORGANISATION or (name is not None and resolve.references.is_actor(name))
                )
                if is_body and name not in self.dyad:
                    return True
        return False

    def _is_several(self, noun: int) -> bool:
        """Tell whether a noun counts meetings ("five rounds have been held")."""
        return self.text.is_plural(noun) and self.text.child(noun, "nummod") >= 0

    def _names(self, heads: list[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        parties: list[str] = []
        persons: list[str] = []
        for head in heads:
            if self.text.tokens[head].start < dateline_end(self.text.text):
                continue
            entity = self.text.entity_of[head]
            is_bare_place = entity is not None and entity.type is EntityType.PLACE and self.resolve.references.named(head) is None
            if not is_bare_place or self.text.case(head) not in {"of", "from"}:
                parties += self.resolve.actors_of(head)
                persons += self.resolve.persons_in(head)
        return tuple(dict.fromkeys(parties)), tuple(dict.fromkeys(persons))

    def _around_predicate(self, predicate: int, noun: int) -> tuple[list[int], list[int]]:
        """Return the heads of attending and of mediating phrases around a verb."""
        text = self.text
        heads: list[int] = []
        mediating: list[int] = []
        subject = subject_of(text, predicate)
        is_mediating = text.lemmas[predicate] in words("meetings", "mediating") and text.lemmas[predicate] != "convene"
        if subject >= 0 and subject != noun:
            (mediating if is_mediating and not is_passive(text, predicate) else heads).append(subject)
        heads += shared_obliques(text, predicate, "with", "between", "among", "alongside")
        mediating += [k for k in text.children(predicate, "obl") if self._is_aegis(k)]
        if subject >= 0:
            heads += [agent_of(text, k) for k in text.children(subject, "acl") if text.lemmas[k] in REPRESENTING and agent_of(text, k) >= 0]
        agent = agent_of(text, predicate)
        if agent >= 0 and agent != subject:
            heads.append(agent)
        patient = text.child(predicate, "obj")
        if noun < 0 and patient >= 0:
            heads.append(patient)
        return heads, mediating

    def _around_noun(self, noun: int) -> tuple[list[int], list[int]]:
        """Return the heads of attending and of mediating phrases inside a noun phrase."""
        text = self.text
        heads = [k for k in text.children(noun, "nmod") if text.case(k) in PARTNER_CASES and not is_meeting_noun(text, k)]
        heads += [
            inner for k in text.children(noun, "nmod") if text.case(k) == "of"
            for inner in text.children(k, "nmod") if text.case(inner) == "with"
        ]  # fmt: skip
        heads += [
            inner for k in text.children(noun, "nmod") if text.case(k) in {"on", "over", "about", "for"}
            for inner in text.children(k, "nmod") if text.case(inner) in {"with", "between"}
        ]  # fmt: skip
        heads += [
            k for k in text.children(noun, "amod", "compound", "nmod:poss") if text.entity_of[k] is not None or text.upos[k] == "PRON"
        ]
        mediating: list[int] = [k for k in text.children(noun, "nmod") if self._is_aegis(k)]
        for k in text.children(noun, "acl"):
            heads += [m for m in text.children(k, "obl", "nmod") if text.case(m) == "with"]
            heads += [n for m in text.children(k, "obl") for n in text.children(m, "nmod") if text.case(n) == "with"]
            agent = agent_of(text, k)
            if text.lemmas[k] in words("meetings", "mediating"):
                mediating += [agent] if agent >= 0 else []
            elif text.lemmas[k] in ATTENDING:
                heads += [n for n in (agent, text.child(k, "obj")) if n >= 0]
        return heads, mediating

    def _is_aegis(self, k: int) -> bool:
        """Tell whether a phrase names the mediation ("under Iraqi auspices", "with Qatari mediation")."""
        return self.text.lemmas[k] in words("meetings", "aegis") and self.text.case(k) in {"under", "with", "through", "thanks to"}

    def _acting_around(self, noun: int) -> list[int]:
        """Return the nearest subject in scope above a bare meeting noun."""
        text = self.text
        for node in text.ancestors(noun):
            subject = subject_of(text, node) if is_predicate(text, node) else -1
            if subject >= 0 and self.resolve.in_scope(self.resolve.actors_of(subject)):
                return [subject]
        return []

    def _mediators_of(self, head: int) -> tuple[str, ...]:
        """Return the actors of a mediating phrase; an aegis is named by its modifiers."""
        if not self._is_aegis(head):
            return self.resolve.actors_of(head)
        return tuple(name for k in self.text.children(head, "amod", "nmod", "compound") for name in self.resolve.named_actors(k))

    def _compound_mediators(self, noun: int) -> list[str]:
        """Return the mediators in "US-brokered talks" and "Qatari-mediated negotiations"."""
        text, found = self.text, []
        for inner in nested_nouns(text, noun):
            for k in text.children(inner, "amod", "acl"):
                if text.lemmas[k] in words("meetings", "mediating"):
                    names = [self.resolve.references.named(m) for m in text.subtree(k)]
                    found += [name for name in names if name is not None]
        return found

    def _has_other_partner(self, predicate: int, nested: set[int], scoped: tuple[str, ...]) -> bool:
        """Tell whether the text names a partner that is out of scope ("talks with farmers", "negotiations with the club")."""
        text = self.text
        partners = [k for n in nested for k in text.children(n, "nmod") if text.case(k) in {"with", "between", "by", "among"}]
        partners += shared_obliques(text, predicate, "with", "between") if predicate >= 0 else []
        named = [c for k in partners for c in text.conjuncts(k)]
        return (
            any(text.upos[c] in {"NOUN", "PROPN"} and not self.resolve.in_scope(self.resolve.actors_of(c)) for c in named)
            and len(scoped) < 2
        )

    def is_ours(self, attendance: Attendance, predicate: int, noun: int) -> bool:
        """Tell whether the meeting is one of states, armed groups or international organisations.

        Two parties in scope suffice; one does when the noun means talks between parties; none does when the mention refers back to talks
        whose parties the text has named (a definite noun, or one that is itself the predicate).
        """
        resolve, text = self.resolve, self.text
        if noun >= 0 and is_private(text, noun):
            return False
        scoped = resolve.in_scope(attendance.parties)
        sides = {side for side in map(resolve.references.side, attendance.persons) if side}
        if len(set(scoped) | sides) >= 2:
            return True
        if noun < 0:
            return bool(scoped) and predicate >= 0 and text.lemmas[predicate] in words("meetings", "treating")
        nested = nested_nouns(text, noun)
        words_near = {text.lemmas[k] for k in nested | {c for n in nested for c in text.children(n, "compound", "amod")}}
        if scoped:
            return bool(words_near & STRONG) and ("peace" in words_near or not self._has_other_partner(predicate, nested, scoped))
        return self._refers(predicate, noun) and len(resolve.in_scope(resolve.references.group(noun))) >= 2

    def _refers(self, predicate: int, noun: int) -> bool:
        """Tell whether a mention without parties means talks of the parties that the text has set up.

        It does when it is definite, counted or placed in a series, and when it is bare "talks" or "negotiations".
        """
        text = self.text
        determiner = text.child(noun, "det")
        definite = determiner >= 0 and text.words[determiner] in {"the", "this", "these", "that"}
        counted = is_elided(text, noun) or any(
            ordinal_of(text, k) is not None or relation_to_series(text, k) for k in nested_nouns(text, noun)
        )
        bare = any(text.lemmas[k] in {"talk", "negotiation"} and text.child(k, "det") < 0 for k in nested_nouns(text, noun))
        return predicate == noun or definite or counted or bare or text.child(noun, "nmod:poss") >= 0


def text_hosts(text: Text, predicate: int) -> bool:
    """Tell whether the verb is "host": two that host a summit together hold it with each other."""
    return predicate >= 0 and text.lemmas[predicate] == "host"
