"""Which versions share text with which, and how much: what both stories and copies are found by.

In: versions. Out: `Kin`, one for each pair that shares enough to matter to anything. Who is compared with whom depends on an order of the
versions that does not depend on their arrival (`neighbour_key`), so that pairs can also be kept, and brought up to date when a version
comes or goes: then only pairs of texts with shingles in common with it are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.model.sources import Version
from communique.stories.likeness import (
    MIN_SHARED,
    POSTING_NEIGHBOURS,
    Likeness,
    compare_texts,
    find_candidates,
    sample_shingles,
)
from communique.stories.outlets import outlet_marks

MIN_CONTAINMENT = 0.12
"""Containment below which nothing follows from shared text: the least that copies with one credit line have."""

Rank = tuple[str, ...]
Holders = Mapping[int, Sequence[tuple[Rank, str]]]
"""The versions that hold a sampled shingle, by the shingle: each with its rank, in order."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Two versions (ids, `a` before `b` by rank) and how alike their texts are."""

    a: str
    b: str
    likeness: Likeness


def neighbour_key(version: Version) -> Rank:
    """Sort versions of one publisher next to each other, so that they are neighbours in long posting lists. Inferred dates do not count."""
    stated = "" if version.published_inferred else version.published_at or ""
    return (*outlet_marks(version), stated, version.id, version.url or "", version.path)


def find_kin(versions: Iterable[Version]) -> tuple[Kin, ...]:
    """Return all pairs of versions that share text; each version is given once. Time grows linearly with the number of versions."""
    known = sorted(versions, key=neighbour_key)
    pairs = find_candidates([version.text for version in known])
    compared = (make_kin(known[left], known[right]) for left, right in pairs)
    return tuple(kin for kin in compared if kin)


def make_kin(a: Version, b: Version) -> Kin | None:
    """Return how alike two versions are, None where they share too little."""
    a, b = sorted((a, b), key=neighbour_key)
    likeness = compare_texts(a.text, b.text)
    return Kin(a.id, b.id, likeness) if likeness.containment >= MIN_CONTAINMENT else None


# --- when a version comes or goes ---------------------------------------------------------------------------------------------


def find_near(version: str, holders: Holders) -> set[str]:
    """Return the versions that a version is to be compared with. `holders` has it in the lists of all its sampled shingles."""
    shared: dict[str, int] = {}
    for held in holders.values():
        at = _place_in(held, version)
        for _, other in (*held[max(0, at - POSTING_NEIGHBOURS) : at], *held[at + 1 : at + 1 + POSTING_NEIGHBOURS]):
            shared[other] = shared.get(other, 0) + 1
    return {other for other, count in shared.items() if count >= MIN_SHARED}


def find_parted(version: str, holders: Holders) -> set[tuple[str, str]]:
    """Return the pairs that a version stands between so that without it they would be neighbours in some list, and with it are none."""
    parted = set()
    for held in holders.values():
        at = _place_in(held, version)
        for back in range(1, POSTING_NEIGHBOURS + 1):
            before, after = at - back, at + POSTING_NEIGHBOURS + 1 - back
            if before >= 0 and after < len(held):
                parted.add((held[before][1], held[after][1]))
    return parted


def are_compared(a: str, b: str, holders: Holders) -> bool:
    """Tell whether two versions are neighbours in enough lists. `holders` has the lists of all shingles that both have."""
    shared = 0
    for held in holders.values():
        names = [name for _, name in held]
        if a in names and b in names:
            shared += abs(names.index(a) - names.index(b)) <= POSTING_NEIGHBOURS
    return shared >= MIN_SHARED


def shared_shingles(a: str, b: str) -> set[int]:
    """Return the sampled shingles that two texts have in common."""
    return set(sample_shingles(a)) & set(sample_shingles(b))


def _place_in(held: Sequence[tuple[Rank, str]], version: str) -> int:
    return next(index for index, (_, name) in enumerate(held) if name == version)
