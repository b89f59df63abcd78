"""Which stories are copies of one text, and how many witnesses a set of versions makes.

In: stories, each a group of versions of one article. Out: groups of stories that are one witness. An agency report printed by ten papers
is one source ten times, and so is a communiqué that ten sites paste; a paper that credits an agency and keeps part of its text adds
nothing either. Versions of one article are one witness from the start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from communique.model.sources import Version
from communique.stories.grouping import story_id
from communique.stories.kinship import Kin, find_kin
from communique.stories.likeness import Likeness
from communique.stories.outlets import day_of, find_credits

COPIED = 0.5
"""Containment from which a text is a copy of another, wherever it appeared."""

CREDITED = 0.12
"""Containment from which a text is derived from another with the same credit line."""

MAX_DAYS_CREDITED = 3
"""The same agency credited within so many days, with shared text, is the same report."""


def find_copies(stories: Sequence[Sequence[Version]], kin: Iterable[Kin] | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the groups of two or more story ids that count as one witness, ids sorted, groups in the order of their first id.

    Does not depend on the order of `stories`; time grows linearly with the number of versions. `kin` are the pairs of versions that share
    text, where they are known from before.
    """
    versions = {version.id: version for story in stories for version in story}
    carriers: defaultdict[str, set[str]] = defaultdict(set)
    for story in stories:
        for version in story:
            carriers[version.id].add(story_id(story))
    parent = {key: key for held in carriers.values() for key in held}

    def root(story: str) -> str:
        while parent[story] != story:
            story = parent[story]
        return story

    def join(held: Iterable[str]) -> None:
        top, *rest = sorted({root(story) for story in held})
        parent.update(dict.fromkeys(rest, top))

    for held in carriers.values():
        join(held)
    for one in find_kin(versions.values()) if kin is None else kin:
        if one.a in versions and one.b in versions and is_copy(versions[one.a], versions[one.b], one.likeness):
            join(carriers[one.a] | carriers[one.b])
    groups: dict[str, list[str]] = {}
    for key in sorted(parent):
        groups.setdefault(root(key), []).append(key)
    return tuple(tuple(group) for _, group in sorted(groups.items()) if len(group) > 1)


def is_copy(a: Version, b: Version, likeness: Likeness) -> bool:
    """Return whether one of two texts was taken from the other, or both from a third."""
    if likeness.containment >= COPIED:
        return True
    if likeness.containment < CREDITED or not find_credits(a) & find_credits(b):
        return False
    day_a, day_b = day_of(a.published_at), day_of(b.published_at)
    return day_a is None or day_b is None or abs((day_a - day_b).days) <= MAX_DAYS_CREDITED


def name_witnesses(stories: Sequence[Sequence[Version]], kin: Iterable[Kin] | None = None) -> dict[str, str]:
    """Return for every version id its witness: the id of its story, or the first id of the copies that its story is one of."""
    first = {story: group[0] for group in find_copies(stories, kin) for story in group}
    witnesses: dict[str, str] = {}
    for story in sorted(stories, key=story_id):
        name = story_id(story)
        for version in story:
            witnesses.setdefault(version.id, first.get(name, name))
    return witnesses


def count_witnesses(version_ids: Iterable[str], witnesses: Mapping[str, str]) -> int:
    """Return how many independent witnesses these versions make, given `name_witnesses`; an unknown version is a witness of its own."""
    return len({witnesses.get(version, version) for version in version_ids})
