"""Folders folded and kept: the entries of a process, or of a part of the background, brought up to date.

In: folders whose claims, names, places or judgements have changed. Out: the tables of entries and tellings. A folder is folded from the
claims that lie in it, and only the rows that come out differently are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from communique.model.analysis import TimeExpression
from communique.model.claims import ActorMention, Claim, Reading
from communique.model.record import Actor, Change, Process
from communique.model.vocabulary import ChangeKind
from communique.record.actors import Directory
from communique.record.cast import Role, actor_id, find_roles, make_actor, sort_actors
from communique.record.filing import Filed, is_background_folder
from communique.record.folders import FoldContext, fold_folder
from communique.record.folding import evidence_in
from communique.record.processes import Groups
from communique.record.roll import Says
from communique.record.rulings import Rulings
from communique.store import tables
from communique.store.codec import decode, decode_many, encode
from communique.store.entries import Row, background_rows, process_rows
from communique.store.naming import directory_of_claims, read_directory, read_facts_about, written_names
from communique.store.readings import read_claim
from communique.store.rows import insert_rows, replace_rows, select_in
from communique.store.telling import read_witnesses


@dataclass(frozen=True, slots=True)
class Press:
    """What folding needs beside the folders: the processes, the judgements, and whom something new is said of."""

    groups: Groups
    rulings: Rulings
    changed_actors: frozenset[str] | None
    """None where nothing is known of any actor from before."""


def fold_folders(connection: Connection, folders: Iterable[str], press: Press) -> set[str]:
    """Fold folders and store their entries; one without any is removed. Return the processes that were folded."""
    folded = set()
    for folder in sorted(set(folders)):
        rows = _fold(connection, folder, press)
        write_folder(connection, folder, rows)
        if not is_background_folder(folder):
            folded.add(folder)
    return folded


def write_folder(connection: Connection, folder: str, rows: Sequence[Row]) -> None:
    """Let rows stand in place of those of a folder; rows that stay the same are left alone."""
    known = {(row["kind"], row["id"]): row for row in select_in(connection, tables.entry, "folder", [folder])}
    new = {(row["kind"], row["id"]): row for row in rows}
    gone = [key for key in known if key not in new or known[key] != new[key]]
    entry = tables.entry.c
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for kind, key in gone:
        by_kind[kind].append(key)
    for kind, keys in by_kind.items():
        for start in range(0, len(keys), 400):
            chunk = keys[start : start + 400]
            connection.execute(tables.entry.delete().where(entry.folder == folder, entry.kind == kind, entry.id.in_(chunk)))
    insert_rows(connection, tables.entry, [row for key, row in new.items() if key not in known or known[key] != row])


def _fold(connection: Connection, folder: str, press: Press) -> list[Row]:
    filings = select_in(connection, tables.filing, "folder", [folder])
    versions = {row["version"] for row in filings}
    witnesses = read_witnesses(connection, versions)
    filed = _read_filed(connection, folder, filings)
    context = FoldContext(witnesses, press.rulings, _read_corrections(connection, versions), _read_mismatches(connection, versions))
    if is_background_folder(folder):
        return list(background_rows(folder, fold_folder(folder, filed, None, context).rows))
    head = fold_folder(folder, filed, press.groups.group(folder), context).head if filed else None
    write_tellings(connection, folder, {piece.version for piece in evidence_in(head)} if head else set())
    return list(process_rows(_complete(connection, head, press))) if head else []


def _read_filed(connection: Connection, folder: str, filings: Sequence[Row]) -> list[Filed]:
    claim, filing = tables.claim.c, tables.filing.c
    same = (claim.version == filing.version) & (claim.position == filing.position)
    query = select(claim.version, claim.position, claim.kind, claim.payload).join(tables.filing, same).where(filing.folder == folder)
    claims: dict[tuple[str, int], Claim] = {}
    for row in connection.execute(query):
        if (row.version, row.position) not in claims:
            claims[row.version, row.position] = read_claim(row.kind, row.payload)
    directory = directory_of_claims(connection, claims.values())
    rewritten = {key: directory.rewrite(one) for key, one in claims.items()}
    return [Filed(rewritten[row["version"], row["position"]], row["pair"], folder) for row in filings]


def _read_corrections(connection: Connection, versions: set[str]) -> dict[str, list[Change]]:
    """Return the corrections of the background in the stories of versions, by the version that was corrected."""
    stories = {row["story"] for row in select_in(connection, tables.place, "version", versions, "story") if row["story"]}
    found: defaultdict[str, list[Change]] = defaultdict(list)
    rows = [row for row in select_in(connection, tables.change, "story", stories) if row["kind"] == ChangeKind.BACKGROUND_CORRECTION]
    for row in sorted(rows, key=lambda row: (row["story"], row["position"])):
        change = decode(Change, row["payload"])
        if change.before and change.after:
            found[change.before.version].append(change)
    return found


def _read_mismatches(connection: Connection, versions: set[str]) -> dict[str, Reading]:
    """Return what is needed of the readings that found a weekday which does not fit its date."""
    rows = select_in(connection, tables.reading, "version", versions, "version", "sentences", "times")
    return {
        row["version"]: Reading(
            row["version"], (), (), decode_many(tuple[int, int], row["sentences"]), times=decode_many(TimeExpression, row["times"])
        )
        for row in rows
        if '"mismatch":true' in row["times"]
    }


def write_tellings(connection: Connection, process: str, versions: set[str]) -> None:
    """Note which versions hold evidence of a process."""
    rows = [{"version": version, "process": process} for version in sorted(versions)]
    replace_rows(connection, tables.telling, "process", {process: rows})


# --- actors -------------------------------------------------------------------------------------------------------------------


def _complete(connection: Connection, process: Process, press: Press) -> Process:
    """Return the process with its actors; those of whom nothing new is said stay as they are."""
    texts = {piece.version for piece in evidence_in(process)}
    named = {row["name"] for row in select_in(connection, tables.actor_mention, "version", texts, "name")}
    people = {person.name for meeting in process.meetings for person in meeting.participants}
    directory = read_directory(connection, {*named, *people, *process.parties, *process.mediators})
    roles = find_roles(process, named, directory)
    known = _known_actors(connection, process.id, press)
    kept = {role.name: known[role.name] for role in roles if role.name in known and _is_same(known[role.name], role, directory)}
    made = make_actors(connection, [role for role in roles if role.name not in kept], directory)
    return replace(process, actors=sort_actors([*kept.values(), *made], process))


def _known_actors(connection: Connection, process: str, press: Press) -> dict[str, Actor]:
    if press.changed_actors is None:
        return {}
    entry = tables.entry.c
    rows = connection.execute(select(entry.payload).where(entry.folder == process, entry.kind == "actor")).scalars()
    actors = (decode(Actor, payload) for payload in rows)
    return {actor.name: actor for actor in actors if actor.name not in press.changed_actors}


def _is_same(actor: Actor, role: Role, directory: Directory) -> bool:
    return (actor.kind, actor.side) == (directory.kind(role.name) or role.kind, directory.side(role.name) or role.side)


def make_actors(connection: Connection, roles: Sequence[Role], directory: Directory) -> list[Actor]:
    """Return the entries of actors, from what all readings say of them."""
    names = {role.name for role in roles}
    mentions: defaultdict[str, list[ActorMention]] = defaultdict(list)
    written = written_names(connection, names)
    for fact in read_facts_about(connection, names):
        if fact.says is Says.SPELLING:
            mentions[written[fact.name]].append(ActorMention(fact.name, "", (fact.value,)))
    for mention in read_offices(connection, written):
        mentions[written[mention.name]].append(mention)
    versions = {office.span.version for told in mentions.values() for mention in told for office in mention.offices}
    witnesses = read_witnesses(connection, versions)
    return [make_actor(role, mentions[role.name], directory, witnesses) for role in roles]


def read_offices(connection: Connection, names: Iterable[str]) -> list[ActorMention]:
    """Return the mentions under written names that give an office."""
    found, mention = [], tables.actor_mention.c
    wanted = sorted(set(names))
    for start in range(0, len(wanted), 400):
        query = select(mention.payload).where(mention.name.in_(wanted[start : start + 400]), mention.payload.not_like('%"offices":[]%'))
        found += [decode(ActorMention, payload) for payload in connection.execute(query).scalars()]
    return found


def refresh_actors(connection: Connection, names: Iterable[str], folded: set[str]) -> None:
    """Bring the entries of actors up to date in the processes that were not folded anew: their spellings and offices."""
    ids = {actor_id(name): name for name in names}
    rows = [row for row in select_in(connection, tables.entry, "id", ids) if row["kind"] == "actor" and row["folder"] not in folded]
    if not rows:
        return
    wanted = {ids[row["id"]] for row in rows}
    directory = read_directory(connection, wanted)
    for row in rows:
        known = decode(Actor, row["payload"])
        (actor,) = make_actors(connection, [Role(known.name, known.kind, known.side)], directory)
        payload = encode(actor)
        if payload != row["payload"]:
            entry = tables.entry.c
            key = (entry.folder == row["folder"]) & (entry.kind == "actor") & (entry.id == row["id"])
            connection.execute(tables.entry.update().where(key).values(payload=payload))


def actors_placed_in(connection: Connection, versions: Iterable[str]) -> set[str]:
    """Return the actors, by canonical name, that versions give an office."""
    rows = select_in(connection, tables.actor_mention, "version", versions, "name", "payload")
    written = {row["name"] for row in rows if '"offices":[]' not in row["payload"]}
    directory = read_directory(connection, written)
    return set(directory.names(written))


def all_folders(connection: Connection) -> set[str]:
    """Return the folders in which claims lie."""
    return set(connection.execute(select(tables.filing.c.folder).distinct()).scalars())
