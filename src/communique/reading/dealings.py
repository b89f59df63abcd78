"""Between whom a text's dealings are, and who stands behind "each", "the two" and "it would" where the text's references do not tell.

In: a `Text` with its `Parties` and the meetings read so far. Out: the parties that the text is about, and whether it speaks of dealings
between states at all: of a meeting of two, or of an agreement beside two names that act. A text without dealings promises nothing
and reports no progress, whatever its verbs say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from communique.model.claims import MeetingClaim
from communique.reading.clauses import subject_of, surface_subject
from communique.reading.dyads import find_dyad
from communique.reading.lexicon import words
from communique.reading.parties import Parties
from communique.reading.text import Text

EACH = frozenset({"each", "both", "either", "two", "other"})
"""Words that stand for the parties of the text, alone or before a noun of parties."""
OWN = frozenset({"it", "they", "he", "she", "we", "i"})
"""Pronouns by which a speaker speaks of the own side."""
PAIR = 2
"""Parties of the dealings of a text that never speaks of negotiating: two that it names together."""
MAX_PRIVATE = 2
"""More words of sport, business and private life than this make a text without meetings one of others' deals."""


class Dealings:
    """The parties of one text's dealings."""

    def __init__(self, text: Text, parties: Parties, meetings: Sequence[MeetingClaim]) -> None:
        self.text = text
        self.resolver = parties
        self.meetings = meetings

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The actors that the text's dealings are between: those who meet most often, else its dyad."""
        met = Counter(tuple(sorted(self.resolver.in_scope(m.parties))) for m in self.meetings)
        shared = [(count, names) for names, count in met.items() if len(names) >= 2]
        if shared:
            return max(shared, key=lambda pair: (pair[0], -len(pair[1]), pair[1]))[1]
        return find_dyad(self.text, self.resolver) or min(self._joined, key=lambda names: (-self._joined[names], names), default=())

    @cached_property
    def _joined(self) -> Counter[tuple[str, ...]]:
        """How often each pair of actors is named in one breath, both of them acting ("Chad and Sudan agreed")."""
        text, references = self.text, self.resolver.references
        counts: Counter[tuple[str, ...]] = Counter()
        for i in range(len(text.tokens)):
            names = {references.named(k) for k in text.conjuncts(i)} if text.child(i, "conj") >= 0 else set()
            pair = tuple(sorted(name for name in names if name is not None and references.is_actor(name)))
            if len(pair) == PAIR and set(pair) <= self._acting:
                counts[pair] += 1
        return counts

    @cached_property
    def are_told(self) -> bool:
        """Whether the text tells of dealings between its parties."""
        if len(self.parties) < 2:
            return False
        if any(len(self.resolver.in_scope(m.parties)) >= 2 for m in self.meetings):
            return True
        lemmas = self.text.lemmas
        n_private = sum(lemma in words("actors", "private") for lemma in lemmas)
        is_dealt = (
            bool(set(lemmas) & (words("statuses", "standing_objects") | words("commitments", "dealing"))) and n_private <= MAX_PRIVATE
        )
        return is_dealt and set(self.parties) <= self._acting

    @cached_property
    def _acting(self) -> set[str]:
        """The actors that do something themselves or through those who act for them ("Indian troops")."""
        text, references = self.text, self.resolver.references
        acting = set()
        for i in range(len(text.tokens)):
            name = references.named(i) if text.entity_of[i] is not None or text.upos[i] in {"ADJ", "PROPN"} else None
            lead = text.lead(i)
            owner = text.head[lead]
            if name is None or owner < 0:
                continue
            is_organ = text.bases[lead] in {"amod", "nmod", "compound"} and text.lemmas[owner] in words("actors", "representatives")
            if text.bases[lead] == "nsubj" or is_organ:
                acting.add(name)
        return acting

    def actors(self, i: int) -> tuple[str, ...]:
        """Return the actors in scope that do what a predicate says."""
        text, subject = self.text, subject_of(self.text, i)
        found = self.resolver.in_scope(self.resolver.actors_of(subject))
        if found or subject < 0:
            return found
        if self._is_each(subject):
            return self.resolver.in_scope(self.resolver.references.group(subject)) or self.parties
        return self._speaker(i) if text.words[subject] in OWN else ()

    def _is_each(self, subject: int) -> bool:
        """Tell whether a subject is "each", "both", "the two", "each side"."""
        text = self.text
        if text.words[subject] in EACH:
            return True
        modifiers = {text.words[k] for k in text.children(subject, "det", "nummod", "amod")}
        return bool(modifiers & EACH) and text.lemmas[subject] in words("actors", "plurals")

    def _speaker(self, i: int) -> tuple[str, ...]:
        """Return the actor who says of itself what a content clause tells ("announced that it would release 200")."""
        text, node = self.text, i
        for _ in range(2):
            if text.bases[node] == "conj" and text.head[node] >= 0:
                node = text.lead(node)
            if text.bases[node] != "ccomp" or text.head[node] < 0:
                break
            node = text.head[node]
        if node == i:
            return ()
        return self.resolver.in_scope(self.resolver.actors_of(surface_subject(text, node)))
