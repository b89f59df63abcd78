"""The record as rows: one entry one row, in the folder that it was folded in.

In: folded folders and stories. Out: rows for the record's tables, and from such rows the same again. A process is a row without its
entries, with its actors, meetings and so on as rows of the same folder; entries of the background stand alone. `rank` is a text by which
the rows of one kind sort as the record shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping

from communique.model.errors import StoreError
from communique.model.record import Actor, Background, Change, Commitment, Conflict, Meeting, Process, Relation, Statement, Story
from communique.model.sources import Version
from communique.record.assembly import Ranked
from communique.record.filing import is_background_folder
from communique.store.codec import decode, encode, to_plain

Row = dict[str, Any]

KINDS: dict[str, type] = {
    "actor": Actor,
    "meeting": Meeting,
    "commitment": Commitment,
    "relation": Relation,
    "statement": Statement,
    "conflict": Conflict,
}
"""Kinds of entry and their types; the field of a process that holds them is the plural."""
_KIND_OF = {kind: name for name, kind in KINDS.items()}

_REMEDY = "Read the sources again: the record is rebuilt from them."


def process_rows(process: Process) -> Iterator[Row]:
    """Yield the rows of a process: itself, and its entries in their order."""
    empty: dict[str, Any] = {f"{kind}s": () for kind in KINDS}
    yield _row(process.id, "process", process.id, "", replace(process, **empty))
    for kind in KINDS:
        for position, item in enumerate(getattr(process, f"{kind}s")):
            yield _row(process.id, kind, item.id, f"{position:06}", item)


def background_rows(folder: str, ranked: Iterable[Ranked]) -> Iterator[Row]:
    """Yield the rows of a folder of the background."""
    for one in ranked:
        yield _row(folder, _KIND_OF[type(one.entry)], one.entry.id, one.rank, one.entry)


def _row(folder: str, kind: str, key: str, rank: str, entry: object) -> Row:
    return {"folder": folder, "kind": kind, "id": key, "rank": rank, "payload": encode(entry)}


def read_entries(rows: Iterable[RowMapping]) -> tuple[tuple[Process, ...], Background]:
    """Return processes and background from the rows of the table `entry`, in whatever order they come.

    Raises:
        StoreError: a row is damaged, or names a kind or a process that is not there.
    """
    heads: dict[str, Process] = {}
    filed: dict[tuple[str, str], list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row["kind"], row["rank"], row["id"])):
        kind, folder = row["kind"], row["folder"]
        if kind == "process":
            heads[folder] = decode(Process, row["payload"])
        elif kind in KINDS:
            key = "" if is_background_folder(folder) else folder
            filed.setdefault((key, kind), []).append(decode(KINDS[kind], row["payload"]))
        else:
            raise StoreError(f"Entry {row['id']} has the unknown kind {kind!r}.", _REMEDY)
    lost = sorted(process for process, _ in filed if process and process not in heads)
    if lost:
        raise StoreError(f"Entries are filed under the process {lost[0]}, which is not there.", _REMEDY)
    processes = [_fill(head, {f"{kind}s": tuple(filed.get((key, kind), ())) for kind in KINDS}) for key, head in heads.items()]
    background = Background(**{f"{kind}s": tuple(filed.get(("", kind), ())) for kind in ("meeting", "commitment", "relation", "statement")})
    return tuple(sorted(processes, key=lambda process: (process.name, process.id))), background


def _fill(head: Process, entries: dict[str, Any]) -> Process:
    return replace(head, **entries)


def story_rows(stories: Sequence[Story], ranks: Mapping[str, str]) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows of `story`, `story_version` and `change`. The text of a version is not stored a second time."""
    heads, versions, changes = [], [], []
    for story in stories:
        head = {"id": story.id, "rank": ranks[story.id], "title": story.title}
        heads.append({**head, "independent_witnesses": story.independent_witnesses})
        for place, version in enumerate(story.versions):
            payload = encode(replace(version, text=""))
            versions.append({"story": story.id, "position": place, "version": version.id, "payload": payload})
        for place, change in enumerate(story.changes):
            changes.append(
                {
                    "story": story.id,
                    "position": place,
                    "id": change.id,
                    "kind": to_plain(change.kind),
                    "significance": change.significance,
                    "payload": encode(change),
                }
            )
    return heads, versions, changes


def read_story(head: RowMapping, versions: Iterable[Version], changes: Iterable[Change], processes: tuple[str, ...]) -> Story:
    """Return a story from its row and what belongs to it, each in order."""
    return Story(
        id=head["id"],
        title=head["title"],
        processes=processes,
        independent_witnesses=head["independent_witnesses"],
        versions=tuple(versions),
        changes=tuple(changes),
    )
