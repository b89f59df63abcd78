"""Shared text kept up to date: which versions are compared with which when one comes, or comes again from another outlet or with another
date.

In: versions that are new or whose metadata have changed. Out: the tables of postings, kin and ranks as all versions together make them, and
the groups of versions that the changes can have made: the articles as they are now, with the dates that versions infer from each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, or_, select

from communique.model.sources import Version
from communique.store import tables
from communique.store.readings import select_versions
from communique.store.rows import BATCH, delete_in, insert_rows, replace_rows, select_in
from communique.stories.grouping import group_versions, is_one_article
from communique.stories.kinship import (
    Kin,
    Rank,
    are_compared,
    find_kin,
    find_near,
    find_parted,
    make_kin,
    neighbour_key,
    shared_shingles,
)
from communique.stories.likeness import Likeness, sample_shingles
from communique.stories.outlets import canonical_address

_BETWEEN = "\x1f"
Group = tuple[Version, ...]


def relate_versions(connection: Connection, versions: Iterable[Version]) -> set[str]:
    """Bring the tables up to date with versions, and return those, others included, whose kin may have changed."""
    moved: set[str] = set()
    given = sorted(versions, key=lambda version: version.id)
    known = {row["version"]: row for row in select_in(connection, tables.place, "version", [version.id for version in given])}
    for version in given:
        row, place = known.get(version.id), _place_row(version)
        if row is not None and (row["rank"], row["address"]) == (place["rank"], place["address"]):
            continue
        if row is not None:
            moved |= _remove(connection, version)
            connection.execute(tables.place.update().where(tables.place.c.version == version.id).values(place))
        else:
            insert_rows(connection, tables.place, [place])
        moved |= {version.id} | _add(connection, version)
    return moved


def unrelate_versions(connection: Connection, versions: Iterable[str]) -> None:
    """Take versions that were not read out of the tables, so that nothing rests on them; they come back when they are related again.

    Versions that are no longer, or only now, compared without them are marked as stale.
    """
    known = {row["version"] for row in select_in(connection, tables.place, "version", versions, "version")}
    for version in select_versions(connection, known):
        moved = _remove(connection, version)
        delete_in(connection, tables.place, "version", [version.id])
        stale = {row["version"] for row in select_in(connection, tables.stale, "version", moved, "version")}
        insert_rows(connection, tables.stale, [{"version": name, "since": 0} for name in sorted(moved - stale)])


def _place_row(version: Version) -> dict[str, str | None]:
    return {"version": version.id, "rank": _BETWEEN.join(neighbour_key(version)), "address": canonical_address(version)}


def _add(connection: Connection, version: Version) -> set[str]:
    shingles = sample_shingles(version.text)
    insert_rows(connection, tables.posting, [{"shingle": shingle, "version": version.id} for shingle in shingles])
    holders = _read_holders(connection, shingles)
    near = select_versions(connection, find_near(version.id, holders))
    _write_kin(connection, [kin for other in near if (kin := make_kin(version, other))])
    return _check_parted(connection, find_parted(version.id, holders), are_new=False)


def _remove(connection: Connection, version: Version) -> set[str]:
    holders = _read_holders(connection, sample_shingles(version.text))
    partners = {name for kin in read_kin(connection, [version.id]) for name in (kin.a, kin.b)}
    for column in ("a", "b"):
        delete_in(connection, tables.kin, column, [version.id])
    delete_in(connection, tables.posting, "version", [version.id])
    return partners | _check_parted(connection, find_parted(version.id, holders), are_new=True)


def _check_parted(connection: Connection, pairs: set[tuple[str, str]], *, are_new: bool) -> set[str]:
    """Look again at pairs that a version stands, or stood, between, and return those whose kinship that changed."""
    known = {frozenset((kin.a, kin.b)) for kin in read_kin(connection, {name for pair in pairs for name in pair})}
    asked = [pair for pair in sorted(pairs) if (frozenset(pair) in known) is not are_new]
    versions = {version.id: version for version in select_versions(connection, {name for pair in asked for name in pair})}
    changed: set[str] = set()
    for a, b in asked:
        holders = _read_holders(connection, shared_shingles(versions[a].text, versions[b].text))
        if are_compared(a, b, holders) is not are_new:
            continue
        kin = make_kin(versions[a], versions[b])
        if kin and are_new:
            _write_kin(connection, [kin])
        elif kin:
            connection.execute(tables.kin.delete().where(tables.kin.c.a == kin.a, tables.kin.c.b == kin.b))
        changed |= {a, b} if kin else set()
    return changed


def _read_holders(connection: Connection, shingles: Iterable[int]) -> dict[int, list[tuple[Rank, str]]]:
    found: defaultdict[int, list[tuple[Rank, str]]] = defaultdict(list)
    wanted = sorted(shingles)
    for start in range(0, len(wanted), BATCH):
        chunk = wanted[start : start + BATCH]
        posting, place = tables.posting.c, tables.place.c
        query = select(posting.shingle, posting.version, place.rank).join(tables.place, place.version == posting.version)
        for row in connection.execute(query.where(posting.shingle.in_(chunk))):
            found[row.shingle].append((tuple(row.rank.split(_BETWEEN)), row.version))
    return {shingle: sorted(held) for shingle, held in found.items() if len(held) > 1}


# --- kin ----------------------------------------------------------------------------------------------------------------------


def _write_kin(connection: Connection, kin: Iterable[Kin]) -> None:
    insert_rows(connection, tables.kin, [_kin_row(one) for one in kin])


def _kin_row(kin: Kin) -> dict[str, object]:
    likeness = kin.likeness
    shares = {"containment": likeness.containment, "resemblance": likeness.resemblance, "lead": likeness.lead}
    return {"a": kin.a, "b": kin.b, **shares, "n_shingles": likeness.n_shingles}


def read_kin(connection: Connection, versions: Iterable[str]) -> list[Kin]:
    """Return the pairs that one of the versions is in."""
    wanted, found = sorted(set(versions)), {}
    for start in range(0, len(wanted), BATCH // 2):
        chunk = wanted[start : start + BATCH // 2]
        query = select(tables.kin).where(or_(tables.kin.c.a.in_(chunk), tables.kin.c.b.in_(chunk)))
        for row in connection.execute(query):
            found[row.a, row.b] = Kin(row.a, row.b, Likeness(row.containment, row.resemblance, row.lead, row.n_shingles))
    return [found[pair] for pair in sorted(found)]


# --- groups -------------------------------------------------------------------------------------------------------------------


def regroup_versions(connection: Connection, seeds: Iterable[str]) -> tuple[Group, ...]:
    """Return the articles that versions, those of their former stories, and all that these are versions of one article with make now."""
    versions: dict[str, Version] = {}
    kin: dict[tuple[str, str], Kin] = {}
    todo = set(seeds)
    while todo:
        new = {version.id: version for version in select_versions(connection, todo)}
        versions |= new
        todo = (_mates(connection, new) | _at_same_address(connection, new)) - versions.keys()
        near = read_kin(connection, new)
        kin |= {(one.a, one.b): one for one in near}
        others = {name for one in near for name in (one.a, one.b)} - versions.keys()
        known = versions | {version.id: version for version in select_versions(connection, others)}
        for one in near:
            if is_one_article(known[one.a], known[one.b], one.likeness):
                todo |= {one.a, one.b} - versions.keys()
    return group_versions(tuple(versions.values()), kin.values())


def _mates(connection: Connection, versions: Iterable[str]) -> set[str]:
    stories = {row["story"] for row in select_in(connection, tables.place, "version", versions, "story") if row["story"]}
    return {row["version"] for row in select_in(connection, tables.place, "story", stories, "version")}


def _at_same_address(connection: Connection, versions: Mapping[str, Version]) -> set[str]:
    addresses = {address for version in versions.values() if (address := canonical_address(version))}
    return {row["version"] for row in select_in(connection, tables.place, "address", addresses, "version")}


def relate_all(connection: Connection, versions: Iterable[Version]) -> tuple[Kin, ...]:
    """Write postings, ranks and kin of all versions anew, and return the kin."""
    known = tuple(versions)
    for start in range(0, len(known), BATCH):
        chunk = known[start : start + BATCH]
        rows = [{"shingle": shingle, "version": version.id} for version in chunk for shingle in sample_shingles(version.text)]
        insert_rows(connection, tables.posting, rows)
        replace_rows(connection, tables.place, "version", {version.id: [_place_row(version)] for version in chunk})
    kin = find_kin(known)
    _write_kin(connection, kin)
    return kin
