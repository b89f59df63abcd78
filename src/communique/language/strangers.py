"""States and territories that no table knows, recognised by what they do: new states, breakaway regions, the invented names of exercises.

In: a forest and the spans of place names that the gazetteer does not have. Out: the names that act as states in this text. A stranger
counts when it owns what only states own ("Karvia's foreign minister", "the government of Karvia"), when it acts twice, or when it acts in
one breath with somebody who is known to act. Words formed from its name are its adjectives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from communique.language.consistency import is_adjective_of
from communique.language.forest import Forest
from communique.language.lexicon import word_set
from communique.language.metonymy import acts

STATE_OWNED = word_set(
    "government president premier chancellor minister ministry envoy representative ambassador delegation negotiator parliament army",
    "military official authority embassy consulate foreign border airspace sovereignty constitution king emir sultan citizen passport",
)
"""Nouns whose owner is a state or its like."""
ONLY_STATES_OWN = word_set(
    "minister president premier chancellor parliament border airspace ambassador embassy constitution citizen sovereignty",
)
"""Of these, what no leader is said to own: "Karvia's president" is no person's."""
NAMED_BY_PLACE = word_set("border airspace foreign", "")
"""What a place only gives its name to: "the Margo-Alin border" is at a village, "Karvia's border" is a state's."""
MAX_ROW = 3
"""Words behind a possessive in which the thing owned is looked for."""
PLACE_WORDS = word_set(
    "province region district city county river lake mountain mount street road airport port crossing hotel palace island islands",
    "valley bay village town square station bridge university governorate oblast prefecture gate park sea gulf strait cape desert",
)
"""A name that ends with one of these is a place on a map and no state."""
NEEDED = 2
"""Acts from which a stranger counts where it owns nothing of a state's."""


def find_strangers(forest: Forest, spans: Sequence[tuple[int, int, str]], known: Iterable[int]) -> frozenset[str]:
    """Return the names among `spans` (start, end, name) that act as states. `known` are the head tokens of names that act already."""
    partners = set(known)
    owners: set[str] = set()
    n_acts: dict[str, int] = {}
    heads: dict[str, list[int]] = {}
    for start, end, name in spans:
        if name.split()[-1].lower() in PLACE_WORDS or not re.search(r"[^\W\d_]{3}", name):
            continue
        i = forest.head_in(start, end)
        if i < 0:
            continue
        heads.setdefault(name, []).append(i)
        if owns(forest, i, STATE_OWNED):
            owners.add(name)
        n_acts[name] = n_acts.get(name, 0) + acts(forest, i)
    found = {name for name in heads if name in owners or n_acts[name] >= NEEDED}
    partners |= {i for name in found for i in heads[name]}
    for name, tokens in heads.items():
        if name not in found and any(_stands_with(forest, i, partners) for i in tokens):
            found.add(name)
    return frozenset(found)


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


def _stands_with(forest: Forest, i: int, partners: set[int]) -> bool:
    """Tell whether the name is coordinated with one that acts, where both act."""
    lead = forest.lead(i)
    members = {lead, *forest.children(lead, "conj")}
    return bool((members - {i}) & partners) and acts(forest, lead)


def owner_of_adjective(word: str, strangers: Iterable[str]) -> str | None:
    """Return the stranger that a word is the adjective of ("Karvian" of "Karvia"), None for none."""
    return next((name for name in sorted(strangers) if is_adjective_of(word, name)), None)
