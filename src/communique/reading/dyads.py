"""Whom the talks of a text are between, for the sentences about them that name nobody: "the experts will meet in May".

In: a `Text` with its `Parties`. Out: two actors, or none where the text does not single out a pair. Evidence are actors that stand side by
side ("Chad and Niger", "Chadian and Nigerien envoys"), that deal with each other ("Chad's talks with Niger") or share a sentence; whoever
mediates or hosts is no party, and an organisation is one only where no two states or groups are. A text that never speaks of negotiating
has no pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from communique.language.gazetteer import Gazetteer
from communique.model.vocabulary import ActorKind
from communique.reading.clauses import clause_of, subject_of
from communique.reading.events import dateline_end
from communique.reading.lexicon import words
from communique.reading.parties import Parties
from communique.reading.text import Text

SIDE_BY_SIDE, DEALING, TOGETHER = 3, 2, 1
"""Weight of a coordination, of one actor under the other's verb or noun, and of a shared sentence; the rarer one's count is added."""
MIN_WEIGHT, AHEAD = 3, 1.25
"""The heaviest pair must weigh this much, and this many times as much as the next one that is as likely."""


def find_dyad(text: Text, parties: Parties) -> tuple[str, ...]:
    """Return the two actors that the text's talks are between, in alphabetical order; () when it is about none or about more."""
    if not set(text.lemmas) & words("meetings", "negotiating"):
        return ()
    middlemen = find_middlemen(text, parties)
    named = Counter(name for i in range(len(text)) if (name := _actor_at(text, parties, i)) is not None and name not in middlemen)
    weights: Counter[tuple[str, str]] = Counter()
    for actors, weight in _evidence(text, parties):
        sides = sorted(set(actors) & set(named))
        if 2 <= len(sides) <= 3:
            weights.update(dict.fromkeys(combinations(sides, 2), weight))
    weights.update({pair: min(named[pair[0]], named[pair[1]]) for pair in list(weights)})
    ranked = sorted(weights, key=lambda pair: (_is_loose(pair), -weights[pair], pair))
    if not ranked or weights[ranked[0]] < MIN_WEIGHT:
        return ()
    rivals = [weights[pair] for pair in ranked[1:] if _is_loose(pair) == _is_loose(ranked[0])]
    return ranked[0] if weights[ranked[0]] >= AHEAD * max(rivals, default=0) else ()


def _evidence(text: Text, parties: Parties) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield actors that belong together with the weight of what says so."""
    for sentence in range(len(text.first) - 1):
        inside: list[str] = []
        for i in text.range_of(sentence):
            name = _actor_at(text, parties, i)
            inside += [name] if name is not None else []
            if text.child(i, "conj") >= 0 and text.bases[i] != "conj":
                yield _coordinated(text, parties, i), SIDE_BY_SIDE
            elif text.case(i) in {"with", "and"} and text.bases[i] in {"obl", "nmod"}:
                acting = parties.in_scope(parties.actors_of(subject_of(text, clause_of(text, i))))
                yield (*acting, *parties.in_scope(parties.actors_of(i))), DEALING
        if len(set(inside)) == 2:
            yield tuple(inside), TOGETHER


def _actor_at(text: Text, parties: Parties, i: int) -> str | None:
    """Return the actor in scope that a token names, or the party of the person that it names.

    A place where something is names none, and neither does its adjective ("the Malaysian capital").
    """
    if text.entity_of[i] is None and not text.tokens[i].text[:1].isupper():
        return None
    name = parties.references.named(i)
    if name is None and text.upos[i] == "PROPN":
        person = parties.person_at(i)
        name = parties.references.side(person) if person else None
    if text.case(text.lead(i)) in {"in", "at", "near"} or text.tokens[i].start < dateline_end(text.text):
        return None
    if text.bases[i] in {"amod", "nmod", "compound"} and text.lemmas[text.head[i]] in words("meetings", "towns"):
        return None
    return name if name is not None and parties.references.is_actor(name) else None


def _coordinated(text: Text, parties: Parties, i: int) -> tuple[str, ...]:
    found: list[str] = []
    for k in text.conjuncts(i):
        name = _actor_at(text, parties, k)
        is_plain = text.bases[k] != "nsubj" or text.tokens[text.first[text.sentence[k]]].start >= dateline_end(text.text)
        found += [name] if name is not None else parties.in_scope(parties.actors_of(k)) if is_plain and text.entity_of[k] is None else ()
    return tuple(dict.fromkeys(found))


def find_middlemen(text: Text, parties: Parties, tokens: range | None = None) -> set[str]:
    """Return who is shown mediating in a stretch of tokens, by default the whole text.

    "The Omani mediator", "under UN auspices", "Cuba acted as guarantor".
    """
    found: set[str] = set()
    roles = words("meetings", "mediating_nouns") | words("meetings", "aegis")
    for i in tokens if tokens is not None else range(len(text)):
        if text.lemmas[i] in roles:
            near = text.children(i, "amod", "compound", "nmod", "nmod:poss")
            found |= {name for k in near for c in text.conjuncts(k) if (name := _actor_at(text, parties, c)) is not None}
        is_broker = text.upos[i] == "VERB" and text.lemmas[i] in words("meetings", "brokering")
        verb = text.head[i] if text.lemmas[i] in roles and text.case(i) == "as" else i if is_broker and text.lemmas[i] not in roles else -1
        subject = subject_of(text, verb) if verb >= 0 else -1
        found |= set(parties.in_scope(parties.actors_of(subject))) if subject >= 0 else set()
    return found


def _is_loose(pair: tuple[str, str]) -> bool:
    """Tell whether one of a pair is an international organisation, which more often stands between parties than is one."""
    entries = [Gazetteer.load().actor(name) for name in pair]
    return any(entry is not None and entry.actor_kind is ActorKind.ORGANISATION for entry in entries)
