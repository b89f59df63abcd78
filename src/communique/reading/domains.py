"""What it is that is opened, cut or restored: the domain of a noun, and whether a verb is used in the sense of that domain.

In: a `Text` with its `Parties`, a noun and its verb. Out: a `Domain`, or None for nouns that are nothing between states. Words are in
`lexicon/relations.yaml`.
"""

from __future__ import annotations

from functools import cache

from communique.model.vocabulary import Domain, EntityType, RelationValue
from communique.reading.clauses import is_passive, surface_subject
from communique.reading.lexicon import load_lexicon, words
from communique.reading.parties import Parties
from communique.reading.text import Text

AIR = frozenset({Domain.AIR_PASSENGER, Domain.AIR_CARGO})
SERVICES = AIR | {Domain.RAIL}
"""Domains of things that run, so that a first run tells that they are open."""


@cache
def _things() -> dict[str, Domain]:
    return {noun: Domain(domain) for domain, nouns in load_lexicon("relations")["things"].items() for noun in nouns}


class Domains:
    """The domains of the nouns of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties

    def of(self, thing: int) -> Domain | None:
        """Return the domain of a noun with its modifiers."""
        text = self.text
        modifiers = [text.lemmas[k] for k in text.children(thing, "compound", "amod")]
        for modifier in modifiers:
            domain = _things().get(f"{modifier} {text.lemmas[thing]}")
            if domain is not None:
                return domain
        domain = _things().get(text.lemmas[thing])
        if text.lemmas[thing] in words("relations", "plain_only") and set(modifiers) - words("relations", "tie_modifiers"):
            return None
        refined = next((load_lexicon("relations")["refined"][m] for m in modifiers if m in load_lexicon("relations")["refined"]), None)
        if refined is not None and domain is Domain.AIR_PASSENGER:
            return Domain(refined)
        if domain is None and self._is_land(thing):
            return Domain.TERRITORY_CONTROL
        return domain

    def of_treaty(self, thing: int, values: list[RelationValue]) -> Domain | None:
        """Return the domain of what can be ratified, come into force or be left although its noun alone says nothing."""
        lemma = self.text.lemmas[thing]
        if RelationValue.DENOUNCED in values and self._is_membership(thing):
            return Domain.TREATY
        is_document = lemma in words("statuses", "standing_objects") and lemma not in words("relations", "truces")
        is_act = bool({RelationValue.RATIFIED, RelationValue.IN_FORCE} & set(values))
        return Domain.TREATY if is_document and is_act else None

    def _is_land(self, thing: int) -> bool:
        """Tell whether a name is that of a place that is no party itself."""
        entity = self.text.entity_of[thing]
        return entity is not None and entity.type is EntityType.PLACE and self.parties.references.named(thing) is None

    def _is_membership(self, thing: int) -> bool:
        """Tell whether a name is that of an international organisation that a state can leave."""
        entity = self.text.entity_of[thing]
        return (
            entity is not None and entity.type is EntityType.ORGANISATION and self.parties.references.is_actor(entity.actor or entity.text)
        )

    def fits(self, i: int, thing: int, domain: Domain, value: RelationValue, movers: tuple[str, ...]) -> bool:
        """Tell whether the noun and the verb `i` are used in the sense of the domain; `movers` are the actors that the verb is said of."""
        text = self.text
        modifiers = {text.lemmas[k] for k in text.children(thing, "amod", "compound", "nmod:poss")}
        if domain is Domain.DIPLOMATIC_TIES:
            is_plain = not any(text.bases[k] == "amod" or text.bases[k] == "compound" for k in text.kids[thing])
            partners = self.parties.named_under(thing, frozenset({"with", "between"})) + movers
            cut = value in {RelationValue.SEVERED, RelationValue.SUSPENDED} and not modifiers & words("relations", "other_ties")
            return bool(modifiers & words("relations", "tie_modifiers")) or cut or (is_plain and len(set(partners)) > 1)
        if domain is Domain.TERRITORY_CONTROL:
            controls = text.lemmas[i] not in {"take", "hold"} or any(text.lemmas[k] == "control" for k in text.children(i, "obj"))
            return controls and bool(movers)
        if domain is Domain.CEASEFIRE:
            return surface_subject(text, i) == thing or is_passive(text, i) or text.upos[thing] == "PRON"
        if domain is Domain.TREATY and value is RelationValue.DENOUNCED:
            return text.lemmas[thing] not in {"agreement"} and (
                text.upos[thing] == "PROPN" or text.lemmas[thing] in words("statuses", "formal")
            )
        return True
