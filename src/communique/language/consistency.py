"""One name, one type in a text: a tagger that hesitates between person and place for an unknown name is made to decide.

In: the names that the parser found. Out: the same spans with types that agree. Votes are counted over all mentions of a name; a single
word that is nobody's first or last name and is a place somewhere is a place everywhere, and a word formed from a place's name as its
adjective is neither person nor place. No name is known here: new states and invented ones are treated like all others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from communique.model.analysis import Entity
from communique.model.vocabulary import EntityType

ADJECTIVE = re.compile(r"(?:i?an|ean|ese|ish|i|n|ic|nese)s?$")
MIN_STEM = 4
"""Letters that an adjective must share with the name that it is formed from."""


def make_consistent(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return the entities with one type per name."""
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for entity in entities:
        votes[_key(entity)][entity.type] += 1
    name_words = {word for e in entities if e.type is EntityType.PERSON and " " in e.text for word in e.text.split()}
    places = {key for key, counts in votes.items() if " " not in key and counts[EntityType.PLACE] and key not in name_words}
    adjectives = {key for key in votes if " " not in key and any(is_adjective_of(key, place) for place in places)}
    return tuple(_with_type(entity, votes[_key(entity)], places - adjectives, adjectives) for entity in entities)


def is_adjective_of(word: str, place: str) -> bool:
    """Tell whether a word may be the adjective or people of a place name ("Karvian", "Karvians" of "Karvia").

    >>> is_adjective_of("Karvian", "Karvia"), is_adjective_of("Karvia", "Karvia")
    (True, False)
    """
    stem = place.rstrip("aeiouy")
    if len(stem) < MIN_STEM or not word.startswith(stem) or word == place:
        return False
    rest = word[len(stem) :]
    return bool(ADJECTIVE.fullmatch(rest) or ADJECTIVE.fullmatch(rest.lstrip("aeiouy")))


def _key(entity: Entity) -> str:
    return entity.text.removeprefix("the ").removeprefix("The ")


def _with_type(entity: Entity, votes: Counter[EntityType], places: set[str], adjectives: set[str]) -> Entity:
    key = _key(entity)
    if key in adjectives:
        return replace(entity, type=EntityType.OTHER)
    if key in places:
        return replace(entity, type=EntityType.PLACE)
    best = max(votes.items(), key=lambda item: (item[1], item[0].value))[0]
    return replace(entity, type=best) if " " in key and votes[best] > votes[entity.type] else entity
