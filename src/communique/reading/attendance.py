"""Who attends a meeting: parties, persons and mediators, and whether that makes it a meeting of ours.

In: a `Text`, its `Parties`, and the tokens of the meeting's verb and noun. Out: an `Attendance`. Those who mediate or host are kept apart
from the parties. A meeting told as a bare noun ("following talks in Istanbul, the two governments agreed") is attended by those who act
in its clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.model.vocabulary import EntityType
from communique.reading.clauses import agent_of, is_passive, is_predicate, shared_obliques, subject_of
from communique.reading.events import ordinal_of
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

    def _names(self, heads: list[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        parties: list[str] = []
        persons: list[str] = []
        for head in heads:
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
