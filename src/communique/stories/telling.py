"""Stories: the articles of a record, each with its versions and what changed from one to the next.

In: all versions with their readings. Out: `Story`s, oldest first, whose changes are ranked. The processes that a story belongs to are the
record's to say. All versions of one article are one witness; which stories are copies of each other is asked in `copies`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from communique.model.claims import Reading
from communique.model.record import Change, Story
from communique.model.sources import Version
from communique.stories.changes import find_changes
from communique.stories.grouping import group_versions, story_id
from communique.stories.kinship import Kin

MAX_TITLE = 120
"""Code points of the first sentence that stand in for a missing headline."""


def tell_stories(versions: Iterable[Version], readings: Mapping[str, Reading], kin: Iterable[Kin] | None = None) -> tuple[Story, ...]:
    """Return the stories that the versions make, oldest first; a version without a reading is compared by nothing.

    Neither stories nor their order depend on the order of `versions`. `kin` as in `group_versions`.
    """
    return tuple(tell_story(group, readings) for group in group_versions(tuple(versions), kin))


def tell_story(group: Sequence[Version], readings: Mapping[str, Reading]) -> Story:
    """Return the story of one group of versions, oldest first."""
    changes: list[Change] = []
    for before, after in pairwise(group):
        if before.id in readings and after.id in readings:
            changes += find_changes(before, after, readings[before.id], readings[after.id])
    return Story(
        id=story_id(group),
        title=name_story(group, readings),
        processes=(),
        independent_witnesses=1,
        versions=tuple(group),
        changes=tuple(sorted(changes, key=lambda change: -change.significance)),
    )


def name_story(group: Sequence[Version], readings: Mapping[str, Reading]) -> str:
    """Return the latest headline, or the beginning of the latest text where no version has one."""
    headline = next((version.title for version in reversed(group) if version.title), None)
    if headline:
        return headline
    latest = group[-1]
    reading = readings.get(latest.id)
    first = latest.text[slice(*reading.sentences[0])] if reading and reading.sentences else latest.text.strip().partition("\n")[0]
    return first if len(first) <= MAX_TITLE else first[:MAX_TITLE].rsplit(" ", 1)[0] + " …"
