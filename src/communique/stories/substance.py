"""Whether a rewritten sentence says something else, or the same in other words.

In: a sentence before and after. Out: the content words that have no counterpart on the other side, once inflection, spelling and the swaps
that newsrooms make are set aside, and a verdict on them. One ordinary word for one other is taken for wording: without knowing the word,
calling it a fact would invent changes. A number, a name, a negation or an opposite makes it a fact alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rapidfuzz import fuzz

from communique.stories.lexicon import load_lexicon, words_of
from communique.stories.words import Word, find_words, stem

MIN_EXCHANGED = 2
"""Content words without counterpart that both sides must have before their exchange is a change of fact."""

MAX_TURNED = 3
"""Other differences beside which a gained or lost negation still turns a sentence round; with more, it came or went with a whole clause."""

SAME_SPELLING = 82.0
"""Character similarity (0..100) of two stems that begin alike and count as one word."""

_PREFIX = 4
_LONGEST_EXPRESSION = 3


class Verdict(StrEnum):
    """What a rewriting did to the content."""

    SAME = "same"
    WORDING = "wording"
    EXTENDED = "extended"
    REDUCED = "reduced"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Substance:
    """What one side says and the other does not, as folded words in text order.

    `numbers`, `names`, `negation`, `opposites`: whether such words were exchanged (for negation: gained or lost).
    """

    removed: tuple[str, ...]
    added: tuple[str, ...]
    numbers: bool
    names: bool
    negation: bool
    opposites: bool

    @property
    def verdict(self) -> Verdict:
        """What the differences amount to."""
        if self.numbers or self.names or self.negation or self.opposites:
            return Verdict.REPLACED
        if not self.removed and not self.added:
            return Verdict.SAME
        if min(len(self.removed), len(self.added)) >= MIN_EXCHANGED:
            return Verdict.REPLACED
        if not self.removed:
            return Verdict.EXTENDED
        if not self.added:
            return Verdict.REDUCED
        return Verdict.WORDING


@dataclass(frozen=True, slots=True)
class _Term:
    """A content word or expression with all that it may stand for."""

    norm: str
    concepts: frozenset[str]
    is_number: bool
    is_name: bool


def compare_substance(before: str, after: str) -> Substance:
    """Return what the two sides say differently. Symmetric up to the exchange of sides."""
    words_before, words_after = find_words(before), find_words(after)
    left, right = _terms(words_before), _terms(words_after)
    removed, added = _unmatched(left, right), _unmatched(right, left)
    concepts_removed = {concept for term in removed for concept in term.concepts}
    concepts_added = {concept for term in added for concept in term.concepts}
    return Substance(
        removed=tuple(term.norm for term in removed),
        added=tuple(term.norm for term in added),
        numbers=any(term.is_number for term in removed) and any(term.is_number for term in added),
        names=any(term.is_name for term in removed) and any(term.is_name for term in added),
        negation=len(removed) + len(added) <= MAX_TURNED and _negations(words_before) != _negations(words_after),
        opposites=any(_opposites().get(concept, frozenset()) & concepts_added for concept in sorted(concepts_removed)),
    )


def _negations(words: Iterable[Word]) -> int:
    return sum(word.norm in words_of("negations") for word in words) % 2


def _terms(words: Sequence[Word]) -> list[_Term]:
    """Return the content of a sentence, known expressions as one term, each as often as it occurs."""
    terms = []
    at = 0
    while at < len(words):
        width = next((n for n in range(_LONGEST_EXPRESSION, 1, -1) if tuple(w.stem for w in words[at : at + n]) in _expressions()), 1)
        group = words[at : at + width]
        at += width
        if width > 1:
            concepts = _expressions()[tuple(word.stem for word in group)]
            terms.append(_Term(" ".join(word.norm for word in group), concepts, is_number=False, is_name=False))
            continue
        word = group[0]
        if word.value or not (word.is_function or word.norm in words_of("negations")):
            is_name = word.is_capital and at > 1 and not word.value
            terms.append(_Term(word.norm, _concepts(word.stem), bool(word.value), is_name))
    return terms


def _unmatched(terms: Sequence[_Term], others: Sequence[_Term]) -> list[_Term]:
    """Return the terms that nothing on the other side can stand for, each distinct one once."""
    known = {concept for other in others for concept in other.concepts}
    by_prefix: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(known):
        by_prefix[name[:_PREFIX]].append(name)
    rest: dict[str, _Term] = {}
    for term in terms:
        if term.concepts & known:
            continue
        if not term.is_number and any(_is_spelt_alike(concept, by_prefix) for concept in sorted(term.concepts)):
            continue
        rest.setdefault(term.norm, term)
    return list(rest.values())


def _is_spelt_alike(name: str, by_prefix: dict[str, list[str]]) -> bool:
    return len(name) > _PREFIX and any(fuzz.ratio(name, other) >= SAME_SPELLING for other in by_prefix.get(name[:_PREFIX], ()))


@cache
def _concepts(name: str) -> frozenset[str]:
    return frozenset({name}) | _groups().get((name,), frozenset())


@cache
def _groups() -> dict[tuple[str, ...], frozenset[str]]:
    """Map the stems of every known expression to the lines that it stands in."""
    groups: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for line in load_lexicon()["synonyms"]:
        for entry in line:
            groups[tuple(stem(part) for part in entry.split("_"))].add("=" + line[0])
    return {key: frozenset(names) for key, names in groups.items()}


@cache
def _expressions() -> dict[tuple[str, ...], frozenset[str]]:
    return {key: names for key, names in _groups().items() if len(key) > 1}


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """Map every concept to those that exclude it."""
    table: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in load_lexicon()["opposites"]:
        for a, b in ((one, other), (other, one)):
            for concept in _concepts(stem(a)):
                table[concept] |= _concepts(stem(b))
    return {concept: frozenset(names - {concept}) for concept, names in table.items()}
