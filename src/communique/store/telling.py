"""Stories kept up to date: which articles there are, what changed between their versions, and who is a witness of its own.

In: groups of versions as they are now. Out: the tables of stories, places and witnesses, and the versions that stand elsewhere than before,
or whose story has changed in any way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from communique.model.claims import Reading
from communique.model.record import Story
from communique.model.sources import Version
from communique.record.assembly import rank_of
from communique.record.witnesses import Place, Witnesses, places_in
from communique.store import tables
from communique.store.codec import decode
from communique.store.entries import story_rows
from communique.store.kinship import Group, read_kin
from communique.store.rows import delete_in, replace_rows, select_in
from communique.stories.copies import is_copy, name_witnesses
from communique.stories.kinship import Kin
from communique.stories.telling import tell_story


def write_stories(connection: Connection, groups: Sequence[Group], readings: Mapping[str, Reading]) -> set[str]:
    """Store the stories that groups make, and return the versions that stand elsewhere, or whose story has changed."""
    stories = [tell_story(group, readings) for group in groups]
    versions = {version.id for story in stories for version in story.versions}
    former = {row["story"] for row in select_in(connection, tables.place, "version", versions, "story") if row["story"]}
    places = places_in(stories)
    delete_in(connection, tables.story, "id", former - {story.id for story in stories})
    changed = _write_story_rows(connection, stories, places)
    moved = {version.id for story in stories if story.id in changed for version in story.versions}
    return moved | _write_places(connection, places)


def _write_story_rows(connection: Connection, stories: Sequence[Story], places: Mapping[str, Place]) -> set[str]:
    ranks = {story.id: rank_of(places[story.versions[0].id].order) for story in stories}
    heads, versions, changes = story_rows(stories, ranks)
    changed = replace_rows(connection, tables.story, "id", _by("id", heads, ranks))
    changed |= replace_rows(connection, tables.story_version, "story", _by("story", versions, ranks))
    return changed | replace_rows(connection, tables.change, "story", _by("story", changes, ranks))


def _by(column: str, rows: Iterable[dict[str, Any]], keys: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
    for row in rows:
        found[row[column]].append(row)
    return found


def _write_places(connection: Connection, places: Mapping[str, Place]) -> set[str]:
    known = {row["version"]: row for row in select_in(connection, tables.place, "version", places)}
    rows = {version: [{**known[version], **_place_row(place)}] for version, place in places.items()}
    return replace_rows(connection, tables.place, "version", rows)


def _place_row(place: Place) -> dict[str, Any]:
    stamp, position, _ = place.order
    day = place.day.isoformat() if place.day else None
    return {"story": place.story, "stamp": stamp, "position": position, "day": day, "has_note": place.has_note}


# --- witnesses ----------------------------------------------------------------------------------------------------------------


def settle_witnesses(connection: Connection, versions: Iterable[str]) -> set[str]:
    """Find anew whose copies the stories of versions are, and return the versions that are another witness than before."""
    rows = select_in(connection, tables.place, "version", versions)
    former = {row["witness"] for row in rows if row["witness"]}
    rows += select_in(connection, tables.place, "witness", former)
    stories: dict[str, list[Version]] = {}
    kin: dict[tuple[str, str], Kin] = {}
    todo = {row["story"] for row in rows}
    while todo:
        stories |= read_story_versions(connection, todo)
        known = {version.id: version for story in stories.values() for version in story}
        home = {version.id: story for story, told in stories.items() for version in told}
        near = read_kin(connection, [version.id for story in todo for version in stories[story]])
        kin |= {(one.a, one.b): one for one in near}
        others = {name for one in near for name in (one.a, one.b)} - known.keys()
        homes = {row["version"]: row["story"] for row in select_in(connection, tables.place, "version", others, "version", "story")}
        strangers = read_story_versions(connection, set(homes.values()))
        known |= {version.id: version for story in strangers.values() for version in story}
        home |= homes
        copies = [one for one in near if is_copy(known[one.a], known[one.b], one.likeness)]
        todo = {home[name] for one in copies for name in (one.a, one.b)} - stories.keys()
    return write_witnesses(connection, name_witnesses(list(stories.values()), kin.values()))


def write_witnesses(connection: Connection, witnesses: Mapping[str, str]) -> set[str]:
    """Store which witness versions are, and return those that are one witness with others than before; a new name alone changes nothing."""
    known = select_in(connection, tables.place, "version", witnesses)
    replace_rows(connection, tables.place, "version", {row["version"]: [{**row, "witness": witnesses[row["version"]]}] for row in known})
    former = {row["version"]: row["witness"] for row in known if row["witness"]}
    before, now = _groups_by(former, former), _groups_by(former, witnesses)
    return {version for version in former if before[former[version]] != now[witnesses[version]]}


def _groups_by(versions: Iterable[str], names: Mapping[str, str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for version in versions:
        groups.setdefault(names[version], set()).add(version)
    return groups


def read_story_versions(connection: Connection, stories: Iterable[str]) -> dict[str, list[Version]]:
    """Return the versions of stories in order, as the stories date them, without their texts."""
    rows = select_in(connection, tables.story_version, "story", stories)
    found: dict[str, list[Version]] = {}
    for row in sorted(rows, key=lambda row: (row["story"], row["position"])):
        found.setdefault(row["story"], []).append(decode(Version, row["payload"]))
    return found


def read_witnesses(connection: Connection, versions: Iterable[str]) -> Witnesses:
    """Return where versions stand and which witnesses they are."""
    rows = select_in(connection, tables.place, "version", versions)
    places = {
        row["version"]: Place(
            row["story"] or row["version"],
            (row["stamp"] or "", row["position"] or 0, row["version"]),
            date.fromisoformat(row["day"]) if row["day"] else None,
            bool(row["has_note"]),
        )
        for row in rows
    }
    return Witnesses.of(places, {row["version"]: row["witness"] for row in rows if row["witness"]})


def read_mates(connection: Connection, versions: Iterable[str]) -> dict[str, list[str]]:
    """Return the versions of each story that one of the versions is in, by story."""
    stories = {row["story"] for row in select_in(connection, tables.place, "version", versions, "story") if row["story"]}
    found: dict[str, list[str]] = {}
    for row in sorted(select_in(connection, tables.place, "story", stories, "story", "version"), key=lambda row: row["version"]):
        found.setdefault(row["story"], []).append(row["version"])
    return found
