"""What the words of one text refer to inside that text: pronouns, titles, "the two sides", and which names are parties.

In: a `Text`. Out: the answers that `Parties` asks for, taken from the coreference of `language`, and the scope of the record: states,
armed groups, self-governing entities and international organisations, known to the gazetteer or acting like one in this text.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from communique.language.coreference import discourse_of
from communique.language.gazetteer import Gazetteer
from communique.language.metonymy import acts
from communique.language.ministries import state_of
from communique.language.offices import Holder
from communique.language.strangers import owner_of_adjective
from communique.model.vocabulary import EntityType
from communique.reading.lexicon import words
from communique.reading.parties import INSIDER
from communique.reading.text import Text

GROUP_NAME = re.compile(
    r"\b(?:army|front|liberation|movement|brigades?|guards?|resistance|rebels?|forces|militia|insurgents?|guerrillas?|union of|council of|"
    r"alliance|league|revolutionary|jihad|people's defen[cs]e)\b",
    re.IGNORECASE,
)
"""Words that only armed, political or self-governing bodies carry in their names."""


MIN_NAMED, AHEAD = 2, 2
"""The second most active actor must act this often, and this many times as often as the third."""


class TextReferences:
    """The references of one text."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.gazetteer = Gazetteer.load()
        self._discourse = discourse_of(text.text, text.analysis.sentences, text.analysis.entities)

    def single(self, i: int) -> str | None:
        """Return the actor or person that a pronoun or definite description stands for."""
        text = self.text
        if text.words[i] in INSIDER:
            quotation = text.quotation_of[i]
            return quotation.speaker if quotation is not None else None
        return self._chained.get(text.tokens[i].start)

    @cached_property
    def _chained(self) -> dict[int, str]:
        """The name behind every mention, by the code point at which its head begins."""
        return {mention.head: chain.name for chain in self.text.analysis.chains if chain.name for mention in chain.mentions}

    def group(self, i: int) -> tuple[str, ...]:
        """Return the parties that a plural mention stands for, or that the text has set up before a token."""
        groups = self._discourse.groups
        found = groups.resolve(i) if self.text.feature(i, "Number") == "Plur" else ()
        found = tuple(sorted(found or groups.before(i)))
        return found if found and all(self._activity[name] for name in found) else self._protagonists

    @cached_property
    def _activity(self) -> Counter[str]:
        """How often each actor acts in the text, by its name or through those who hold its offices; one that never acts is no party."""
        counts: Counter[str] = Counter()
        for entity in self.text.analysis.entities:
            is_person = entity.type is EntityType.PERSON
            side = self.side(entity.actor or entity.text) if is_person else self.party(entity.actor or "")
            if side and self.is_actor(side):
                head = self.text.head_in(entity.start, entity.end)
                counts[side] += is_person or acts(self.text, head) or self._has_organs(head)
        return counts

    def _has_organs(self, head: int) -> bool:
        """Tell whether a name is a subject or stands beside what acts for it ("Indian troops", "the governments of Chad and Sudan")."""
        text = self.text
        lead = text.lead(head)
        owner = text.head[lead]
        if owner < 0:
            return False
        organ = text.bases[lead] in {"amod", "nmod", "compound"} and text.lemmas[owner] in words("actors", "representatives")
        return organ or text.bases[lead] == "nsubj"

    @cached_property
    def _protagonists(self) -> tuple[str, ...]:
        """Return the two actors that a text is about where it never names them together: those that act most, well ahead of any third."""
        ranked = self._activity.most_common(3)
        ahead = len(ranked) >= 2 and ranked[1][1] >= MIN_NAMED and (len(ranked) < 3 or ranked[1][1] >= AHEAD * ranked[2][1])
        return tuple(sorted((ranked[0][0], ranked[1][0]))) if ahead else ()

    # --- persons -----------------------------------------------------------------------------------------------------------

    @property
    def holders(self) -> tuple[Holder, ...]:
        """The offices that the text gives its persons."""
        return tuple(self._discourse.holders)

    @cached_property
    def _office_of(self) -> dict[str, Holder]:
        """The first office of each person, one that is still held before all others."""
        found: dict[str, Holder] = {}
        for holder in sorted(self.holders, key=lambda holder: holder.is_former):
            entity = self.text.analysis.entities[holder.person]
            found.setdefault(entity.actor or entity.text, holder)
        return found

    def side(self, person: str) -> str | None:
        """Return the party that a person acts for."""
        known = self._discourse.sides.get(person)
        if known is not None:
            return known
        holder = self._office_of.get(person)
        return self._owner_of_title(holder) if holder is not None and holder.body is None else None

    def _owner_of_title(self, holder: Holder) -> str | None:
        """Return the actor that owns a title whose body the text did not name as one ("Karvia's representative")."""
        head = self.text.head_in(holder.start, holder.end)
        owners = self.text.children(head, "nmod:poss", "amod", "compound", "nmod") if head >= 0 else []
        names = [self.named(k) for k in owners if self.text.case(k) in {"", "of", "for"}]
        return next((name for name in names if name is not None and self.is_actor(name)), None)

    def office(self, person: str) -> str | None:
        """Return the office that the text gives a person, as the record calls it."""
        holder = self._office_of.get(person)
        return (holder.title or None) if holder is not None else None

    # --- what is an actor ------------------------------------------------------------------------------------------------------

    def named(self, i: int) -> str | None:
        """Return the actor that the token itself names, by its name or adjective; None for persons and for what is no name of an actor."""
        entity = self.text.entity_of[i]
        is_loose = entity is None or (entity.type is EntityType.OTHER and entity.actor is None)
        if is_loose and self.text.upos[i] in {"ADJ", "PROPN"} and self.text.tokens[i].text[:1].isupper():
            return owner_of_adjective(self.text.tokens[i].text, self._strangers)
        if entity is None or entity.type is EntityType.PERSON or entity.actor is None:
            return None
        return self.party(entity.actor)

    def party(self, name: str) -> str:
        """Return the state that a body of a state stands for, any other name as it is."""
        return state_of(name) or name

    def is_actor(self, name: str) -> bool:
        """Tell whether a name is one of a state, armed group, self-governing entity or international organisation, or acts so here."""
        entry = self.gazetteer.actor(name)
        return entry.actor_kind is not None if entry is not None else name in self._strangers

    @cached_property
    def _strangers(self) -> frozenset[str]:
        """Unknown places that the text treats as states, and unknown organisations that carry the name of an armed or political body.

        A noun that stands for any party ("the State", "the Government") is no name, however a text writes it.
        """
        unknown = [e for e in self.text.analysis.entities if e.actor is not None and self.gazetteer.actor(e.actor) is None]
        states = {e.actor for e in unknown if e.type is EntityType.PLACE}
        groups = {e.actor for e in unknown if e.type is EntityType.ORGANISATION and GROUP_NAME.search(e.actor or "")}
        generic = words("actors", "plurals") | words("actors", "representatives")
        return frozenset(name for name in states | groups if name is not None and name.casefold() not in generic)

    def state_of(self, place: str) -> str | None:
        """Return the state that a place lies in: its own, or the one it is the capital of."""
        entry = self.gazetteer.find(place)
        if entry is None:
            return None
        return entry.canonical if entry.actor_kind is not None else entry.home
