"""Everything in a text that may refer to somebody: names, offices and groups, and what the pass of coreference has linked so far.

In: a text, its sentences and its resolved names. Out: `Mentions`, which the rules for pronouns and for descriptions ask and write to: who
is named at a token, whom a person acts for, how salient a mention is for a later one. Links go from an anaphor's token to its antecedent's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.language.allegiances import Allegiance, find_allegiances
from communique.language.forest import Forest
from communique.language.gazetteer import Gazetteer, Kind
from communique.language.groups import Groups
from communique.language.lexicon import word_set
from communique.language.ministries import state_of
from communique.language.offices import Holder, find_offices_in
from communique.language.owners import Names
from communique.language.quotation_marks import Quoted, find_quoted, quoted_mask
from communique.language.speech import FEMININE, PERSONAL
from communique.language.titles import TITLE_NOUNS
from communique.model.analysis import Entity, Mention, Sentence
from communique.model.vocabulary import EntityType

MAX_BACK = 3
"""Sentences that a pronoun or a definite description may reach back; an office reaches back through the whole text."""
BODY_NOUNS = word_set("ministry government parliament cabinet army military administration")


class Mentions:
    """The state of one text's coreference."""

    def __init__(self, text: str, sentences: Sequence[Sentence], entities: Sequence[Entity]) -> None:
        self.text = text
        self.entities = entities
        self.gazetteer = Gazetteer.load()
        self.forest = Forest(sentences)
        names = Names.over(self.forest, entities)
        self.at = names.at
        self.heads: dict[int, int] = {}
        for number, entity in enumerate(entities):
            if self.forest.tokens_in(entity.start, entity.end):
                self.heads[self.forest.head_in(entity.start, entity.end)] = number
        self.quoted: tuple[Quoted, ...] = find_quoted(text)
        self.in_quote = quoted_mask(self.quoted, self.forest.starts)
        self.holders: tuple[Holder, ...] = find_offices_in(self.forest, entities)
        self.allegiances: tuple[Allegiance, ...] = find_allegiances(self.forest, names)
        self.sides = self._read_sides()
        self.groups = Groups(self.forest, entities, self.at, self.side_of)
        self.links: dict[int, int] = {}
        self.given: dict[int, str] = {}
        self.plurals: dict[int, tuple[str, ...]] = {}
        self.genders: dict[str, str] = {}
        self.last_speaker = -1
        self.speakers: list[int] = []
        self.seen: list[int] = []

    def _read_sides(self) -> dict[str, str]:
        """Return the party of each person: by an office that is still held, else by other words that say so, else by a former office."""
        told: list[tuple[int, str | None]] = [(holder.person, holder.body) for holder in self.holders if not holder.is_former]
        told += [(allegiance.person, allegiance.body) for allegiance in self.allegiances]
        told += [(holder.person, holder.body) for holder in self.holders if holder.is_former]
        sides: dict[str, str] = {}
        for person, body in told:
            name = self.entities[person].actor
            if name is not None and body is not None:
                sides.setdefault(name, state_of(body) or body)
        return sides

    def settle_sides(self) -> None:
        """Find out for whom offices are held whose owner the text names elsewhere ("its envoy") or leaves to its holder."""
        self.holders = tuple(
            replace(holder, body=self._body_at(holder.owner)) if holder.body is None and holder.owner >= 0 else holder
            for holder in self.holders
        )
        self.allegiances = tuple(
            replace(told, body=self._body_at(told.owner)) if told.body is None and told.owner >= 0 else told for told in self.allegiances
        )
        self.sides = self._read_sides()
        self._give_sides_to_superiors()
        self.holders = tuple(
            replace(holder, body=self.sides.get(self.entities[holder.person].actor or ""))
            if holder.body is None and not holder.is_former
            else holder
            for holder in self.holders
        )

    def _give_sides_to_superiors(self) -> None:
        """Let a person whose envoy or spokesman somebody is act for the same party ("Moreau's envoy, who leads the Chadian team")."""
        for holder in self.holders:
            superior = self.at[holder.owner] if holder.owner >= 0 else -1
            side = self.sides.get(self.entities[holder.person].actor or "")
            if superior >= 0 and side is not None and self.entities[superior].type is EntityType.PERSON:
                self.sides.setdefault(self.entities[superior].actor or "", side)

    def _body_at(self, i: int) -> str | None:
        """Return the state or organisation that the mention at token `i` stands for; for a person the one acted for."""
        name = self.name_at(i)
        if name is None or i in self.plurals:
            return None
        known = self.sides.get(name) or state_of(name) or name
        entry = self.gazetteer.actor(known)
        is_place = any(entity.type is EntityType.PLACE and entity.actor == known for entity in self.entities)
        return known if (is_place if entry is None else entry.actor_kind is not None) else None

    def side_of(self, name: str) -> str | None:
        """Return the state or group that a person or a body acts for in this text, None where it is not known."""
        return self.sides.get(name) or state_of(name)

    def name_at(self, i: int) -> str | None:
        """Return the canonical name that the mention headed by token `i` stands for, through links; None where it has none."""
        for _ in range(len(self.links) + 1):
            number = self.heads.get(i, self.at[i])
            if number >= 0:
                entity = self.entities[number]
                return entity.actor or (entity.text if entity.type in {EntityType.PERSON, EntityType.PLACE} else None)
            if i in self.given:
                return self.given[i]
            if i not in self.links:
                person = self.person_in(i)
                return self.entities[person].actor if person is not None else None
            i = self.links[i]
        return None

    def person_in(self, i: int) -> int | None:
        """Return the entity of the person named inside the noun phrase of a title ("minister Ali Hassan"), None when there is none."""
        for k in self.forest.children(i, "flat", "appos", "compound", "nmod:desc"):
            number = self.at[k]
            if number >= 0 and self.entities[number].type is EntityType.PERSON and self.forest.bases[k] != "nmod:poss":
                return number
        holder = next((h for h in self.holders if h.start <= self.forest.tokens[i].start < h.end), None)
        return holder.person if holder is not None and self.forest.lemmas[i] in TITLE_NOUNS else None

    def home_of_groups(self) -> str | None:
        """Return the state against which the armed groups of the text stand, None where it names no group or groups of several states."""
        entries = (self.gazetteer.actor(entity.actor) for entity in self.entities if entity.actor is not None)
        homes = {entry.home for entry in entries if entry is not None and entry.kind is Kind.GROUP}
        home = homes.pop() if len(homes) == 1 else None
        return home if home is not None and self.groups.is_actor(home) else None

    def speaker_before(self, i: int) -> int:
        """Return the token that heads the last speaker named before token `i`, -1 for none."""
        return next((k for k in reversed(self.speakers) if k < i), -1)

    def link(self, i: int, antecedent: int) -> None:
        if antecedent >= 0 and antecedent != i:
            self.links[i] = antecedent
            name = self.name_at(i)
            if name is not None and self.forest.words[i] in PERSONAL:
                self.genders.setdefault(name, "f" if self.forest.words[i] in FEMININE else "m")

    def is_person(self, k: int) -> bool:
        number = self.heads.get(k)
        if number is not None:
            return self.entities[number].type is EntityType.PERSON
        if k in self.links:
            return self.forest.words[k] in PERSONAL or self.is_person(self.links[k])
        return self.forest.lemmas[k] in TITLE_NOUNS and not self.forest.is_plural(k)

    def coarguments(self, i: int) -> set[int]:
        """Return the mentions that a pronoun cannot mean because they stand beside it at one verb; none for a possessive."""
        forest = self.forest
        if forest.rels[i] == "nmod:poss" or forest.head[i] < 0:
            return set()
        predicate = forest.clause(i)
        beside = {k for k in [*forest.children(predicate, "nsubj", "obj", "iobj", "obl"), forest.subject(predicate)] if k >= 0 and k != i}
        return beside | {m for k in beside for m in forest.children(k, "appos", "flat", "compound", "nmod:desc")}

    def salience(self, k: int, i: int, distance: int) -> float:
        """Score an antecedent: nearness first, then subjects, owners of subjects, and subjects of the governing clause."""
        forest = self.forest
        score = 10.0 - 3.0 * distance + 0.001 * min(k, 999)
        base = forest.bases[k]
        if base == "nsubj":
            score += 3.0
        elif (forest.rels[k] == "nmod:poss" and forest.head[k] >= 0 and forest.bases[forest.head[k]] == "nsubj") or (
            base in {"flat", "appos", "nmod"} and forest.head[k] >= 0 and forest.bases[forest.head[k]] == "nsubj"
        ):
            score += 2.0
        elif base in {"obl", "nmod", "conj"}:
            score -= 1.0
        if distance == 0 and k in self.governing_subjects(i):
            score += 3.0
        return score

    def governing_subjects(self, i: int) -> list[int]:
        """Return the subjects of the clauses that a token lies under, innermost first."""
        forest = self.forest
        return [s for a in [forest.clause(i), *forest.ancestors(i)] for s in [forest.child(a, "nsubj")] if s >= 0 and s != i]

    def is_singular_actor(self, k: int) -> bool:
        number = self.heads.get(k)
        if number is None and k in self.links:
            return self.is_singular_actor(self.links[k])
        if number is None or self.forest.child(k, "conj") >= 0:
            return False
        entity = self.entities[number]
        return entity.type is not EntityType.PERSON and entity.actor is not None

    def coordinated(self, k: int) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for m in [k, *self.forest.children(k, "conj")]:
            name = self.name_at(m) or next(iter(self.groups.names_at(m)), None)
            if name:
                names[name] = None
        return tuple(names)

    def set_plural(self, i: int) -> None:
        names = self.groups.resolve(i)
        if names:
            self.plurals[i] = names

    def mention(self, i: int) -> Mention:
        """Return the mention headed by token `i`: its noun phrase."""
        start, end = self.forest.phrase(i)
        return Mention(start, end, self.forest.tokens[i].start)
