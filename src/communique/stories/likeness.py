"""How much of one text is found again in another, and which pairs of texts are worth asking.

In: texts. Out: candidate pairs and, for a pair, a `Likeness`. Every text leaves a sample of its word 5-shingles in one inverted index,
after Broder, "On the resemblance and containment of documents" (1997, https://doi.org/10.1109/SEQUEN.1997.666900); only neighbours within
a posting list become candidates. Work therefore grows with the number of texts and not with its square, even where hundreds carry one
agency report.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from communique.stories.words import find_words, fold_text

SHINGLE_WORDS = 5
"""Words per shingle: shorter ones are shared by any two reports of one beat, longer ones are lost by every small edit."""

SAMPLE_MODULUS = 4
"""One shingle in so many is kept in the index; a 400-word text keeps about 100."""

POSTING_NEIGHBOURS = 6
"""Pairs are formed with so many successors in a posting list; the rest is reached through them."""

MIN_SHARED = 3
"""Sampled shingles that a candidate pair shares at least."""

LEAD_WORDS = 30
"""Words at the beginning of a report that say what it is about."""

_WORD = re.compile(r"\w+")
_MULTIPLIER = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts share; shares in [0, 1].

    `containment`: share of the shorter one's shingles that the longer one has. `resemblance`: Jaccard index of the shingles. `lead`: Dice
    index of the content words of the two beginnings. `n_shingles`: how many the shorter one has; few make chance likely.
    """

    containment: float
    resemblance: float
    lead: float
    n_shingles: int = 0


def compare_texts(a: str, b: str) -> Likeness:
    """Return how alike two texts are. Symmetric; linear in their length."""
    shingles_a, shingles_b = hash_shingles(a), hash_shingles(b)
    shared = len(np.intersect1d(shingles_a, shingles_b, assume_unique=True))
    smaller, union = min(len(shingles_a), len(shingles_b)), len(shingles_a) + len(shingles_b) - shared
    lead_a, lead_b = _lead(a), _lead(b)
    both = len(lead_a) + len(lead_b)
    return Likeness(
        containment=shared / smaller if smaller else 0.0,
        resemblance=shared / union if union else 0.0,
        lead=2 * len(lead_a & lead_b) / both if both else 0.0,
        n_shingles=smaller,
    )


@lru_cache(maxsize=2048)
def hash_shingles(text: str) -> NDArray[np.uint64]:
    """Return the sorted distinct 64-bit hashes of the text's word shingles; a text shorter than a shingle has none."""
    words = np.fromiter(map(_hash_word, _WORD.findall(fold_text(text))), dtype=np.uint64)
    n_shingles = len(words) - SHINGLE_WORDS + 1
    if n_shingles < 1:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(n_shingles, dtype=np.uint64)
    for position in range(SHINGLE_WORDS):
        mixed = mixed * np.uint64(_MULTIPLIER) + words[position : position + n_shingles]
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


@lru_cache(maxsize=65536)
def _hash_word(norm: str) -> int:
    return int.from_bytes(hashlib.blake2b(norm.encode(), digest_size=8).digest(), "big")


@lru_cache(maxsize=2048)
def _lead(text: str) -> frozenset[str]:
    head = find_words(text, 0, min(len(text), LEAD_WORDS * 12))[:LEAD_WORDS]
    return frozenset(word.stem for word in head if not word.is_function)


def sample_shingles(text: str) -> list[int]:
    """Return the hashes of the text's shingles that the index keeps, as signed 64-bit numbers, sorted."""
    shingles = hash_shingles(text)
    sampled = shingles[(shingles >> np.uint64(7)) % np.uint64(SAMPLE_MODULUS) == 0]
    found: list[int] = np.sort(sampled.view(np.int64)).tolist()
    return found


def find_candidates(texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return index pairs `(i, j)`, `i < j`, of texts that share enough sampled shingles to be compared in full.

    The order of `texts` decides who is neighbour of whom in long posting lists: pass them in an order that does not depend on arrival.
    Texts `POSTING_NEIGHBOURS` places apart in a list are neighbours still.
    """
    postings: defaultdict[int, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for shingle in sample_shingles(text):
            postings[shingle].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for holders in postings.values():
        for at, left in enumerate(holders):
            for right in holders[at + 1 : at + 1 + POSTING_NEIGHBOURS]:
                shared[left, right] += 1
    return tuple(sorted(pair for pair, count in shared.items() if count >= MIN_SHARED))
