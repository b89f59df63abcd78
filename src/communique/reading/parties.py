"""Who a noun phrase stands for: states, groups and organisations behind names, titles, demonyms, pronouns and "the two sides".

In: a `Text` with its names resolved, and a `References` that knows what the text's pronouns and definites point back to. Out: canonical
actor names. A person stands for the party that the text seats them for; a ministry, delegation or ruler for its state.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from communique.model.analysis import Entity
from communique.model.vocabulary import EntityType
from communique.reading.lexicon import words
from communique.reading.text import Text

MODIFIERS = ("nmod:poss", "amod", "compound", "nmod", "flat", "appos", "nmod:desc")
BELONGING = frozenset({"", "of", "from", "for", "in"})
"""Prepositions that tie a representative to its party ("the government of Chad", "envoys from Seoul")."""


INSIDER = frozenset({"we", "us", "our", "ours", "i", "my", "me"})
"""Pronouns by which a quoted speaker speaks of the own side."""


class References(Protocol):
    """What a text's own words refer to inside that text."""

    def group(self, i: int) -> tuple[str, ...]:
        """Return the parties a plural stands for ("both sides", "they"), empty when unknown."""

    def single(self, i: int) -> str | None:
        """Return the actor or person that a pronoun or definite description stands for."""

    def side(self, person: str) -> str | None:
        """Return the party that a person acts for."""

    def office(self, person: str) -> str | None:
        """Return the office that the text gives a person."""

    def state_of(self, place: str) -> str | None:
        """Return the state that a place lies in, None when unknown."""

    def named(self, i: int) -> str | None:
        """Return the actor that a token itself names, ministries and parliaments as their state; None for persons and other names."""

    def is_actor(self, name: str) -> bool:
        """Tell whether a canonical name is a state, armed group, self-governing entity or international organisation."""


class Parties:
    """Resolves noun phrases of one text to actors."""

    def __init__(self, text: Text, references: References) -> None:
        self.text = text
        self.references = references
        self._actors: dict[int, tuple[str, ...]] = {}

    def person_at(self, i: int) -> str | None:
        """Return the canonical name of the person that a phrase names: its head, or a name attached to a title ("minister Badr Hassan")."""
        entity = self._person_entity(i)
        if entity is not None:
            return entity.actor or entity.text
        if self.text.upos[i] == "PRON":
            name = self.references.single(i)
            return name if name and self.references.side(name) else None
        return None

    def _person_entity(self, i: int) -> Entity | None:
        text = self.text
        own = text.entity_of[i]
        if self.references.named(i) is not None:
            return None
        if own is not None and own.type is EntityType.PERSON:
            return own
        for k in text.children(i, "appos", "flat", "compound", "nmod:desc"):
            entity = text.entity_of[k]
            if entity is not None and entity.type is EntityType.PERSON:
                return entity
        return None

    def persons_in(self, i: int) -> tuple[str, ...]:
        """Return the persons named by a phrase and its conjuncts."""
        found = [self.person_at(k) for k in self._heads(i)]
        return tuple(dict.fromkeys(name for name in found if name))

    def actors_of(self, i: int) -> tuple[str, ...]:
        """Return the actors that a phrase and its conjuncts stand for, in text order, each once."""
        if i < 0:
            return ()
        if i not in self._actors:
            self._actors[i] = tuple(dict.fromkeys(name for k in self._heads(i) for name in self.actors_of_one(k)))
        return self._actors[i]

    def _heads(self, i: int) -> list[int]:
        """Return the conjuncts of a phrase; a subject that the parser broke in two ("envoy | Ali Hassan met") counts as one."""
        text = self.text
        if text.bases[i] != "nsubj" or text.head[i] < 0:
            return text.conjuncts(i)
        return [c for k in text.children(text.head[i], "nsubj") for c in text.conjuncts(k)]

    def actors_of_one(self, i: int) -> tuple[str, ...]:
        """Return the actors that a phrase stands for, its conjuncts left out."""
        text = self.text
        person = self._person_entity(i)
        if person is not None:
            side = self.references.side(person.actor or person.text)
            return (side,) if side else ()
        entity = text.entity_of[i]
        name = self.references.named(i)
        if name is not None:
            return (name,)
        if text.upos[i] == "PRON":
            return self._pronoun(i)
        if entity is not None and entity.type in {EntityType.PLACE, EntityType.ORGANISATION}:
            owner = self._modifying_actor(i) if text.lemmas[i] in words("actors", "representatives") else None
            return (owner,) if owner else (entity.text,)
        return self._common_noun(i)

    def _pronoun(self, i: int) -> tuple[str, ...]:
        text = self.text
        if text.words[i] in INSIDER:
            return self._insiders(i)
        if text.words[i] in {"they", "both", "them", "their", "who", "which", "each"}:
            group = self.references.group(i)
            if group:
                return group
        name = self.references.single(i)
        if name is None:
            return ()
        side = self.references.side(name)
        return (side,) if side else (name,) if self.references.is_actor(name) else ()

    def _insiders(self, i: int) -> tuple[str, ...]:
        """Return the parties for which the speaker of a quotation says "we"."""
        speakers = self.references.single(i)
        names = [name.strip() for name in speakers.split(";")] if speakers else []
        found = [self.references.side(name) or (name if self.references.is_actor(name) else None) for name in names]
        return tuple(dict.fromkeys(name for name in found if name is not None))

    def _common_noun(self, i: int) -> tuple[str, ...]:
        text = self.text
        lemma = text.lemmas[i]
        if lemma in words("actors", "bystanders"):
            return ()
        named = self._modifying_actors(i)
        if named:
            return named if lemma in words("actors", "representatives") or text.upos[i] == "PROPN" else ()
        if lemma in words("actors", "plurals") and self._is_definite_plural(i):
            group = self.references.group(i)
            if group:
                return group
        if lemma in words("actors", "representatives"):
            name = self.references.single(i)
            if name:
                side = self.references.side(name)
                return (side,) if side else (name,) if self.references.is_actor(name) else ()
        return ()

    def _is_definite_plural(self, i: int) -> bool:
        """Tell whether a noun is a plural that points back ("the two sides", "their envoys"), not just any ("Arab nations")."""
        text = self.text
        if text.feature(i, "Number") != "Plur":
            return False
        modifiers = list(text.children(i, "amod", "nummod", "det", "nmod:poss", "compound"))
        pointing = any(text.words[k] in words("actors", "pointers") for k in modifiers) or text.child(i, "nmod:poss") >= 0
        described = [k for k in modifiers if text.bases[k] == "amod" and text.words[k] not in words("actors", "neutral")]
        return pointing and not described

    def _modifying_actor(self, i: int) -> str | None:
        found = self._modifying_actors(i)
        return found[0] if found else None

    def _modifying_actors(self, i: int) -> tuple[str, ...]:
        """Return the actors named by the modifiers of a noun ("the governments of Chad and Sudan", "Danish officials")."""
        text = self.text
        found: list[str] = []
        for k in text.children(i, *MODIFIERS):
            if text.bases[k] == "nmod" and text.rels[k] != "nmod:poss" and text.case(k) not in BELONGING:
                continue
            for c in text.conjuncts(k):
                entity = text.entity_of[c]
                name = self.references.named(c)
                if name is not None:
                    found.append(name)
                elif entity is None and text.upos[c] in {"NOUN", "PROPN", "PRON"} and text.bases[k] in {"nmod", "compound"}:
                    found += self._nested(c)
        return tuple(dict.fromkeys(found))

    def _nested(self, i: int) -> tuple[str, ...]:
        if self.text.upos[i] == "PRON":
            return self._pronoun(i)
        return self._modifying_actors(i) or (self._common_noun(i) if self.text.lemmas[i] in words("actors", "plurals") else ())

    def named_under(self, i: int, cases: frozenset[str]) -> tuple[str, ...]:
        """Return the actors in the prepositional modifiers of a noun whose preposition is among `cases` ("talks between A and B")."""
        found: list[str] = []
        for k in self.text.children(i, "nmod", "obl"):
            if self.text.case(k) in cases:
                found += self.actors_of(k)
        return tuple(dict.fromkeys(found))

    def named_actors(self, i: int) -> tuple[str, ...]:
        """Return the actors that the conjuncts of a modifier name themselves ("Qatari and Egyptian mediation")."""
        names = [self.references.named(k) for k in self.text.conjuncts(i)]
        return tuple(name for name in names if name is not None)

    def names_other(self, tokens: Iterable[int], actors: tuple[str, ...]) -> bool:
        """Tell whether any of the tokens names an actor in scope that is not among `actors`."""
        names = {self.references.named(k) for k in tokens}
        return any(name is not None and name not in actors and self.references.is_actor(name) for name in names)

    def concern_states(self, tokens: list[int], actors: tuple[str, ...]) -> bool:
        """Tell whether words reach beyond the actors: another actor in scope, or a matter between states, is among them."""
        if self.names_other(tokens, actors):
            return True
        lemmas = {self.text.lemmas[k] for k in tokens}
        return bool(lemmas & words("commitments", "matters")) and not lemmas & words("actors", "private")

    def in_scope(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names that are states, armed groups, self-governing entities or international organisations."""
        return tuple(name for name in names if self.references.is_actor(name))
