"""Between whom something is opened, cut or restored: who acts, and who is at the other end.

In: a `Text` with its `Parties`, a verb and the thing it is about. Out: the two sides of a relation. An end that the clause does not
name is completed from the parties that the text has set up, but only for what the text treats as known ("the border", "its
embassy") or where one side acts.
"""

from __future__ import annotations

from communique.model.vocabulary import Domain, EntityType
from communique.reading.clauses import subject_of
from communique.reading.lexicon import words
from communique.reading.parties import Parties
from communique.reading.text import Text

BETWEEN = frozenset({"with", "between", "to", "from", "and", "of", "in", "into", "for", "over", "against"})
KNOWN = frozenset({"the", "this", "these", "that", "those", "its", "their", "both", "his"})
"""Determiners of what a text treats as known."""

Sides = tuple[tuple[str, ...], tuple[str, ...]]


class Ends:
    """The two sides of the relations of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties

    def movers(self, i: int) -> tuple[str, ...]:
        """Return the actors that do what a verb says, or that let it be done."""
        text = self.text
        if text.bases[i] == "xcomp" and text.lemmas[text.head[i]] in words("relations", "letting"):
            i = text.head[i]
        return self.parties.in_scope(self.parties.actors_of(subject_of(text, i)))

    def named(self, i: int, thing: int) -> tuple[str, ...]:
        """Return the actors that the clause names at the ends of the thing: of it, between, with, to."""
        text = self.text
        found: list[str] = []
        joined = [k for k in text.children(thing, "conj") if text.upos[k] == "NOUN"]
        joined += [k for k in text.children(i, "conj") if text.upos[k] == "NOUN" and k != thing]
        for node in dict.fromkeys((thing, *(k for k in text.children(i, "obj") if k != thing), *joined, i)):
            for k in text.children(node, "nmod", "nmod:poss", "amod", "compound", "obl"):
                if text.rels[k] == "nmod:poss" or text.bases[k] in {"amod", "compound"} or text.case(k) in BETWEEN:
                    for c in text.conjuncts(k):
                        found += self._end_of(c)
        return tuple(dict.fromkeys(self.parties.in_scope(tuple(found))))

    def _end_of(self, i: int) -> list[str]:
        text = self.text
        if text.time_of[i] is not None:
            return []
        name = self.parties.references.named(i)
        if name is not None:
            return [name]
        entity = text.entity_of[i]
        if entity is not None and entity.type is not EntityType.PERSON:
            state = self.parties.references.state_of(entity.text)
            return [state] if state else []
        modifiers = [m for k in text.children(i, "amod", "compound") if text.entity_of[k] is not None for m in self._end_of(k)]
        return modifiers or list(self.parties.actors_of(i))

    def sides(self, movers: tuple[str, ...], ends: tuple[str, ...], domain: Domain, thing: int) -> Sides:
        """Return who acts, or one end, and the other end; two empty sides where the text does not tell."""
        others = tuple(e for e in ends if e not in movers)
        if domain is Domain.TERRITORY_CONTROL:
            return movers, others[:1]
        entity = self.text.entity_of[thing]
        if domain is Domain.TREATY and entity is not None and movers:
            return movers, (entity.text.removeprefix("the "),)
        if movers and others:
            return movers, others
        if len(movers) >= 2:
            return movers[:1], movers[1:]
        if not movers and len(ends) >= 2:
            return ends[:1], ends[1:]
        group = self.parties.references.group(thing)
        known = movers or ends
        if domain is Domain.TREATY and movers:
            other = tuple(g for g in group if g not in movers) if len(group) == 2 and movers[0] in group else ()
            return (movers, other) if other or self.text.lemmas[thing] in words("statuses", "formal") else ((), ())
        if len(known) == 1 and len(group) == 2 and known[0] in group:
            return known, tuple(g for g in group if g != known[0])
        return (), ()

    def set_up(self, thing: int) -> Sides:
        """Return the two parties that the text has set up, for a thing that it treats as known."""
        group = self.parties.references.group(thing)
        return (group[:1], group[1:]) if len(group) == 2 and self.is_known(thing) else ((), ())

    def is_known(self, thing: int) -> bool:
        """Tell whether the text treats a thing as known, by its determiner or by naming the two places that it joins."""
        return self._joins_places(thing) or any(self.text.words[k] in KNOWN for k in self.text.children(thing, "det", "nmod:poss"))

    def _joins_places(self, thing: int) -> bool:
        """Tell whether a thing runs between two named places ("flights … between Seskar and Orlat")."""
        text = self.text
        around = [*text.children(thing, "nmod"), *(text.children(text.head[thing], "obl") if text.head[thing] >= 0 else [])]
        between = [k for k in around if text.case(k) == "between"]
        named = [[text.entity_of[c] for c in text.conjuncts(k)] for k in between]
        return any(len(places) >= 2 and all(e is not None and e.type is EntityType.PLACE for e in places) for places in named)
