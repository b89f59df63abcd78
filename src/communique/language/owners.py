"""For whom an office is held: "Chad's envoy", "the Chadian envoy", "the envoy of Chad", "the envoys of Chad and Sudan", "its envoy".

In: a forest, the resolved names, and the tokens of a title. Out: `Owners`: canonical names of states and organisations, or the token of a
pronoun or noun that the text has yet to explain. A ministry, a delegation or an assembly of a state is no owner of its own: it stays in the
title, and the state is the owner, so that one office has one body however it is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from communique.language.consistency import is_adjective_of
from communique.language.forest import Forest
from communique.language.gazetteer import Gazetteer, Kind, Role
from communique.language.lexicon import word_set
from communique.language.ministries import canonical_field, state_of
from communique.language.titles import DESCRIBING, FORMER
from communique.model.analysis import Entity
from communique.model.vocabulary import EntityType

POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
OWNING = frozenset({"its", "their", "his", "her"})
STANDING_IN = word_set(
    "government country agency ministry republic kingdom movement group organisation organization bloc union alliance rebels militia state",
    "president",
)
"""Nouns that, with "the" or an ending of possession, stand for an owner that the text names elsewhere."""
CONSTITUTIONS = word_set("republic kingdom sultanate state states emirate islamic federation federal union united commonwealth people's")
"""What states call themselves beside their names."""
OF = frozenset({"of", "for", "at", "with", "from", "in"})
LINKS = frozenset({"to", "on", "the", "a", "an", "and", ","})
AGAINST_STATE = word_set("rebel opposition insurgent separatist guerrilla militant dissident exile")
"""Words of a title that tell that it is not held for the state before it ("the Chadian rebel leader")."""
GENERIC = re.compile(
    r"\b(?:assembly|parliament|senate|congress|council|committee|commission|ministry|department|cabinet|court|bureau|office|delegation|"
    r"secretariat|directorate|service|police|army|navy|command|staff|treasury|house)\b",
    re.IGNORECASE,
)
"""Words in the names of bodies that every state has: without their state they own nothing and stay in the title."""
MAX_GAP = 4
"""Words that may stand between an owner and its title ("Chad's | new and energetic | envoy")."""


@dataclass(frozen=True, eq=False)
class Names:
    """The resolved names of a text by token: `at` is the index of the entity that covers a token, -1 for none."""

    entities: Sequence[Entity]
    at: list[int]

    @classmethod
    def over(cls, forest: Forest, entities: Sequence[Entity]) -> Names:
        """Return the names at the tokens of a forest."""
        at = [-1] * len(forest)
        for number, entity in enumerate(entities):
            for i in forest.tokens_in(entity.start, entity.end):
                at[i] = number
        return cls(entities, at)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.load()

    def is_person(self, k: int) -> bool:
        """Tell whether a person's name covers token `k`."""
        return self.at[k] >= 0 and self.entities[self.at[k]].type is EntityType.PERSON

    def owner(self, k: int) -> str | None:
        """Return the actor at token `k` that can own an office, None for persons and what is no actor."""
        if self.at[k] < 0 or self.is_person(k):
            return None
        return self.entities[self.at[k]].actor

    def inside(self, forest: Forest, k: int) -> range:
        """Return the tokens of the name at token `k`."""
        entity = self.entities[self.at[k]]
        return forest.tokens_in(entity.start, entity.end)

    def body(self, k: int) -> str | None:
        """Return the canonical body of an office whose owner stands at token `k`: the state of a body of one, else the actor itself; None
        for an assembly or committee whose state is not told.
        """
        name = self.owner(k)
        if name is None:
            return None
        state = state_of(name)
        if canonical_field(name) is not None:
            return None
        entry = self._gazetteer.actor(name)
        is_known = state is not None or (entry is not None and entry.kind is not Kind.BODY)
        return None if not is_known and GENERIC.search(name) else state or name

    def state_words(self, forest: Forest, k: int) -> set[int]:
        """Return the tokens of the name at `k` that name its state ("Republic of Chad" in "National Assembly of the Republic of Chad")."""
        inside, body = self.inside(forest, k), self.body(k)
        if body is None:
            return set()
        if self.owner(k) == body and self._names_actor(self.entities[self.at[k]].text):
            return set(inside)
        found: set[int] = set()
        for low in inside:
            for high in range(min(low + 4, inside.stop), low, -1):
                words = " ".join(forest.tokens[m].text for m in range(low, high))
                place = self._gazetteer.find(words)
                is_state = place is not None and place.canonical == body and place.role in {Role.NAME, Role.DEMONYM}
                if is_state or words == body or is_adjective_of(words, body):
                    found |= set(range(low, high))
                    break
        return found

    def _names_actor(self, text: str) -> bool:
        """Tell whether words are an actor's own name or adjective and not a house or body that stands for it."""
        place = self._gazetteer.find(text)
        return place is None or (place.role in {Role.NAME, Role.DEMONYM, Role.PEOPLE, Role.CAPITAL} and place.kind is not Kind.BODY)


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose an office is: the bodies in text order, or the token of what stands for one, -1 for none. `outer` are the tokens from which a
    title takes in a body that stands before it ("the Chadian foreign ministry | spokesman").
    """

    bodies: tuple[str, ...]
    anaphor: int
    outer: tuple[int, ...] = ()


def find_owners(forest: Forest, names: Names, low: int, noun: int, high: int) -> Owners:
    """Return the owners of the title at the tokens `low` to `high`: those before it, else those in what follows its noun."""
    before = _owners_before(forest, names, low, noun)
    return before if before.bodies or before.anaphor >= 0 else _owners_within(forest, names, noun, high)


def _owners_before(forest: Forest, names: Names, low: int, noun: int) -> Owners:
    first = forest.range_of(forest.sentence[noun]).start
    k = low - 1
    while k >= first and low - k <= MAX_GAP and names.at[k] < 0 and _may_part(forest, k):
        k -= 1
    if k < first or low - k > MAX_GAP:
        return Owners((), -1)
    body = names.body(k)
    if body is None:
        return Owners((), k if _stands_in(forest, names, k, low) else -1)
    if any(forest.lemmas[m] in AGAINST_STATE for m in range(k + 1, noun)):
        return Owners((), -1)
    outer = tuple(m for m in names.inside(forest, k) if m not in names.state_words(forest, k)) if low - k <= 2 else ()
    bodies = [body]
    start = names.inside(forest, k).start - 1
    while start > first and (forest.words[start] in {"and", ","} or forest.words[start] in POSSESSIVES) and names.body(start - 1):
        bodies.append(names.body(start - 1) or "")
        start = names.inside(forest, start - 1).start - 1
    is_shared = forest.lemmas[noun] != forest.words[noun] and len(bodies) > 1
    return Owners(tuple(bodies[::-1]) if is_shared else (body,), -1, outer)


def _may_part(forest: Forest, k: int) -> bool:
    """Tell whether a word may stand between an owner and its title: an ending of possession, an article, an adjective, a hyphen inside a
    word.
    """
    if forest.words[k] in {"-", "–"}:
        return k > 0 and forest.tokens[k].start == forest.tokens[k - 1].end
    return forest.words[k] in POSSESSIVES | FORMER | DESCRIBING or (
        forest.upos[k] in {"ADJ", "PART", "NUM"} and forest.words[k] not in OWNING
    )


def _stands_in(forest: Forest, names: Names, k: int, low: int) -> bool:
    """Tell whether the word before a title means an owner named elsewhere ("its envoy", "the agency's head", "Moreau's envoy")."""
    if forest.words[k] in OWNING:
        return True
    is_owner = any(forest.words[m] in POSSESSIVES for m in range(k + 1, low))
    return is_owner and (names.is_person(k) or forest.lemmas[k] in STANDING_IN)


def _owners_within(forest: Forest, names: Names, noun: int, high: int) -> Owners:
    """Read what follows a title's noun: the first actors behind "of", an organisation behind another preposition."""
    bodies: list[str] = []
    anaphor, case, last = -1, "", noun
    for k in range(noun + 1, high + 1):
        if forest.words[k] in OF | {"to", "on"}:
            if bodies:
                break
            case = forest.words[k]
        elif names.at[k] != names.at[k - 1] and (body := names.body(k)) is not None:
            is_organisation = names.entities[names.at[k]].type is EntityType.ORGANISATION
            is_owning = case == "of" or (case in OF and is_organisation) or _owns_next(forest, names, k)
            if is_owning and (not bodies or forest.words[k - 1] in {"and", ",", "the"}):
                bodies.append(body)
                last = names.inside(forest, k).stop - 1
        elif case == "of" and anaphor < 0 and names.at[k] < 0 and _is_definite(forest, k):
            anaphor = k
    if bodies and _is_pair(forest, names, last):
        return Owners((), -1)
    return Owners(tuple(bodies), -1 if bodies else anaphor)


def _owns_next(forest: Forest, names: Names, k: int) -> bool:
    stop = names.inside(forest, k).stop
    return stop < len(forest) and forest.words[stop] in POSSESSIVES


def _is_definite(forest: Forest, k: int) -> bool:
    if forest.words[k] in OWNING:
        return True
    return forest.lemmas[k] in STANDING_IN and forest.words[k - 1] in {"the", "this", "that"}


def _is_pair(forest: Forest, names: Names, last: int) -> bool:
    """Tell whether an owner is one of a hyphenated pair ("the Chadian-Sudanese commission"): the office is neither's."""
    return last + 2 < len(forest) and forest.words[last + 1] in {"-", "–"} and names.owner(last + 2) is not None


def without_owner(forest: Forest, names: Names, owners: Owners, title: range, noun: int) -> list[int]:
    """Return the tokens that make up a title: what follows its noun without the owner, and a ministry before it without its state."""
    dropped: set[int] = set()
    for k in range(noun + 1, title.stop):
        if names.body(k) in owners.bodies and k not in dropped:
            dropped |= names.state_words(forest, k)
        elif forest.words[k] in POSSESSIVES and k - 1 in dropped | {owners.anaphor}:
            dropped.add(k)
        elif k == owners.anaphor:
            dropped |= {k, k - 1} if forest.words[k - 1] in {"the", "this", "that"} else {k}
    kept = [k for k in title if k <= noun]
    for phrase in _phrases(forest, noun, title.stop):
        left = [k for k in phrase if k not in dropped]
        is_named = any(forest.words[k] not in OF | LINKS | CONSTITUTIONS for k in left)
        kept += left if is_named or not dropped else []
    while kept[-1] > noun and forest.words[kept[-1]] in OF | LINKS:
        kept.pop()
    return [*(k for k in owners.outer if k < title.start), *kept]


def _phrases(forest: Forest, noun: int, stop: int) -> list[list[int]]:
    """Return what follows a title's noun, split before its prepositions."""
    found: list[list[int]] = []
    for k in range(noun + 1, stop):
        if not found or forest.words[k] in OF | {"to", "on"}:
            found.append([])
        found[-1].append(k)
    return found


def owner_behind(forest: Forest, names: Names, stop: int) -> str | None:
    """Return the body of "President NAME of Chad" or "NAME (Chad)", whose name ends before token `stop`."""
    if stop >= len(forest):
        return None
    last = forest.range_of(forest.sentence[stop - 1]).stop
    k = stop + 1 + (stop + 1 < last and forest.words[stop + 1] == "the")
    is_owned = k < last and (forest.words[stop] == "of" or (forest.words[stop] == "(" and forest.words[min(k + 1, last - 1)] == ")"))
    return names.body(k) if is_owned and names.owner(k) is not None else None
