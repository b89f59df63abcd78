"""The record kept up to date: one more report changes only what it speaks of, and the result is that of folding everything anew.

In: the versions whose text, date or reading has changed since the last fold, and the judgements. Out: the record and its indexes. Changes
are followed from stage to stage: from versions to stories, places and witnesses; from names to the versions that write them; from stakes to
processes, and from these to the claims that are filed elsewhere; from all of them to folders, and from actors to the processes that list
them. Each stage stores its result and hands on what came out differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, select

from communique.model.judgements import Judgement, TargetKind
from communique.record.processes import Groups
from communique.record.roll import Fact
from communique.record.rulings import Rulings
from communique.store import tables
from communique.store.folding import Press, actors_placed_in, all_folders, fold_folders, refresh_actors
from communique.store.judging import read_judgements, read_marks
from communique.store.kinship import regroup_versions, relate_all, relate_versions, unrelate_versions
from communique.store.naming import directory_of_claims, settle_names, users_of, version_rows, write_all_names, write_facts
from communique.store.readings import read_readings, read_version, select_versions
from communique.store.rows import delete_in, insert_rows, select_in
from communique.store.shelving import (
    Shelf,
    Told,
    file_versions,
    find_renamed,
    find_topics,
    find_unsettled,
    folders_of,
    key_of,
    namer_of,
    read_groups,
    read_stakes,
    stakers_of,
    tell_versions,
    write_stakes,
)
from communique.store.telling import read_mates, read_witnesses, settle_witnesses, write_stories, write_witnesses
from communique.stories.copies import name_witnesses
from communique.stories.grouping import group_versions

CHUNK = 200
"""Versions that are held in memory at once."""
MAX_STALE_SHARE = 0.25
"""With more of the record stale than this, it is folded anew: that costs less than following every change."""
MIN_REBUILT = 40
"""Fewer stale versions than these are always followed."""

_INDEXES = (
    tables.posting,
    tables.kin,
    tables.place,
    tables.digest,
    tables.name_fact,
    tables.name_sound,
    tables.alias,
    tables.figure,
    tables.name_use,
    tables.stake,
    tables.asked,
    tables.answer,
    tables.filing,
    tables.telling,
    tables.change,
    tables.story_version,
    tables.story,
    tables.entry,
)


@dataclass(slots=True)
class Changes:
    """What has come out differently so far."""

    versions: set[str]
    """Versions whose claims, names or stories have changed, so that what rests on them is made anew."""
    actors: set[str] = field(default_factory=set)
    """Canonical names of whom something new is said."""
    folders: set[str] = field(default_factory=set)
    """Folders to fold anew."""


def update_record(connection: Connection, judged: Iterable[str]) -> None:
    """Bring the record up to date with the stale versions, and with the judgements; fold it anew where too much is stale.

    `judged` are the ids of the judgements that the record obeys so far.
    """
    unrelate_versions(connection, read_unread(connection))
    stale = read_stale(connection)
    if len(stale) > max(MIN_REBUILT, MAX_STALE_SHARE * count_versions(connection)):
        rebuild_record(connection)
        return
    judgements = read_judgements(connection)
    rulings = Rulings(judgements, read_marks(connection, judgements))
    turned = _turned(judgements, rulings, set(judged))
    changes = Changes(stale | _versions_in(turned))
    moved = _follow_stories(connection, stale, changes)
    _follow_names(connection, stale, _names_in(turned), changes, rulings)
    changes.versions |= stakers_of(connection, _parties_in(connection, turned))
    groups = _follow_filing(connection, changes, rulings)
    changes.actors |= actors_placed_in(connection, stale | moved)
    folded = fold_folders(connection, changes.folders, Press(groups, rulings, frozenset(changes.actors)))
    refresh_actors(connection, changes.actors, folded)
    delete_in(connection, tables.stale, "version", stale)


def read_stale(connection: Connection, *, with_unread: bool = False) -> set[str]:
    """Return the versions that have changed since the last fold; those that still are to be read only where they are asked for."""
    stale = set(connection.execute(select(tables.stale.c.version)).scalars())
    return stale if with_unread else stale - read_unread(connection)


def read_unread(connection: Connection) -> set[str]:
    """Return the versions that are still to be read."""
    version, reading = tables.version.c, tables.reading.c
    joined = select(version.id).outerjoin(tables.reading, reading.version == version.id).where(reading.version.is_(None))
    return set(connection.execute(joined).scalars())


def count_versions(connection: Connection) -> int:
    """Return how many versions are stored."""
    return int(connection.execute(select(func.count()).select_from(tables.version)).scalar_one())


def _turned(judgements: Sequence[Judgement], rulings: Rulings, judged: set[str]) -> list[Judgement]:
    """Return the judgements that hold and were not obeyed so far, or the other way round."""
    active = {judgement.id for judgement in rulings.active}
    return [judgement for judgement in judgements if (judgement.id in active) is not (judgement.id in judged)]


def _versions_in(judgements: Iterable[Judgement]) -> set[str]:
    return {mark.version for one in judgements for target in one.targets for mark in target.claims}


def _names_in(judgements: Iterable[Judgement]) -> set[str]:
    return {name for one in judgements for target in one.targets if target.kind is TargetKind.ACTOR for name in target.names}


def _parties_in(connection: Connection, judgements: Sequence[Judgement]) -> set[str]:
    """Return the parties, as keys, of the processes that judgements are about."""
    if not judgements:
        return set()
    name_of = namer_of(connection, judgements).name
    targets = [target for one in judgements for target in one.targets if target.kind is TargetKind.PROCESS]
    return {key_of(map(name_of, target.names)) for target in targets}


def _follow_stories(connection: Connection, stale: set[str], changes: Changes) -> set[str]:
    """Tell the stories of stale versions, and return the versions that stand elsewhere, or whose story has changed."""
    moved = relate_versions(connection, select_versions(connection, stale))
    told = regroup_versions(connection, stale | moved)
    concerned = {version.id for group in told for version in group}
    placed = write_stories(connection, told, read_readings(connection, concerned))
    changes.versions |= placed | settle_witnesses(connection, concerned)
    return placed


def _follow_names(connection: Connection, stale: set[str], judged: set[str], changes: Changes, rulings: Rulings) -> None:
    readings = read_readings(connection, stale)
    touched = write_facts(connection, {version: readings.get(version) for version in stale}) | judged
    named = settle_names(connection, touched, rulings)
    changes.actors |= named.actors
    changes.versions |= users_of(connection, named.folds)


def _follow_filing(connection: Connection, changes: Changes, rulings: Rulings) -> Groups:
    """File the claims of changed versions, and of those whose processes have changed, and return the processes."""
    topics = find_topics(connection, rulings)
    changes.folders |= folders_of(connection, changes.versions)
    told: dict[str, Told] = {}
    for chunk in _chunks(changes.versions):
        told = tell_versions(connection, chunk, rulings, read_witnesses(connection, chunk))
        write_stakes(connection, told, topics)
    groups = read_groups(connection, rulings)
    moved = changes.versions | find_unsettled(connection, groups)
    moved |= {version for told in read_mates(connection, moved).values() for version in told}
    for chunk in _chunks(moved):
        changes.folders |= _file_chunk(connection, chunk, Press(groups, rulings, None), told)
    changes.folders |= folders_of(connection, changes.versions) | find_renamed(connection, groups)
    return groups


def _file_chunk(connection: Connection, versions: Sequence[str], press: Press, known: Mapping[str, Told]) -> set[str]:
    """File the claims of versions, and return the folders that have changed. `known` holds what some of them tell."""
    witnesses = read_witnesses(connection, versions)
    told = tell_versions(connection, [version for version in versions if version not in known], press.rulings, witnesses)
    told |= {version: known[version] for version in versions if version in known}
    mates = read_mates(connection, versions)
    stakes = read_stakes(connection, {version for story in mates.values() for version in story} | set(versions))
    directory = directory_of_claims(connection, [claim for one in told.values() for claim in one.claims])
    changed = file_versions(connection, told, Shelf(press.groups, directory, witnesses, stakes, mates))
    return {folder for folders in changed.values() for folder in folders}


def _chunks(versions: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(versions)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


# --- everything anew ----------------------------------------------------------------------------------------------------------


def rebuild_record(connection: Connection) -> None:
    """Fold the whole record anew from sources, claims and judgements, and write all indexes."""
    for table in _INDEXES:
        connection.execute(delete(table))
    judgements = read_judgements(connection)
    rulings = Rulings(judgements, read_marks(connection, judgements))
    versions = set(connection.execute(select(tables.reading.c.version)).scalars())
    _rebuild_stories(connection, versions)
    _rebuild_names(connection, versions, rulings)
    changes = Changes(versions)
    groups = _follow_filing(connection, changes, rulings)
    fold_folders(connection, all_folders(connection), Press(groups, rulings, None))
    delete_in(connection, tables.stale, "version", versions)


def _rebuild_stories(connection: Connection, read: set[str]) -> None:
    versions = [read_version(row) for row in connection.execute(select(tables.version)).mappings() if row["id"] in read]
    kin = relate_all(connection, versions)
    groups = group_versions(versions, kin)
    for start in range(0, len(groups), CHUNK):
        chunk = groups[start : start + CHUNK]
        readings = read_readings(connection, [version.id for group in chunk for version in group])
        write_stories(connection, chunk, readings)
    write_witnesses(connection, name_witnesses(groups, kin))


def _rebuild_names(connection: Connection, versions: set[str], rulings: Rulings) -> None:
    facts: Counter[Fact] = Counter()
    for chunk in _chunks(versions):
        digests, uses = [], []
        for version, reading in sorted(read_readings(connection, chunk).items()):
            told, digest, used = version_rows(version, reading)
            facts.update(told)
            digests.append(digest)
            uses += used
        insert_rows(connection, tables.digest, digests)
        insert_rows(connection, tables.name_use, uses)
    write_all_names(connection, facts, rulings)


def dated_versions(connection: Connection) -> dict[str, str | None]:
    """Relate the stale versions, and return the dates that versions are told from; those of one article infer them from each other."""
    stale = read_stale(connection, with_unread=True)
    moved = relate_versions(connection, select_versions(connection, stale))
    known = {row["version"] for row in select_in(connection, tables.stale, "version", moved, "version")}
    insert_rows(connection, tables.stale, [{"version": version, "since": 0} for version in sorted(moved - known)])
    return {version.id: version.written_at for group in regroup_versions(connection, stale | moved) for version in group}
