"""The actors that one text speaks of, with the spellings and offices it gives them.

In: a `Text` and its `TextReferences`. Out: `ActorMention`s by name, for the record to merge across texts.
"""

from __future__ import annotations

from collections import defaultdict

from communique.model.analysis import Entity
from communique.model.claims import ActorMention, OfficeMention
from communique.model.vocabulary import ActorKind, EntityType
from communique.reading.references import TextReferences
from communique.reading.text import Text


def find_actor_mentions(text: Text, references: TextReferences) -> tuple[ActorMention, ...]:
    """Return the persons, states, groups and organisations of the text, by name."""
    spellings: dict[str, dict[str, None]] = defaultdict(dict)
    kinds: dict[str, ActorKind] = {}
    for entity in text.analysis.entities:
        name, kind = _identity(entity, references)
        if kind is not None:
            spellings[name].setdefault(entity.text)
            kinds.setdefault(name, kind)
    offices: dict[str, list[OfficeMention]] = defaultdict(list)
    for holder in references.holders:
        entity = text.analysis.entities[holder.person]
        span = text.version.span(holder.start, holder.end)
        if holder.title:
            offices[entity.actor or entity.text].append(OfficeMention(holder.title, holder.body, span))
    return tuple(
        ActorMention(
            name=name,
            kind=kinds[name].value,
            spellings=tuple(sorted(spellings[name])),
            side=references.side(name) if kinds[name] is ActorKind.PERSON else None,
            offices=tuple(offices.get(name, ())),
        )
        for name in sorted(kinds)
    )


def _identity(entity: Entity, references: TextReferences) -> tuple[str, ActorKind | None]:
    """Return the canonical name and kind of an entity; kind is None for what is no actor."""
    name = entity.actor or entity.text
    if entity.type is EntityType.PERSON and not references.is_actor(entity.text):
        return name, ActorKind.PERSON
    entry = references.gazetteer.actor(name)
    if entry is not None:
        return name, entry.actor_kind
    if references.is_actor(name):
        return name, ActorKind.STATE if entity.type is EntityType.PLACE else ActorKind.ORGANISATION
    return name, ActorKind.ORGANISATION if entity.type is EntityType.ORGANISATION else None
