"""Which texts are versions of one article.

In: versions in any order. Out: groups of them, each oldest first. One address is one article; otherwise the texts must say mostly the same
from the same lead on, and nothing may speak for two publishers. Two outlets' reports of one meeting, and one outlet's reports of two
meetings, share quotes and background but not the lead, so both measures are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from communique.model.ids import make_id
from communique.model.sources import Version
from communique.stories.chronology import order_versions
from communique.stories.kinship import Kin, neighbour_key
from communique.stories.likeness import Likeness, compare_texts, find_candidates
from communique.stories.outlets import canonical_address, day_of, is_same_outlet, outlet_marks

SAME_TEXT = 0.85
"""Containment from which a text is the other one republished, whatever the dates say."""

SAME_ARTICLE = 0.45
"""Containment of a version in another one that was partly rewritten."""

REWRITTEN = 0.2
"""Containment below which no lead makes two texts one article."""

SAME_LEAD = 0.45
"""Overlap of the leads that versions with `SAME_ARTICLE` still have."""

CLOSE_LEAD = 0.5
"""Overlap of the leads that makes up for a text rewritten further down."""

MAX_DAYS = 3
"""Versions of one article appear within so many days; the next report of the same outlet on the same talks comes later."""

SHORT_TEXT = 50
"""Texts of fewer shingles are briefs, and briefs of one series on consecutive days are alike without being versions."""


def group_versions(versions: Sequence[Version], kin: Iterable[Kin] | None = None) -> tuple[tuple[Version, ...], ...]:
    """Return the versions grouped by article, each group oldest first with dates inferred and `previous` set.

    Groups come in the order of their oldest version's date, then id. Neither groups nor order depend on the order of `versions`. Time grows
    linearly with the number of versions. `kin` are all pairs among them that share text, where they are known from before; versions then
    are given once each.
    """
    known = sorted(versions, key=neighbour_key)
    groups = _Groups(known)
    for left, right in _same_addresses(known):
        groups.join(left, right)
    found = []
    for left, right, likeness in _compare(known, kin):
        if is_one_article(known[left], known[right], likeness):
            found.append((-likeness.containment, -likeness.lead, left, right))
    for _, _, left, right in sorted(found):
        groups.join(left, right)
    ordered = [order_versions(_without_repeats(group)) for group in groups.members()]
    return tuple(sorted(ordered, key=lambda group: (group[0].published_at or "9999", group[0].id, *outlet_marks(group[0]))))


def story_id(versions: Sequence[Version]) -> str:
    """Return the id of the story that the versions make: it depends on the oldest version and its publisher alone."""
    return make_id("s", versions[0].id, *outlet_marks(versions[0]))


def is_one_article(a: Version, b: Version, likeness: Likeness) -> bool:
    """Return whether two texts at different (or no) addresses are versions of one article."""
    if is_same_outlet(outlet_marks(a), outlet_marks(b)) is False:
        return False
    if likeness.containment >= SAME_TEXT:
        return True
    day_a, day_b = day_of(a.published_at), day_of(b.published_at)
    if day_a and day_b and abs((day_a - day_b).days) > (MAX_DAYS if likeness.n_shingles >= SHORT_TEXT else 0):
        return False
    if likeness.containment >= SAME_ARTICLE and likeness.lead >= SAME_LEAD:
        return True
    return likeness.containment >= REWRITTEN and likeness.lead >= CLOSE_LEAD


def _compare(known: Sequence[Version], kin: Iterable[Kin] | None) -> Iterable[tuple[int, int, Likeness]]:
    if kin is None:
        pairs = find_candidates([version.text for version in known])
        return ((left, right, compare_texts(known[left].text, known[right].text)) for left, right in pairs)
    places = {version.id: index for index, version in enumerate(known)}
    return ((places[one.a], places[one.b], one.likeness) for one in kin if one.a in places and one.b in places)


def _same_addresses(known: Sequence[Version]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    pairs = []
    for index, version in enumerate(known):
        address = canonical_address(version)
        if address is not None:
            left = first.setdefault(address, index)
            if left != index:
                pairs.append((left, index))
    return pairs


def _without_repeats(group: Sequence[Version]) -> list[Version]:
    """Keep one of several captures of the very same text."""
    return list({version.id: version for version in reversed(group)}.values())


class _Groups:
    """Disjoint sets of versions that never join two publishers."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        self._group = list(range(len(versions)))
        self._members = {index: [index] for index in range(len(versions))}
        self._marks = {index: {outlet_marks(version)} for index, version in enumerate(versions)}

    def join(self, left: int, right: int) -> None:
        """Join the groups of two versions unless a member of one is known to be another outlet's than a member of the other."""
        keep, gone = self._group[left], self._group[right]
        if keep == gone or any(is_same_outlet(a, b) is False for a, b in product(self._marks[keep], self._marks[gone])):
            return
        if len(self._members[keep]) < len(self._members[gone]):
            keep, gone = gone, keep
        for index in self._members[gone]:
            self._group[index] = keep
        self._members[keep] += self._members.pop(gone)
        self._marks[keep] |= self._marks.pop(gone)

    def members(self) -> list[list[Version]]:
        """Return the groups, each in the order of the versions given."""
        return [[self._versions[index] for index in sorted(group)] for group in self._members.values()]
