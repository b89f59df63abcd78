"""Decides whose words belong in a record, and for which party they are spoken.

In: a `Text` with its `Parties` and one of its quotations. Out: a `Speaker`, or None for media, analysts, companies and passers-by.
A party, a body of one and an office holder speak for the record. A person whom the text only names does so where the text is about
dealings between parties at all; whether it is, is asked once per text. Words are in `lexicon/statements.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from communique.model.analysis import Quotation
from communique.model.vocabulary import EntityType
from communique.reading.attribution import FIRM
from communique.reading.lexicon import words
from communique.reading.parties import Parties
from communique.reading.text import Text

PLAIN = 0.7
"""Score of a statement by a person whose office the text leaves open, or by an unnamed body."""
UNSURE = 0.4
"""Score of what is only kept for review: the text shows one party at most."""
MIN_ACTORS = 2
"""A text deals with relations between parties from this number of actors in scope."""
MENTION = re.compile(r"\s+(?:of|in|for|at|on|from|to)\s+")
"""What follows the head of a described speaker ("spokesman for the rebels")."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the name, the party spoken for where it is known, and how sure it is that the words belong in a record, 0 to 1."""

    name: str
    side: str | None
    score: float


class Speakers:
    """The speakers of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties

    def of(self, quotation: Quotation) -> Speaker | None:
        """Return the speaker of a quotation, None when nobody is named whose words belong in a record."""
        name = quotation.speaker
        if not name or name.split()[0].lower() in words("statements", "nobody"):
            return None
        side = self._side(quotation, name)
        if not self._is_named(name):
            name = self._joint(quotation) or name
        score = self._score(quotation, name, side)
        if score is None:
            return None
        return Speaker(name, side, score if self._is_public else min(score, UNSURE))

    def _is_named(self, name: str) -> bool:
        """Tell whether a speaker is called by a name of a person or actor, not described."""
        return self._is_person(name) or any(self.parties.references.is_actor(part.strip()) for part in name.split(";"))

    def _joint(self, quotation: Quotation) -> str:
        """Return the parties that speak through a joint mention ("the negotiators of both sides"), "" when it is not joint."""
        head = self._head(quotation)
        actors = self.parties.in_scope(self.parties.actors_of(head)) if head >= 0 else ()
        return "; ".join(actors) if len(actors) >= MIN_ACTORS else ""

    def _score(self, quotation: Quotation, name: str, side: str | None) -> float | None:
        references = self.parties.references
        if any(references.is_actor(part.strip()) for part in name.split(";")):
            return FIRM
        described = self._described(quotation, name)
        person = self._is_person(name)
        if described & words("statements", "bystanders") and not (side and person):
            return None
        if side is not None:
            return FIRM
        if person:
            return PLAIN if self._is_political else None
        head = MENTION.split(name)[0].split()[-1].lower()
        is_body = {head, head.removesuffix("s"), self._lemma(quotation)} & words("statements", "bodies")
        return PLAIN if is_body and self._is_political else None

    def _lemma(self, quotation: Quotation) -> str:
        """Return the lemma of the head of the mention that the words are ascribed to, "" for a pronoun."""
        head = self._head(quotation)
        return self.text.lemmas[head] if head >= 0 and self.text.upos[head] != "PRON" else ""

    def _head(self, quotation: Quotation) -> int:
        return self.text.head_in(quotation.source_start, quotation.source_end) if quotation.source_start >= 0 else -1

    def _described(self, quotation: Quotation, name: str) -> set[str]:
        """Return the words by which the text describes a speaker: in the mention, as an office, or beside the name elsewhere."""
        text, found = self.text, set()
        head = self._head(quotation)
        if head >= 0:
            found |= {text.lemmas[k] for k in [head, *text.children(head, "compound", "amod", "nmod:desc", "appos")]}
        office = self.parties.references.office(name)
        if office:
            found |= set(office.lower().split())
        for i in self._mentions.get(name, ()):
            found |= {text.lemmas[k] for k in text.children(i, "compound", "nmod:desc", "appos")}
            if text.bases[i] in {"appos", "nmod:desc", "flat"} and text.head[i] >= 0 and text.entity_of[text.head[i]] is None:
                found.add(text.lemmas[text.head[i]])
        return found | {word.lower() for word in MENTION.split(name)[0].split() if word.islower()}

    @cached_property
    def _mentions(self) -> dict[str, list[int]]:
        """The heads of all mentions of a person by name."""
        found: dict[str, list[int]] = {}
        for entity in self.text.analysis.entities:
            if entity.type is EntityType.PERSON and (head := self.text.head_in(entity.start, entity.end)) >= 0:
                found.setdefault(entity.actor or entity.text, []).append(head)
        return found

    def _is_person(self, name: str) -> bool:
        return name in self._mentions or any(name.casefold() == known.casefold() for known in self._mentions)

    @cached_property
    def _n_actors(self) -> int:
        references = self.parties.references
        return len({name for i in range(len(self.text)) if (name := references.named(i)) is not None and references.is_actor(name)})

    @cached_property
    def _speaks_of_power(self) -> bool:
        return bool(set(self.text.lemmas) & words("statements", "political"))

    @property
    def _is_public(self) -> bool:
        """Tell whether the text is about matters in which parties speak for the record."""
        return self._n_actors >= MIN_ACTORS or self._speaks_of_power or bool(set(self.text.lemmas) & words("statements", "public"))

    @property
    def _is_political(self) -> bool:
        """Tell whether the text is about dealings of several parties, so that whoever is quoted speaks for one of them."""
        return self._n_actors >= MIN_ACTORS and self._speaks_of_power

    def _side(self, quotation: Quotation, name: str) -> str | None:
        references = self.parties.references
        side = references.side(name)
        if side is not None:
            return side
        if references.is_actor(name):
            return name
        head = self._head(quotation)
        actors = self.parties.in_scope(self.parties.actors_of(head)) if head >= 0 else ()
        return actors[0] if len(actors) == 1 else None
