"""States and territories that no table knows, recognised by what they do: new states, breakaway regions, the invented names of exercises.

In: a forest and the spans of names that the gazetteer does not have, each with what the tagger took it for. Out: the names that act as
states in this text. A stranger counts when it owns or borders what only states do, when it is a place and acts, when it has an adjective
and deals with others, or when it acts in one breath with somebody who is known to act. Words formed from its name are its adjectives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.language.consistency import is_adjective_of
from communique.language.forest import Forest
from communique.language.lexicon import word_set
from communique.language.metonymy import DEALINGS, acts
from communique.model.vocabulary import EntityType

STATE_OWNED = word_set(
    "government president premier chancellor minister ministry envoy representative ambassador delegation negotiator parliament army",
    "military official authority embassy consulate foreign border airspace sovereignty constitution king emir sultan citizen passport",
)
"""Nouns whose owner is a state or its like."""
ONLY_STATES_OWN = word_set(
    "minister president premier chancellor parliament border airspace ambassador embassy constitution citizen sovereignty",
)
"""Of these, what no leader is said to own: "Karvia's president" is no person's."""
OF_POWER = word_set("ministry minister envoy ambassador rebel diplomat army embassy sanction")
"""Words of which one stands in nearly every text about the dealings of states: a place that acts in such a paragraph is
one, and one that such a text names again."""
OWNED_BY_LEADERS = word_set("envoy representative official leader")
"""Of these, what texts also give to a leader whom they call by the surname alone."""
NEVER_A_PERSONS = word_set(
    "border frontier airspace parliament citizen sovereignty constitution embassy territory capital coast population province passport",
    "army accession independence secession neighbour neighbor ministry membership",
)
"""Nouns whose owner is neither a person nor a firm."""
OF_STATES_ONLY = word_set(
    "minister premier king emir sultan ruler government parliament citizen army republic border capital independence sovereignty",
    "recognition kingdom ambassador frontier junta embassy",
)
"""Nouns that, with "of", are said of no person and no firm ("the ministers of Karvia")."""
BETWEEN_STATES = word_set("tie relation treaty ambassador embassy war visa ceasefire consulate")
"""Nouns whose partner behind "with", "to", "from" and "in" is a state."""
INSIDE = word_set("in into across through inside within throughout")
TRUSTING = word_set("confidence trust faith interest stake share belief believe trust invest investment role change")
"""Behind these "in" names no place."""
NAMED_BY_PLACE = word_set("border airspace foreign")
"""What a place only gives its name to: "the Margo-Alin border" is at a village, "Karvia's border" is a state's."""
MAX_ROW = 3
"""Words behind a possessive in which the thing owned is looked for."""
MAX_NAME = 7
"""Words between a title and "of" in "President Haldis Orbach of Karvia"."""
PLACE_WORDS = word_set(
    "province region district city county river lake mountain mount street road airport port crossing hotel palace island islands",
    "valley bay village town square station bridge university governorate oblast prefecture gate park sea gulf strait cape desert",
)
"""A name that ends with one of these is a place on a map and no state."""
NEEDED = 2
"""Acts from which a place counts as a state where it owns nothing of a state's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a stranger's: half-open code points, the name, what the tagger took it for."""

    start: int
    end: int
    name: str
    type: EntityType


@dataclass(slots=True)
class _Evidence:
    """What a text tells of one name: things that only states have and do, places, acts and dealings, signs of a person."""

    heads: list[int] = field(default_factory=list)
    types: set[EntityType] = field(default_factory=set)
    is_owner: bool = False
    is_master: bool = False
    only_states: int = 0
    inside: int = 0
    acts: int = 0
    dealings: int = 0
    persons: int = 0
    has_adjective: bool = False
    is_of_power: bool = False

    def is_state(self) -> bool:
        """Tell whether what is told suffices; a name that the tagger takes for a person or firm needs more than a place."""
        if self.persons:
            return False
        if self.types == {EntityType.PLACE}:
            is_active = self.acts >= NEEDED or (self.acts > 0 and (self.dealings > 0 or not self.inside))
            return self.is_owner or self.only_states > 0 or (self.is_of_power and is_active)
        if self.only_states or self.is_master or (self.has_adjective and self.acts + self.dealings + self.inside > 0):
            return True
        is_place = self.inside > 0 or EntityType.PLACE in self.types
        return is_place and self.types != {EntityType.ORGANISATION} and self.acts + self.dealings > 0


def find_strangers(forest: Forest, candidates: Sequence[Candidate], known: Iterable[int]) -> frozenset[str]:
    """Return the names among the candidates that act as states. `known` are the head tokens of names that act already."""
    told = _gather(forest, candidates)
    capitals = {token.text for token in forest.tokens if token.text[:1].isupper()}
    powerful = {forest.paragraph(i) for i, lemma in enumerate(forest.lemmas) if lemma in OF_POWER}
    for name, evidence in told.items():
        is_taken_up = len(evidence.heads) >= NEEDED and bool(powerful)
        evidence.is_of_power = is_taken_up or any(forest.paragraph(i) in powerful for i in evidence.heads)
        evidence.has_adjective = " " not in name and any(is_adjective_of(word, name) for word in capitals)
    adjectives = {name for name in told if any(is_adjective_of(name, other) for other in told if " " not in other)}
    told = {name: evidence for name, evidence in told.items() if name not in adjectives}
    found = {name for name, evidence in told.items() if evidence.is_state()}
    partners = set(known)
    while True:
        partners |= {i for name in found for i in told[name].heads}
        more = {
            name
            for name, evidence in told.items()
            if name not in found and not evidence.persons and _is_partner(forest, evidence, partners)
        }
        if not more:
            return frozenset(found)
        found |= more


def _gather(forest: Forest, candidates: Sequence[Candidate]) -> dict[str, _Evidence]:
    told: dict[str, _Evidence] = {}
    for candidate in candidates:
        name = candidate.name
        i = forest.head_in(candidate.start, candidate.end)
        if i < 0 or name.split()[-1].lower() in PLACE_WORDS or not re.search(r"[^\W\d_]{3}", name):
            continue
        evidence = told.setdefault(name, _Evidence())
        evidence.heads.append(i)
        evidence.types.add(candidate.type)
        evidence.is_owner |= owns(forest, i, STATE_OWNED)
        evidence.is_master |= owns(forest, i, STATE_OWNED - OWNED_BY_LEADERS)
        evidence.only_states += _is_only_states(forest, i)
        evidence.inside += _is_place(forest, i)
        evidence.acts += acts(forest, i)
        evidence.dealings += _deals(forest, i)
        evidence.persons += _is_persons(forest, i)
    return told


def _is_only_states(forest: Forest, i: int) -> bool:
    """Tell whether the name owns, borders or rules what only states do."""
    if (owns(forest, i, NEVER_A_PERSONS | ONLY_STATES_OWN) and forest.case(i) != "of") or _is_rulers(forest, i):
        return True
    lead = forest.lead(i)
    noun, case = forest.head[lead], forest.case(i) or forest.case(lead)
    if noun >= 0 and forest.bases[lead] in {"nmod", "obl"}:
        if case == "of" and forest.lemmas[noun] in OF_STATES_ONLY:
            return True
        if (
            case in {"with", "to", "from", "in", "between", "against"}
            and forest.lemmas[noun] in BETWEEN_STATES
            and forest.upos[noun] == "NOUN"
        ):
            return True
    return _owns_by_pronoun(forest, i)


def _is_rulers(forest: Forest, i: int) -> bool:
    """Tell whether the name stands in "President Haldis Orbach of Karvia"."""
    k = i - 1 - (forest.words[i - 1] == "the")
    if k < 2 or forest.words[k] != "of" or forest.sentence[k] != forest.sentence[i]:
        return False
    k -= 1
    while k > 0 and forest.upos[k] == "PROPN" and i - k < MAX_NAME and forest.lemmas[k] not in OF_STATES_ONLY:
        k -= 1
    return forest.lemmas[k] in OF_STATES_ONLY | {"president", "chancellor"} and forest.upos[k + 1] == "PROPN"


def _owns_by_pronoun(forest: Forest, i: int) -> bool:
    """Tell whether "Its foreign minister" opens the sentence behind one whose subject the name is."""
    if forest.bases[i] != "nsubj" or forest.sentence[i] + 1 >= len(forest.sentences):
        return False
    following = forest.range_of(forest.sentence[i] + 1)
    if not following or forest.words[following.start] != "its" or forest.head[forest.head[i]] >= 0:
        return False
    return any(forest.lemmas[k] in STATE_OWNED for k in range(following.start + 1, min(following.start + 1 + MAX_ROW, following.stop)))


def _is_place(forest: Forest, i: int) -> bool:
    head = forest.head[i]
    return forest.case(i) in INSIDE and head >= 0 and forest.lemmas[head] not in TRUSTING and forest.bases[i] in {"obl", "nmod"}


def _deals(forest: Forest, i: int) -> bool:
    """Tell whether the name is a partner in dealings: "talks between Karvia and Chad"."""
    lead = forest.lead(i)
    noun = forest.head[lead]
    case = forest.case(i) or forest.case(lead)
    return noun >= 0 and case in {"between", "with"} and (forest.lemmas[noun] in DEALINGS or forest.words[noun] in DEALINGS)


def _is_persons(forest: Forest, i: int) -> bool:
    """Tell whether what follows the name is said of persons only."""
    return any(forest.words[k] in {"who", "whose", "himself", "herself", "aged"} for k in range(i + 1, min(i + 3, len(forest))))


def owns(forest: Forest, i: int, nouns: frozenset[str]) -> bool:
    """Tell whether the name owns one of the nouns: by the tree, or by the row of words ("Karvia's new foreign minister")."""
    if i + 2 < len(forest) and forest.words[i + 1] in {"'s", "’s"}:
        row = [forest.lemmas[k] for k in range(i + 2, min(i + 2 + MAX_ROW, len(forest))) if forest.sentence[k] == forest.sentence[i]]
        if any(lemma in nouns for lemma in row):
            return True
    owned = forest.head[i]
    if owned < 0 or forest.bases[i] not in {"nmod", "compound"}:
        return False
    case = forest.case(i)
    compounded = forest.bases[i] == "compound" and not case and forest.lemmas[owned] not in NAMED_BY_PLACE
    is_owner = forest.rels[i] == "nmod:poss" or case in {"of", "'s", "’s"} or compounded
    return is_owner and forest.lemmas[owned] in nouns


def _is_partner(forest: Forest, evidence: _Evidence, partners: set[int]) -> bool:
    """Tell whether the name is coordinated with one that acts: where both act, or, for a name that is no place to the tagger, twice."""
    together = [i for i in evidence.heads if _stands_with(forest, i, partners)]
    is_lone = evidence.types & {EntityType.PERSON, EntityType.ORGANISATION}
    return len(together) > 1 or (bool(together) and (not is_lone or evidence.acts + evidence.inside > 1 or len(evidence.heads) == 1))


def _stands_with(forest: Forest, i: int, partners: set[int]) -> bool:
    lead = forest.lead(i)
    members = {lead, *forest.children(lead, "conj")}
    return bool((members - {i}) & partners) and acts(forest, lead)


def owner_of_adjective(word: str, strangers: Iterable[str]) -> str | None:
    """Return the stranger that a word is the adjective of ("Karvian" of "Karvia"), None for none."""
    return next((name for name in sorted(strangers) if is_adjective_of(word, name)), None)
