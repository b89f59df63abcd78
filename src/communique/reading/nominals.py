"""What the words around an event noun make of it: "the planned talks", "hopes of a deal", "called off the summit", "no agreement".

In: a `Text` and a noun. Out: the factualities that its adjectives, the noun or verb it depends on and its preposition give it, and
whether it shares the fate of its verb. FactBank (Saurí and Pustejovsky 2009) marks nouns as it marks verbs; the word lists are in
`lexicon/modality.yaml`. A definite object is presupposed ("will discuss the attack"), an indefinite one is not ("will launch an attack").
"""

from __future__ import annotations

from functools import cache

from communique.model.vocabulary import Factuality
from communique.reading.lexicon import load_lexicon, words
from communique.reading.text import NOMINAL, Text

COMPLEMENT_CASES = frozenset({"", "of", "for", "on", "about", "over", "to", "against", "toward", "towards", "into", "with"})
"""Prepositions by which a noun governs an event ("hopes of a deal", "talks on a truce"); "" is a compound ("ceasefire plan")."""


@cache
def _table(name: str) -> dict[str, Factuality]:
    """Return one of the lexicon's tables, word by word."""
    table: dict[str, list[str]] = load_lexicon("modality")[name]
    return {str(word): Factuality(kind) for kind, listed in table.items() for word in listed}


def is_nominal(text: Text, i: int) -> bool:
    """Tell whether a token is a noun that is no predicate of its own clause ("talks", not "it was a mistake")."""
    return text.upos[i] in NOMINAL and text.child(i, "cop") < 0


def described(text: Text, noun: int) -> set[Factuality]:
    """Return what the determiner and the adjectives of a noun say ("no deal", "a possible deal", "the cancelled deal")."""
    table = _table("modifiers")
    found = {
        table[word] for k in text.children(noun, "amod", "compound", "advmod") for word in (text.words[k], text.lemmas[k]) if word in table
    }
    if any(text.words[k] in {"no", "neither"} and text.bases[k] == "det" for k in text.kids[noun]):
        found.add(Factuality.DENIED)
    return found


def governed(text: Text, noun: int) -> set[Factuality]:
    """Return what the noun, verb or preposition that a noun depends on makes of it."""
    head, base, case = text.head[noun], text.bases[noun], text.case(noun)
    found = _table("cases").get(case)
    if found is not None and base in {"obl", "nmod", "advcl", "acl"}:
        return {found}
    if base in {"nmod", "compound"} and case in COMPLEMENT_CASES:
        found = _table("nouns").get(text.lemmas[head])
    elif base == "obj" or text.rels[noun] == "nsubj:pass" or (base == "obl" and not case):
        particle = "".join(" " + text.words[k] for k in text.children(head, "compound:prt"))
        found = _table("objects").get(text.lemmas[head] + particle)
        if _is_spared(text.lemmas[noun], found) or (text.lemmas[head] in words("modality", "discussing") and is_definite(text, noun)):
            found = None
    elif base == "nsubj":
        found = _table("subjects").get(text.lemmas[head])
    elif base == "obl" and case:
        found = _table("objects").get(f"{text.lemmas[head]} {case}")
    return {found} if found is not None else set()


def _is_spared(noun: str, found: Factuality | None) -> bool:
    """Tell whether a noun is an act of its own whatever is done to it: a rejected offer was made, a rejected deal is none."""
    if found is Factuality.PLANNED:
        return noun in _table("nouns")
    return _table("nouns").get(noun) is Factuality.POSSIBLE or noun in words("modality", "acts")


def of_noun(text: Text, noun: int) -> set[Factuality]:
    """Return what a noun makes of the clause or noun that it is about ("the fear that", "hopes of")."""
    found = _table("nouns").get(text.lemmas[noun])
    return {found} if found is not None else set()


def shares_fate(text: Text, noun: int) -> bool:
    """Tell whether a noun's event is as real as its verb's: "talks will take place", "will hold talks", "a deal would be signed"."""
    head, base = text.head[noun], text.bases[noun]
    if is_brought_about(text, noun):
        return True
    if base == "obl":
        return text.case(noun) == "for" and text.lemmas[head] == "use"
    return text.rels[noun] == "nsubj:pass" or (base in {"obj", "nsubj"} and not is_definite(text, noun))


def is_brought_about(text: Text, noun: int) -> bool:
    """Tell whether the verb says no more than that the noun's event takes place, so that its denial is the noun's too."""
    head, base = text.head[noun], text.bases[noun]
    if base == "nsubj" and text.rels[noun] != "nsubj:pass":
        return text.lemmas[head] in words("modality", "occurring") or any(text.words[k] == "place" for k in text.children(head, "obj"))
    return text.lemmas[head] in words("modality", "bringing") and (base == "obj" or text.rels[noun] == "nsubj:pass")


def is_definite(text: Text, noun: int) -> bool:
    """Tell whether a noun is presented as known ("the talks", "their talks")."""
    articles = {"the", "this", "that", "these", "those"}
    return any(text.words[k] in articles or text.rels[k] == "nmod:poss" for k in text.children(noun, "det", "nmod:poss"))
